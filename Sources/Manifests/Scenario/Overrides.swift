/// Values that a command line puts in place of a document's: `spec.load.chat.rate=20`.
package struct Override: Sendable {
  /// The override as it was written.
  package let text: String

  /// Makes an override of `path=value`.
  package init(_ text: String) { self.text = text }
}

extension YAMLNode {
  /// The document with some values replaced or added.
  ///
  /// A path is made of names between dots and of list positions in brackets, from 0; a name with
  /// dots stands in brackets and quotes: `spec.thresholds["http_reqs"][0]`. The value is YAML.
  /// Every part of the path but the last name must exist.
  package func applying(
    _ overrides: [Override], sources: SourceMap, _ diagnostics: DiagnosticCollector
  ) -> YAMLNode {
    var document = self
    for override in overrides {
      let file = sources.add(path: "--set", text: override.text)
      guard let assignment = OverrideAssignment(override.text, file: file, diagnostics) else {
        continue
      }
      if let changed = document.replacing(assignment.path[...], assignment.value, diagnostics) {
        document = changed
      }
    }
    return document
  }

  /// The node with the value at a path replaced; nil after an error was reported.
  private func replacing(
    _ path: ArraySlice<OverridePart>, _ value: YAMLNode, _ diagnostics: DiagnosticCollector
  ) -> YAMLNode? {
    guard let part = path.first else { return value }
    let rest = path.dropFirst()
    var changed = self
    switch (part.step, content) {
    case (.key(let key), .mapping(var pairs)):
      if let index = pairs.firstIndex(where: { $0.key.text == key }) {
        guard let inner = pairs[index].value.replacing(rest, value, diagnostics) else {
          return nil
        }
        pairs[index].value = inner
      } else if rest.isEmpty {
        pairs.append((YAMLNode(.scalar(key), span: part.span), value))
      } else {
        reportMissing(key, part, among: pairs.compactMap(\.key.text), diagnostics)
        return nil
      }
      changed.content = .mapping(pairs)
    case (.index(let index), .sequence(var elements)):
      guard elements.indices.contains(index) else {
        diagnostics.error(
          "the list has \(elements.count) elements", at: part.span, code: "unknown-path",
          help: elements.isEmpty ? nil : "positions go from 0 to \(elements.count - 1)")
        return nil
      }
      guard let inner = elements[index].replacing(rest, value, diagnostics) else { return nil }
      elements[index] = inner
      changed.content = .sequence(elements)
    case (.key, _), (.index, _):
      diagnostics.error(
        "the path goes into \(kindDescription) here", at: part.span, code: "unknown-path",
        help: elements == nil ? nil : "elements of a list are named by position: [0]")
      return nil
    }
    return changed
  }

  private func reportMissing(
    _ key: String, _ part: OverridePart, among names: [String], _ diagnostics: DiagnosticCollector
  ) {
    diagnostics.error(
      "the path has no \"\(key)\" here", at: part.span, code: "unknown-path",
      help: nearest(key, in: names).map { "did you mean \"\($0)\"?" }
        ?? "one of \(names.joined(separator: ", "))")
  }
}

/// One step of an override's path, with its place.
struct OverridePart {
  /// Into a mapping or into a list.
  enum Step {
    case key(String)
    case index(Int)
  }

  let step: Step
  let span: SourceSpan
}

/// An override taken apart.
struct OverrideAssignment {
  let path: [OverridePart]
  let value: YAMLNode

  /// Reads `path=value`; nil after an error was reported.
  init?(_ text: String, file: Int32, _ diagnostics: DiagnosticCollector) {
    let whole = SourceSpan(
      file: file, line: 1, column: 1, endLine: 1,
      endColumn: Int32(clamping: text.unicodeScalars.count + 1))
    let node = YAMLNode(.scalar(text), span: whole, isPlain: true)
    guard let scalar = PositionedText(node) else { return nil }
    var scanner = ExpressionScanner(scalar)
    do throws(ThresholdSyntaxError) {
      path = try Self.path(&scanner)
    } catch {
      diagnostics.error(
        error.message, at: scalar.span(error.range), code: "invalid-path", help: error.help)
      return nil
    }
    let start = scanner.position
    let written = scalar.text(start..<scalar.characters.count)
    do {
      let value = try YAMLComposer.compose(
        ArraySlice(written.utf8), file: file, firstLine: 1, diagnostics)
      let moved = (value ?? YAMLNode(.null, span: whole)).shifted(by: Int32(clamping: start))
      self.value = moved
    } catch {
      diagnostics.error(error.message, at: whole, code: error.code, help: error.help)
      return nil
    }
  }

  private static func path(
    _ scanner: inout ExpressionScanner
  ) throws(ThresholdSyntaxError) -> [OverridePart] {
    var path: [OverridePart] = []
    while !scanner.take("=") {
      if scanner.take("[") {
        path.append(try bracketed(&scanner))
        continue
      }
      if !path.isEmpty, !scanner.take(".") {
        throw ThresholdSyntaxError(
          "expected a dot, a bracket or an equals sign", scanner.here,
          help: "write it like spec.load.chat.rate=20")
      }
      let name = scanner.take { !".=[] ".unicodeScalars.contains($0) }
      guard !name.text.isEmpty else {
        throw ThresholdSyntaxError(
          "a name is missing", scanner.here, help: "write it like spec.load.chat.rate=20")
      }
      path.append(OverridePart(step: .key(name.text), span: scanner.text.span(name.range)))
    }
    guard !path.isEmpty else {
      throw ThresholdSyntaxError(
        "the path is missing", 0..<1, help: "write it like spec.load.chat.rate=20")
    }
    return path
  }

  private static func bracketed(
    _ scanner: inout ExpressionScanner
  ) throws(ThresholdSyntaxError) -> OverridePart {
    let part: OverridePart
    if let name = try scanner.takeQuoted() {
      part = OverridePart(step: .key(name.text), span: scanner.text.span(name.range))
    } else {
      let digits = scanner.take { $0 >= "0" && $0 <= "9" }
      guard let index = Int(digits.text) else {
        throw ThresholdSyntaxError("a position or a quoted name stands here", digits.range)
      }
      part = OverridePart(step: .index(index), span: scanner.text.span(digits.range))
    }
    guard scanner.take("]") else {
      throw ThresholdSyntaxError("expected a closing bracket", scanner.here)
    }
    return part
  }
}

extension YAMLNode {
  /// The node as it stands behind some characters of its first line.
  fileprivate func shifted(by columns: Int32) -> YAMLNode {
    var node = self
    if span.line == 1 { node.span.column += columns }
    if span.endLine == 1 { node.span.endColumn += columns }
    switch content {
    case .sequence(let elements):
      node.content = .sequence(elements.map { $0.shifted(by: columns) })
    case .mapping(let pairs):
      node.content = .mapping(
        pairs.map { ($0.key.shifted(by: columns), $0.value.shifted(by: columns)) })
    case .scalar, .null: break
    }
    return node
  }
}
