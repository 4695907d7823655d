/// The registries that nodes pull from: all images exist but those that are named.
package struct RegistrySpec: Sendable {
  /// References of images that no registry has; a `*` stands for any text.
  package var missing: [String] = []

  /// Makes registries that have everything.
  package init() {}

  /// Whether no registry has an image.
  func lacks(_ image: String) -> Bool { missing.contains { RegistrySpec.matches(image, $0) } }

  /// Whether a name fits a pattern with stars.
  private static func matches(_ name: String, _ pattern: String) -> Bool {
    let name = Array(name.utf8)
    let pattern = Array(pattern.utf8)
    let star = UInt8(ascii: "*")
    var (index, next) = (0, 0)
    var resume: (index: Int, next: Int)?
    while index < name.count {
      if next < pattern.count, pattern[next] == star {
        next += 1
        resume = (index, next)
      } else if next < pattern.count, pattern[next] == name[index] {
        index += 1
        next += 1
      } else if let point = resume {
        index = point.index + 1
        next = point.next
        resume = (index, next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == star }
  }
}
