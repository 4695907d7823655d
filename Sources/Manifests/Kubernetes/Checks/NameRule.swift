/// What the API server accepts as a name.
///
/// Source: Kubernetes apimachinery pkg/util/validation/validation.go and
/// pkg/api/validation/path/name.go.
package enum NameRule: Sendable {
  /// Lower-case letters, digits, `-` and `.`, at most 253 characters (RFC 1123 subdomain).
  case subdomain
  /// Lower-case letters, digits and `-`, at most 63 characters (RFC 1123 label).
  case label
  /// A label that starts with a letter (RFC 1035).
  case letterLabel
  /// Anything but `.`, `..`, `/` and `%` (RBAC).
  case pathSegment

  /// What is wrong with a name; nil where nothing is.
  package func problem(with name: String) -> String? {
    switch self {
    case .subdomain:
      guard name.utf8.count <= 253 else { return "has more than 253 characters" }
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      return parts.allSatisfy { Self.isLabel($0) }
        ? nil : "must be lower-case letters, digits, \"-\" and \".\", as RFC 1123 says"
    case .label:
      guard name.utf8.count <= 63 else { return "has more than 63 characters" }
      return Self.isLabel(name[...])
        ? nil : "must be lower-case letters, digits and \"-\", as RFC 1123 says"
    case .letterLabel:
      guard name.utf8.count <= 63 else { return "has more than 63 characters" }
      return Self.isLabel(name[...]) && !(name.utf8.first.map(isDigit) ?? false)
        ? nil : "must be lower-case letters, digits and \"-\" after a first letter (RFC 1035)"
    case .pathSegment:
      return name == "." || name == ".." || name.contains("/") || name.contains("%")
        ? "may not be \".\" or \"..\" nor contain \"/\" or \"%\"" : nil
    }
  }

  private static func isLabel(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
      && text.utf8.allSatisfy { isDigit($0) || isLowerLetter($0) || $0 == UInt8(ascii: "-") }
  }
}

extension DiagnosticCollector {
  /// Reports a name that refers to another object and that no such object can have.
  func checkReference(
    _ name: String?, _ what: String, at span: SourceSpan, _ rule: NameRule = .subdomain
  ) {
    guard let name, !name.isEmpty, let problem = rule.problem(with: name) else { return }
    error("\(what) \"\(name)\" \(problem)", at: span, code: "invalid-name")
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLowerLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

/// Whether a text may be a label's value, or a label's name after its prefix.
///
/// Source: apimachinery pkg/util/validation IsValidLabelValue and IsQualifiedName.
func isLabelText(_ text: Substring) -> Bool {
  let isAlphanumeric = { (byte: UInt8) in isDigit(byte) || isLowerLetter(byte | 0x20) }
  guard let first = text.utf8.first, let last = text.utf8.last else { return false }
  return text.utf8.count <= 63 && isAlphanumeric(first) && isAlphanumeric(last)
    && text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
}
