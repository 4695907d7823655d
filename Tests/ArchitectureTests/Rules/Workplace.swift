/// The package says nothing about the machine or the hands that made it.
enum Workplace {
  /// Words put together here, so that this file does not contain them.
  private static let anywhere = [
    ["/wo", "rk/shared"], ["/wo", "rk/wt"], ["/wo", "rk/main"], ["/wo", "rk/.library"],
    ["/tmp/", "prep"], ["shared/", "design"], ["shared/", "fidelity"], ["shared/", "conformance"],
    ["HELPERS", ".md"], ["issues ", "show"], ["sub", "agent"],
    ["work", "tree"], ["this ", "session"],
  ].map { $0.joined() }
  /// Words that a platform's manifests may contain: mount paths, vendors of models.
  private static let outsideScenarios = [
    ["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["Clau", "de"], ["Anthro", "pic"],
  ].map { $0.joined() }

  static func violations(in path: String, bytes: [UInt8]) -> [Violation] {
    let words = (path.hasPrefix("scenarios/") ? anywhere : anywhere + outsideScenarios).map {
      Array($0.utf8)
    }
    var isFirst = [Bool](repeating: false, count: 256)
    for word in words { isFirst[Int(word[0])] = true }
    var violations: [Violation] = []
    var line = 1
    for place in bytes.indices {
      if bytes[place] == UInt8(ascii: "\n") { line += 1 }
      guard isFirst[Int(bytes[place])] else { continue }
      for word in words where bytes[place...].starts(with: word) {
        let text = String(decoding: word, as: UTF8.self)
        violations.append(
          Violation(path: path, line: line, reason: "\"\(text)\": the package knows no workplace"))
      }
    }
    return violations
  }
}
