import Foundation

/// What reading a document needs besides its nodes.
struct DocumentContext {
  /// Where problems are reported.
  let diagnostics: DiagnosticCollector
  /// Where the texts of further files are kept.
  let sources: SourceMap
  /// Directory of the document, at which its relative paths start; empty for the working directory.
  let directory: String

  /// The context of a document.
  init(_ document: ManifestDocument, _ sources: SourceMap, _ diagnostics: DiagnosticCollector) {
    self.diagnostics = diagnostics
    self.sources = sources
    let end = document.path.lastIndex(of: "/")
    directory = end.map { String(document.path[...$0]) } ?? ""
  }

  /// The context in which a schema is described: nothing is read, nobody sees problems.
  init() {
    diagnostics = DiagnosticCollector()
    sources = SourceMap()
    directory = ""
  }

  /// A path of the document as seen from the working directory.
  func resolved(_ path: String) -> String { InputFinder.joined(directory, path) }

  /// The text of a file that the document names; reports an error where it can not be read.
  func contents(of path: String, at span: SourceSpan) -> (text: String, file: Int32)? {
    let input = InputFile(path: resolved(path), origin: .file)
    guard let bytes = input.bytes(standardInput: { Data() }) else {
      diagnostics.error("\(input.path) can not be read", at: span, code: "unreadable-file")
      return nil
    }
    guard bytes.count <= InputFile.largestSize else {
      diagnostics.error("\(input.path) is larger than 32 MiB", at: span, code: "file-too-large")
      return nil
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return (text, sources.add(path: input.path, text: text))
  }
}
