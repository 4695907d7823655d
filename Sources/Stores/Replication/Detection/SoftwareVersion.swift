/// A version of some software by its first two numbers.
package struct SoftwareVersion: Comparable, Sendable {
  let major: Int
  let minor: Int

  /// Makes a version.
  package init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads `3.13.7-management`; nil where the text does not begin with two numbers.
  package init?(_ text: String) {
    let parts = text.drop { !$0.isNumber }.split(separator: ".", maxSplits: 2)
    let digits = parts.map { $0.prefix(while: \.isNumber) }
    guard digits.count >= 2, let major = Int(digits[0]), let minor = Int(digits[1]) else {
      return nil
    }
    self.init(major: major, minor: minor)
  }

  /// Whether a version is older than another.
  package static func < (left: SoftwareVersion, right: SoftwareVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
