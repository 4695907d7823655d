/// A source line as a message shows it, with the stretch to underline in terminal cells.
///
/// Tabs become four spaces, control characters a replacement mark; a long line is cut to a window
/// around the stretch, so that a one-line JSON file stays readable.
struct SnippetLine {
  /// The line as shown.
  let text: String
  /// Cells before the underlined stretch.
  let offset: Int
  /// Cells of the underlined stretch, at least one.
  let width: Int

  private static let longestWindow = 160

  /// Lays out a line whose columns (from 1, counted in scalars) `start..<end` are meant.
  ///
  /// Without an end, or with one beyond the line, the stretch runs to the line's end.
  init(_ line: Substring, from start: Int32, to end: Int32?) {
    let scalars = Array(line.unicodeScalars)
    let first = min(max(Int(start) - 1, 0), scalars.count)
    let last = max(min(end.map { Int($0) - 1 } ?? scalars.count, scalars.count), first)
    let window = Self.window(around: first..<last, length: scalars.count)
    let stretch = first..<max(first, min(last, window.upperBound))
    let lead = window.lowerBound > 0 ? "…" : ""
    let tail = window.upperBound < scalars.count ? "…" : ""
    text = lead + Self.shown(scalars[window]) + tail
    offset =
      lead.unicodeScalars.count + Self.cells(scalars[window.lowerBound..<stretch.lowerBound])
    width = max(1, Self.cells(scalars[stretch]))
  }

  private static func window(around stretch: Range<Int>, length: Int) -> Range<Int> {
    guard length > longestWindow else { return 0..<length }
    let lower = max(0, stretch.lowerBound - longestWindow / 4)
    return lower..<min(length, lower + longestWindow)
  }

  private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars {
      if scalar == "\t" {
        text.append(contentsOf: "    ".unicodeScalars)
      } else {
        text.append(isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return String(text)
  }

  private static func cells(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { $0 + cells(of: $1) }
  }

  /// Terminal cells of a scalar: 0 for marks, 2 for wide East Asian letters and emoji.
  private static func cells(of scalar: Unicode.Scalar) -> Int {
    if scalar == "\t" { return 4 }
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

/// Whether a scalar is a control character, which a terminal must not receive from an input file.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
