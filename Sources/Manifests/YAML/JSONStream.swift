/// Cuts a file of several JSON values, one behind the other, as `jq -c` writes them; nil where it is
/// none.
///
/// kubectl reads a file that begins with `{` as a stream of JSON values (apimachinery,
/// yaml.GuessJSONStream), which need no marker between them.
func jsonChunks(of bytes: [UInt8]) -> [YAMLChunk]? {
  guard let starts = valueStarts(bytes), starts.count > 1 else { return nil }
  var chunks: [YAMLChunk] = []
  var line: Int32 = 1
  for (index, start) in starts.enumerated() {
    let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
    chunks.append(YAMLChunk(bytes: start..<end, firstLine: line))
    line += lineBreaks(bytes[start..<end])
  }
  return chunks
}

/// Where each value of a stream begins, with the white space before it in its line; nil where the
/// bytes are no stream of objects and lists.
private func valueStarts(_ bytes: [UInt8]) -> [Int]? {
  var starts: [Int] = []
  var depth = 0
  var isText = false
  var isEscaped = false
  for (index, byte) in bytes.enumerated() {
    switch byte {
    case _ where isEscaped: isEscaped = false
    case UInt8(ascii: "\\") where isText: isEscaped = true
    case UInt8(ascii: "\""):
      guard depth > 0 else { return nil }
      isText.toggle()
    case _ where isText: break
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      // The first value is an object: else the file is no stream to kubectl.
      guard depth > 0 || !starts.isEmpty || byte == UInt8(ascii: "{") else { return nil }
      if depth == 0 { starts.append(starts.isEmpty ? 0 : lineStart(bytes, before: index)) }
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      guard depth >= 0 else { return nil }
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
    default: guard depth > 0 else { return nil }
    }
  }
  return depth == 0 ? starts : nil
}

/// Where a line begins that has nothing but white space before an offset; else the offset.
private func lineStart(_ bytes: [UInt8], before offset: Int) -> Int {
  var start = offset
  while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == UInt8(ascii: "\t") {
    start -= 1
  }
  let isWhole =
    start == 0 || bytes[start - 1] == UInt8(ascii: "\n") || bytes[start - 1] == UInt8(ascii: "\r")
  return isWhole ? start : offset
}

/// How many lines end in a stretch: by LF, CR LF or CR.
private func lineBreaks(_ bytes: ArraySlice<UInt8>) -> Int32 {
  let feeds = bytes.count { $0 == UInt8(ascii: "\n") }
  let returns = zip(bytes, bytes.dropFirst()).count {
    $0 == UInt8(ascii: "\r") && $1 != UInt8(ascii: "\n")
  }
  return Int32(feeds + returns + (bytes.last == UInt8(ascii: "\r") ? 1 : 0))
}
