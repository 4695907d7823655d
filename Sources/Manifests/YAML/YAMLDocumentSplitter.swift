/// One document of a file: a stretch of its bytes and the line at which it starts.
struct YAMLChunk {
  /// The document's bytes in the file, its `---` line included.
  var bytes: Range<Int>
  /// Line of the first byte, from 1.
  var firstLine: Int32
}

/// U+FEFF in UTF-8, with which some editors begin a file.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Cuts a file at its document markers, so that each broken document can be reported on its own.
///
/// A line that begins with `---` or `...` and then ends or goes on with white space is a marker
/// wherever it stands (YAML 1.1, 5.1), also within a quoted text or a block scalar. A byte order
/// mark after a marker belongs to no document where kubectl parses what follows as a stream of its
/// own: after each marker but a file's first line (apimachinery, yaml.YAMLReader).
func yamlChunks(of bytes: [UInt8]) -> [YAMLChunk] {
  if let stream = jsonChunks(of: bytes) { return stream }
  var chunks: [YAMLChunk] = []
  var chunk = YAMLChunk(bytes: 0..<0, firstLine: 1)
  var line: Int32 = 1
  var start = 0
  while start < bytes.count {
    let next = lineEnd(bytes, from: start)
    switch marker(bytes, at: start) {
    case UInt8(ascii: "-")? where hasContent(bytes[chunk.bytes.lowerBound..<start]):
      chunks.append(YAMLChunk(bytes: chunk.bytes.lowerBound..<start, firstLine: chunk.firstLine))
      chunk = documentStart(bytes, marker: start..<next, line: line)
    case UInt8(ascii: "-")?:
      chunk = documentStart(bytes, marker: start..<next, line: line)
    case UInt8(ascii: ".")?:
      chunks.append(YAMLChunk(bytes: chunk.bytes.lowerBound..<start, firstLine: chunk.firstLine))
      chunk = YAMLChunk(bytes: next..<next, firstLine: line + 1)
    default: break
    }
    start = next
    line += 1
  }
  chunk.bytes = chunk.bytes.lowerBound..<bytes.count
  chunks.append(chunk)
  return chunks.filter { hasContent(bytes[$0.bytes]) }
}

/// The beginning of the document that a `---` line starts: that line, or what comes after a byte
/// order mark.
private func documentStart(_ bytes: [UInt8], marker: Range<Int>, line: Int32) -> YAMLChunk {
  let rest = bytes[marker].dropFirst(3).first { $0 > UInt8(ascii: " ") }
  let isBare = rest == nil || rest == UInt8(ascii: "#")
  guard marker.lowerBound > 0, isBare, bytes[marker.upperBound...].starts(with: byteOrderMark)
  else { return YAMLChunk(bytes: marker.lowerBound..<marker.lowerBound, firstLine: line) }
  let start = marker.upperBound + byteOrderMark.count
  return YAMLChunk(bytes: start..<start, firstLine: line + 1)
}

/// The letter of the document marker that a line begins with, if it does.
private func marker(_ bytes: [UInt8], at start: Int) -> UInt8? {
  guard start + 2 < bytes.count else { return nil }
  let letter = bytes[start]
  guard letter == UInt8(ascii: "-") || letter == UInt8(ascii: "."),
    bytes[start + 1] == letter, bytes[start + 2] == letter
  else { return nil }
  guard start + 3 < bytes.count else { return letter }
  switch bytes[start + 3] {
  case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return letter
  default: return nil
  }
}

/// The offset after a line and its break: LF, CR LF or CR.
private func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
  var end = start
  while end < bytes.count {
    let byte = bytes[end]
    end += 1
    if byte == UInt8(ascii: "\n") { return end }
    if byte == UInt8(ascii: "\r") {
      return end < bytes.count && bytes[end] == UInt8(ascii: "\n") ? end + 1 : end
    }
  }
  return end
}

/// Whether a stretch holds more than markers, comments, directives and white space.
private func hasContent(_ bytes: ArraySlice<UInt8>) -> Bool {
  var start = bytes.startIndex
  while start < bytes.endIndex {
    var end = start
    while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
      end += 1
    }
    var line = bytes[start..<end]
    if line.starts(with: "---".utf8) { line = line.dropFirst(3) }
    let isDirective = line.first == UInt8(ascii: "%")
    let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if !isDirective, let first = text.first, first != UInt8(ascii: "#") { return true }
    start = end + 1
  }
  return false
}
