/// What a part of a text means to its reader.
enum Emphasis {
  case plain, bold, dim, good, bad, open

  /// Parameter of the terminal's Select Graphic Rendition sequence (ECMA-48).
  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .bold: "1"
    case .dim: "2"
    case .good: "32"
    case .bad: "1;31"
    case .open: "33"
    }
  }
}

/// How parts of a text for a terminal are emphasised.
package struct TextStyle: Sendable {
  private let isColored: Bool

  /// Escape sequences, or none of them.
  package init(color: Bool) { isColored = color }

  func callAsFunction(_ emphasis: Emphasis, _ text: String) -> String {
    guard isColored, !text.isEmpty, let code = emphasis.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// A text in one line, whose control characters can not drive the terminal that it is printed on.
func printable(_ text: String) -> String {
  var clean = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    clean.append(scalar == "\n" ? " " : isControl ? "\u{FFFD}" : scalar)
  }
  return String(clean)
}
