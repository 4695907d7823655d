/// The package names no place of one developer's machine.
enum MachinePaths {
  /// Home directories, put together here so that this file does not contain them.
  private static let words = [["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]].map {
    Array($0.joined().utf8)
  }

  /// Finds the paths in a file; a platform's manifests may name mount paths inside containers, and
  /// so may what operators write in its place.
  static func violations(in path: String, bytes: [UInt8]) -> [Violation] {
    guard !path.hasPrefix("scenarios/"), !path.contains("/Kubernetes/Operated/") else { return [] }
    var violations: [Violation] = []
    var line = 1
    for place in bytes.indices {
      if bytes[place] == UInt8(ascii: "\n") { line += 1 }
      guard bytes[place] == UInt8(ascii: "/") else { continue }
      for word in words where bytes[place...].starts(with: word) {
        let text = String(decoding: word, as: UTF8.self)
        violations.append(
          Violation(path: path, line: line, reason: "\"\(text)\" is a place of one machine"))
      }
    }
    return violations
  }
}
