/// A scalar's characters, each with its place in the file.
struct PositionedText {
  /// The scalar.
  let node: YAMLNode
  /// Its text.
  let characters: [Unicode.Scalar]
  private let shift: Int32?

  /// The text of a scalar; nil for other nodes.
  init?(_ node: YAMLNode) {
    guard let text = node.text else { return nil }
    self.node = node
    characters = Array(text.unicodeScalars)
    let width = Int(node.span.endColumn) - Int(node.span.column)
    let isOneLine = node.span.isKnown && node.span.line == node.span.endLine
    switch width - characters.count {
    case 0 where isOneLine: shift = 0
    // Quotes on both sides and nothing escaped between them.
    case 2 where isOneLine && !node.isPlain: shift = 1
    default: shift = nil
    }
  }

  /// The text of some characters.
  func text(_ range: Range<Int>) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: characters[range])
    return String(result)
  }

  /// Where some characters stand; the whole scalar where it has line breaks or escapes.
  func span(_ range: Range<Int>) -> SourceSpan {
    guard let shift else { return node.span }
    var span = node.span
    let end = max(range.upperBound, range.lowerBound + 1)
    span.column = node.span.column + shift + Int32(range.lowerBound)
    span.endColumn = node.span.column + shift + Int32(end)
    return span
  }
}
