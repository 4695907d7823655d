extension YAMLNode {
  /// Whether a field of a schema says `true`.
  func isTrue(_ key: String) -> Bool { self[key]?.text == "true" }

  /// An object with its schema's defaults for what is absent, and without nulls that the schema
  /// does not know (apiextensions-apiserver pkg/apiserver/schema/defaulting Default,
  /// PruneNonNullableNullsWithoutDefaults).
  ///
  /// What only the API server writes of a whole object gets no defaults.
  func completed(by schema: YAMLNode, isWhole: Bool = false) -> YAMLNode {
    var node = self
    switch content {
    case .mapping(let pairs):
      node.content = .mapping(completed(pairs, by: schema, isWhole: isWhole))
    case .sequence(let elements):
      guard let items = schema["items"] else { return self }
      node.content = .sequence(elements.map { $0.completed(by: items) })
    case .scalar, .null: break
    }
    return node
  }

  private func completed(
    _ pairs: [(key: YAMLNode, value: YAMLNode)], by schema: YAMLNode, isWhole: Bool
  ) -> [(key: YAMLNode, value: YAMLNode)] {
    let additional = schema["additionalProperties"]
    var kept: [(key: YAMLNode, value: YAMLNode)] = []
    for pair in pairs {
      let field = schema["properties"]?[pair.key.text ?? ""] ?? additional
      guard let field, field.pairs != nil else {
        kept.append(pair)
        continue
      }
      if pair.value.isNull, !field.isTrue("nullable") { continue }
      kept.append((pair.key, pair.value.completed(by: field)))
    }
    for (key, field) in schema["properties"]?.pairs ?? [] {
      guard let value = field["default"], !value.isNull, !(isWhole && key.text == "status"),
        !kept.contains(where: { $0.key.text == key.text })
      else { continue }
      let written = YAMLNode(value.content, span: span.start, isPlain: value.isPlain)
      kept.append((key, written.completed(by: field)))
    }
    return kept
  }
}
