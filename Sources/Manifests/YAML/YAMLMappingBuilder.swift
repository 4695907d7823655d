/// Gathers a mapping's pairs: names the keys, reports repeated ones, merges `<<`.
///
/// What kubectl reads is what counts (sigs.k8s.io/yaml, which decodes as go-yaml v2 does): of a
/// repeated key the last value, and of `<<` and a key of the mapping itself the later one.
struct YAMLMappingBuilder {
  private let diagnostics: DiagnosticCollector
  private var pairs: [(key: YAMLNode, value: YAMLNode)] = []
  /// Whether each pair comes from `<<`.
  private var isMerged: [Bool] = []
  private var positions: [String: Int] = [:]

  init(_ diagnostics: DiagnosticCollector) { self.diagnostics = diagnostics }

  /// Adds a pair.
  mutating func add(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLProblem) {
    if key.isPlain, key.text == "<<" {
      try merge(value, at: key.span)
      return
    }
    guard let name = Self.name(of: key) else {
      throw YAMLProblem(
        message: "a key must be text, not \(key.kindDescription)", span: key.span.start)
    }
    let named = YAMLNode(.scalar(name), span: key.span)
    if let earlier = position(of: name), !isMerged[earlier] {
      diagnostics.error(
        "key \"\(name)\" is written twice", at: key.span, code: "duplicate-key",
        help: diagnostics.lenient ? "the last one is used" : nil,
        labels: [(pairs[earlier].key.span, "first written here")])
    }
    set(name, named, value, isMerged: false)
  }

  /// The pairs in their order.
  func finished() -> [(key: YAMLNode, value: YAMLNode)] { pairs }

  /// Adds the pairs of one mapping, or of several of which the first one with a key counts.
  private mutating func merge(_ value: YAMLNode, at span: SourceSpan) throws(YAMLProblem) {
    for source in (value.elements ?? [value]).reversed() {
      guard let merged = source.pairs else {
        throw YAMLProblem(message: "<< merges mappings only", span: value.span)
      }
      for pair in merged {
        guard let name = pair.key.text else { continue }
        if let earlier = position(of: name), !isMerged[earlier] {
          diagnostics.warning(
            "<< replaces the key \"\(name)\", which is written before it", at: span,
            code: "replaced-key", help: "write << first: then the key itself counts",
            labels: [(pairs[earlier].key.span, "written here")])
        }
        set(name, pair.key, pair.value, isMerged: true)
      }
    }
  }

  /// Gives a key its value, in place of an earlier one.
  private mutating func set(
    _ name: String, _ key: YAMLNode, _ value: YAMLNode, isMerged: Bool
  ) {
    if let earlier = position(of: name) {
      pairs[earlier] = (key, value)
      self.isMerged[earlier] = isMerged
      return
    }
    pairs.append((key, value))
    self.isMerged.append(isMerged)
    if pairs.count > 8 { remember() }
  }

  /// Index of a name; small mappings are searched, larger ones looked up.
  private func position(of name: String) -> Int? {
    pairs.count > 8 ? positions[name] : pairs.firstIndex { $0.key.text == name }
  }

  private mutating func remember() {
    for index in max(0, positions.count)..<pairs.count {
      positions[pairs[index].key.text ?? ""] = index
    }
  }

  /// The key's name in JSON: booleans and numbers as Kubernetes' converter spells them.
  private static func name(of key: YAMLNode) -> String? {
    guard let text = key.text else { return nil }
    switch key.scalar {
    case .bool(let value)?: return value ? "true" : "false"
    case .integer(let value)?: return String(value)
    case .float(let value)? where value == value.rounded() && value.magnitude < 1e15:
      return String(Int64(value))
    default: return text
    }
  }
}
