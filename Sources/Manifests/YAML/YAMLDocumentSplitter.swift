/// One document of a file: a stretch of its bytes and the line at which it starts.
struct YAMLChunk {
  /// The document's bytes in the file, its `---` line included.
  var bytes: Range<Int>
  /// Line of the first byte, from 1.
  var firstLine: Int32
  /// Whether more than a comment stands behind the `---` that begins it.
  var isRefused = false
  /// Whether a document ended with `...` before it, and no `---` came since.
  var isBehindEnd = false

  fileprivate func ended(at end: Int) -> YAMLChunk {
    var chunk = self
    chunk.bytes = bytes.lowerBound..<end
    return chunk
  }
}

/// U+FEFF in UTF-8, with which some editors begin a file.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Cuts a file at its document markers, so that each broken document can be reported on its own.
///
/// A line that begins with `---` or `...` and then ends or goes on with white space is a marker
/// wherever it stands (YAML 1.1, 5.1), also within a quoted text or a block scalar. kubectl cuts at
/// each line that begins with `---`, refuses one that goes on with more than a comment, and reads
/// the first document of each piece (apimachinery, yaml.YAMLReader). A byte order mark after a
/// marker belongs to no document where kubectl parses what follows as a stream of its own: after
/// each marker but a file's first line.
func yamlChunks(of bytes: [UInt8]) -> [YAMLChunk] {
  if let stream = jsonChunks(of: bytes) { return stream }
  var chunks: [YAMLChunk] = []
  var chunk = YAMLChunk(bytes: 0..<0, firstLine: 1)
  var line: Int32 = 1
  var start = 0
  while start < bytes.count {
    let next = lineEnd(bytes, from: start)
    switch marker(bytes, start..<next) {
    case .start(let isRefused)?:
      chunks.append(chunk.ended(at: start))
      chunk = documentStart(bytes, marker: start..<next, line: line)
      chunk.isRefused = isRefused
    case .end?:
      let ended = chunk.ended(at: start)
      chunks.append(ended)
      chunk = YAMLChunk(bytes: next..<next, firstLine: line + 1)
      chunk.isBehindEnd = ended.isBehindEnd || hasContent(bytes[ended.bytes])
    case nil: break
    }
    start = next
    line += 1
  }
  chunks.append(chunk.ended(at: bytes.count))
  return chunks.filter { $0.isRefused || hasContent(bytes[$0.bytes]) }
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

/// A line that begins a document or ends one.
private enum DocumentMarker {
  /// `---`, and whether more than a comment stands behind it.
  case start(isRefused: Bool)
  /// `...`
  case end
}

/// The document marker that a line begins with, if it does.
private func marker(_ bytes: [UInt8], _ line: Range<Int>) -> DocumentMarker? {
  let text = bytes[line]
  let isSpaced = text.dropFirst(3).first.map { $0 <= UInt8(ascii: " ") } ?? true
  if text.starts(with: "...".utf8) { return isSpaced ? .end : nil }
  guard text.starts(with: "---".utf8) else { return nil }
  let rest = text.dropFirst(3).first { $0 > UInt8(ascii: " ") }
  if let rest, rest != UInt8(ascii: "#") { return .start(isRefused: true) }
  return isSpaced ? .start(isRefused: false) : nil
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
