/// Turns the parser's scalar offsets within a document into lines and columns of the file.
///
/// The parser's own line numbers also count U+0085, U+2028 and U+2029 as line breaks, which editors
/// do not; so lines are counted here, from the offsets.
struct YAMLPositions {
  private let file: Int32
  private let firstLine: Int32
  private var lineStarts = [0]

  /// Indexes a document's bytes; its first line is line `firstLine` of the file.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: Int32, firstLine: Int32) {
    self.file = file
    self.firstLine = firstLine
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
    }
    if previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r") {
      lineStarts.append(scalars)
    }
  }

  /// The span between two scalar offsets.
  func span(_ start: Int, _ end: Int) -> SourceSpan {
    let (line, column) = position(start)
    let (endLine, endColumn) = position(max(start, end))
    return SourceSpan(
      file: file, line: line, column: column, endLine: endLine, endColumn: endColumn)
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
