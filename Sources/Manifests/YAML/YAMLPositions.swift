/// Turns the parser's scalar offsets within a document into lines and columns of the file.
///
/// The parser's own line numbers also count U+0085, U+2028 and U+2029 as line breaks, which editors
/// do not; so lines are counted here, from the offsets.
struct YAMLPositions {
  private let file: Int32
  private let firstLine: Int32
  private let letters: [Int]
  private var lineStarts = [0]
  /// Offset after the last scalar that is no white space; where an unfinished document ends.
  private var contentEnd = 0

  /// Indexes a document as it is written; its first line is line `firstLine` of the file.
  ///
  /// `letters` are the parser's offsets of letters that stand for escapes (see `JSONSurrogates`).
  init(_ bytes: ArraySlice<UInt8>, file: Int32, firstLine: Int32, letters: [Int] = []) {
    self.file = file
    self.firstLine = firstLine
    self.letters = letters
    var scalars = 0
    var previous: UInt8 = 0
    for byte in bytes where byte & 0xC0 != 0x80 {
      if previous == UInt8(ascii: "\n")
        || (previous == UInt8(ascii: "\r") && byte != UInt8(ascii: "\n"))
      {
        lineStarts.append(scalars)
      }
      scalars += 1
      previous = byte
      if byte > UInt8(ascii: " ") { contentEnd = scalars }
    }
    if previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r") {
      lineStarts.append(scalars)
    }
  }

  /// The span between two scalar offsets.
  func span(_ start: Int, _ end: Int) -> SourceSpan {
    let (line, column) = position(written(start))
    let (endLine, endColumn) = position(written(max(start, end)))
    return SourceSpan(
      file: file, line: line, column: column, endLine: endLine, endColumn: endColumn)
  }

  /// The place of a problem; one at the document's end is moved to the end of its content.
  func problem(_ offset: Int) -> SourceSpan {
    let written = min(self.written(offset), contentEnd)
    let (line, column) = position(written)
    return SourceSpan(
      file: file, line: line, column: column, endLine: line, endColumn: column + 1)
  }

  private func written(_ offset: Int) -> Int {
    if letters.isEmpty { return offset }
    return offset + letters.count { $0 < offset } * (JSONSurrogates.pairLength - 1)
  }

  private func position(_ offset: Int) -> (line: Int32, column: Int32) {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return (firstLine + Int32(low), Int32(clamping: offset - lineStarts[low] + 1))
  }
}
