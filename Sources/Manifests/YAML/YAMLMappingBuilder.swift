/// Gathers a mapping's pairs: names the keys, reports repeated ones, merges `<<`.
struct YAMLMappingBuilder {
  private let diagnostics: DiagnosticCollector
  private var pairs: [(key: YAMLNode, value: YAMLNode)] = []
  private var places: [String: Int] = [:]
  private var merged: [(key: YAMLNode, value: YAMLNode)] = []

  init(_ diagnostics: DiagnosticCollector) { self.diagnostics = diagnostics }

  /// Adds a pair.
  mutating func add(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLProblem) {
    if key.isPlain, key.text == "<<" {
      try merge(value)
      return
    }
    guard let name = Self.name(of: key) else {
      throw YAMLProblem(
        message: "a key must be text, not \(key.kindDescription)", span: key.span.start)
    }
    let named = YAMLNode(.scalar(name), span: key.span)
    if let earlier = place(of: name) {
      diagnostics.error(
        "key \"\(name)\" is written twice", at: key.span, code: "duplicate-key",
        labels: [(pairs[earlier].key.span, "first written here")])
      pairs[earlier] = (named, value)
      return
    }
    pairs.append((named, value))
    if pairs.count > 8 { remember() }
  }

  /// The pairs in their order; merged ones last, and only where the mapping has no own.
  mutating func finished() -> [(key: YAMLNode, value: YAMLNode)] {
    for pair in merged {
      guard let name = pair.key.text, place(of: name) == nil else { continue }
      pairs.append(pair)
      if pairs.count > 8 { remember() }
    }
    return pairs
  }

  private mutating func merge(_ value: YAMLNode) throws(YAMLProblem) {
    for source in value.elements ?? [value] {
      guard let pairs = source.pairs else {
        throw YAMLProblem(message: "<< merges mappings only", span: value.span)
      }
      merged += pairs
    }
  }

  /// Index of a name; small mappings are searched, larger ones looked up.
  private func place(of name: String) -> Int? {
    pairs.count > 8 ? places[name] : pairs.firstIndex { $0.key.text == name }
  }

  private mutating func remember() {
    for index in max(0, places.count)..<pairs.count {
      places[pairs[index].key.text ?? ""] = index
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
