/// Input that another tool must turn into manifests first.
enum UnrenderedInput {
  case kustomization
  case helm

  /// The names under which kustomize looks for its file.
  static let kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  /// Reports the input with the command that renders it.
  func refuse(directory: String, at span: SourceSpan, _ diagnostics: DiagnosticCollector) {
    switch self {
    case .kustomization:
      diagnostics.error(
        "a kustomization must be built before it can be simulated", at: span,
        code: "kustomization", help: "kustomize build \(Self.quoted(directory)) | vhsim run -")
    case .helm:
      diagnostics.error(
        "a Helm template must be rendered before it can be simulated", at: span,
        code: "helm-template", help: "helm template \(Self.quoted(directory)) | vhsim run -")
    }
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "/._-".unicodeScalars.contains($0)
    }
    return isPlain
      ? path
      : "'"
        + path.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }

  /// The chart that a template file belongs to: the directory above its `templates`, else its own.
  static func chart(of path: String) -> String {
    let directory = InputFinder.directory(of: path)
    let parts = directory.split(separator: "/", omittingEmptySubsequences: false)
    guard let index = parts.lastIndex(of: "templates") else { return directory }
    return InputFinder.directory(of: parts[...index].joined(separator: "/"))
  }

  /// Offset of the first template action that no quote or comment precedes on its line.
  ///
  /// Asked only where the text is no YAML, so that templates inside texts do no harm. Prometheus'
  /// `{{ $labels.pod }}` and `{{ $value }}` in the annotations of rules are no actions of Helm's.
  static func templateAction(in bytes: ArraySlice<UInt8>) -> Int? {
    var isQuoted = false
    var previous: UInt8 = 0
    for (index, byte) in zip(bytes.indices, bytes) {
      switch byte {
      case UInt8(ascii: "\n"): isQuoted = false
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "#"): isQuoted = true
      case UInt8(ascii: "{") where previous == byte && !isQuoted:
        let inside = bytes[(index + 1)...].first { $0 > UInt8(ascii: " ") }
        if inside != UInt8(ascii: "$") { return index - 1 }
      default: break
      }
      previous = byte
    }
    return nil
  }

  /// The first value on one line that names a chart's values, as only Helm templates do.
  static func templateValue(in node: YAMLNode) -> YAMLNode? {
    switch node.content {
    case .null: return nil
    case .scalar(let text):
      guard text.contains("{{"), node.span.line == node.span.endLine else { return nil }
      let words = [".Values.", ".Release.", ".Chart.", "include \"", "toYaml "]
      return words.contains { text.contains($0) } ? node : nil
    case .sequence(let elements):
      for element in elements {
        if let found = templateValue(in: element) { return found }
      }
    case .mapping(let pairs):
      for pair in pairs {
        if let found = templateValue(in: pair.value) { return found }
      }
    }
    return nil
  }
}
