/// Reads one file's bytes into nodes, a document at a time.
struct ManifestFileReader {
  private let sources: SourceMap
  private let diagnostics: DiagnosticCollector

  init(_ sources: SourceMap, _ diagnostics: DiagnosticCollector) {
    self.sources = sources
    self.diagnostics = diagnostics
  }

  /// The file's documents that are YAML; the others are reported.
  func nodes(of input: [UInt8], path: String) -> [YAMLNode] {
    var bytes = input
    if bytes.starts(with: byteOrderMark) { bytes.removeFirst(byteOrderMark.count) }
    let isSmall = bytes.count <= InputFile.largestSize
    let file = sources.add(path: path, text: isSmall ? String(decoding: bytes, as: UTF8.self) : "")
    guard isReadable(bytes, file) else { return [] }
    let mayHoldTemplates = zip(bytes, bytes.dropFirst()).contains { $0 == 0x7B && $1 == 0x7B }
    var nodes: [YAMLNode] = []
    for chunk in yamlChunks(of: bytes) {
      guard !chunk.isBehindEnd else {
        warnOfUnread(start(file, chunk.firstLine))
        continue
      }
      do {
        let node = try document(bytes, chunk, file)
        if mayHoldTemplates, let value = node.flatMap(UnrenderedInput.templateValue) {
          refuseTemplate(path, value.span)
          break
        }
        if let node { nodes.append(node) }
      } catch {
        if let action = templateAction(bytes, chunk, file) {
          refuseTemplate(path, action)
          break
        }
        diagnostics.error(
          error.message, at: error.span.isKnown ? error.span : start(file, chunk.firstLine),
          code: error.code, help: error.help, labels: error.labels)
      }
    }
    return nodes
  }

  /// A document's tree; nil where it is empty.
  private func document(
    _ bytes: [UInt8], _ chunk: YAMLChunk, _ file: Int32
  ) throws(YAMLProblem) -> YAMLNode? {
    guard !chunk.isRefused else {
      throw YAMLProblem(
        message: "nothing but a comment may stand behind ---", span: start(file, chunk.firstLine),
        help: "begin the document on the next line")
    }
    return try YAMLComposer.compose(
      bytes[chunk.bytes], file: file, firstLine: chunk.firstLine, diagnostics)
  }

  /// kubectl parses one document up to each `---` (sigs.k8s.io/yaml Unmarshal).
  private func warnOfUnread(_ place: SourceSpan) {
    diagnostics.warning(
      "skipped: kubectl reads nothing between ... and the next ---", at: place,
      code: "unread-document", help: "write --- instead of ...")
  }

  /// Where a broken document has a template's action, up to the line's end.
  private func templateAction(_ bytes: [UInt8], _ chunk: YAMLChunk, _ file: Int32) -> SourceSpan? {
    guard let index = UnrenderedInput.templateAction(in: bytes[chunk.bytes]) else { return nil }
    let positions = YAMLPositions(bytes[chunk.bytes], file: file, firstLine: chunk.firstLine)
    let before = bytes[chunk.bytes.lowerBound..<index].count { $0 & 0xC0 != 0x80 }
    var span = positions.span(before, before + 2)
    span.endColumn = Int32.max
    return span
  }

  private func refuseTemplate(_ path: String, _ span: SourceSpan) {
    UnrenderedInput.helm.refuse(
      directory: UnrenderedInput.chart(of: path), at: span, diagnostics)
  }

  /// Checks size and encoding, which would make every further message useless.
  private func isReadable(_ bytes: [UInt8], _ file: Int32) -> Bool {
    guard bytes.count <= InputFile.largestSize else {
      diagnostics.error(
        "the file is larger than 32 MiB", at: start(file, 1), code: "file-too-large",
        help: "split it")
      return false
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      diagnostics.error(
        "the file is written in UTF-16", at: start(file, 1), code: "invalid-utf8",
        help: "save it as UTF-8")
      return false
    }
    return true
  }

  private func start(_ file: Int32, _ line: Int32) -> SourceSpan {
    SourceSpan(file: file, line: line, column: 1, endLine: line, endColumn: 2)
  }
}
