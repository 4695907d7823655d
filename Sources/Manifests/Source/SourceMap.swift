/// Every input file that was read, with its text, so that messages can show the line they mean.
package final class SourceMap {
  private var files: [SourceFile] = []

  /// Makes an empty map.
  package init() {}

  /// Remembers a file and returns its index.
  package func add(path: String, text: String) -> Int32 {
    files.append(SourceFile(path: path, text: text))
    return Int32(files.count - 1)
  }

  /// The paths of all files, in the order in which they were read.
  package var paths: [String] { files.map(\.path) }

  /// The path under which a span's file was read, if it is known.
  package func path(of span: SourceSpan) -> String? {
    file(of: span)?.path
  }

  /// A line (counted from 1) of a span's file, without its line break.
  package func line(_ number: Int32, of span: SourceSpan) -> Substring? {
    file(of: span)?.line(Int(number))
  }

  /// `path:line:column` of a span's start; empty where it is unknown.
  package func location(of span: SourceSpan) -> String {
    guard let path = path(of: span) else { return "" }
    return "\(path):\(span.line):\(span.column)"
  }

  /// The beginning of the file that was last read under a path; unknown where none was.
  package func start(of path: String) -> SourceSpan {
    guard let index = files.lastIndex(where: { $0.path == path }) else { return .unknown }
    return SourceSpan(file: Int32(index), line: 1, column: 1, endLine: 1, endColumn: 2)
  }

  private func file(of span: SourceSpan) -> SourceFile? {
    files.indices.contains(Int(span.file)) ? files[Int(span.file)] : nil
  }
}

/// One file's text with the byte offsets at which its lines start.
private final class SourceFile {
  let path: String
  let text: String
  private lazy var lineStarts = SourceFile.lineStarts(of: text)

  init(path: String, text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.path = path
    self.text = text
  }

  func line(_ number: Int) -> Substring? {
    guard number >= 1, number <= lineStarts.count else { return nil }
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: lineStarts[number - 1])
    var end = start
    while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
      end = bytes.index(after: end)
    }
    return text[start..<end]
  }

  private static func lineStarts(of text: String) -> [Int] {
    var starts = [0]
    var previous: UInt8 = 0
    for (offset, byte) in text.utf8.enumerated() {
      if previous == UInt8(ascii: "\n")
        || (previous == UInt8(ascii: "\r") && byte != UInt8(ascii: "\n"))
      {
        starts.append(offset)
      }
      previous = byte
    }
    return starts
  }
}
