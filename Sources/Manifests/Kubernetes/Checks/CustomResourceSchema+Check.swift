extension CustomResourceSchema {
  /// Reports what keeps a schema from being structural: parts without a type, lists of nothing, and
  /// words of JSON Schema that no structural schema has (pkg/apiserver/schema ValidateStructural,
  /// ValidateCustomResourceDefinitionOpenAPISchema).
  ///
  /// What stands below `allOf`, `anyOf`, `oneOf` and `not` is not looked into.
  func check(_ diagnostics: DiagnosticCollector) {
    SchemaPart(node: node, level: .root, diagnostics: diagnostics).check()
  }
}

/// One schema within another.
private struct SchemaPart {
  enum Level { case root, field, item }

  let node: YAMLNode
  let level: Level
  let diagnostics: DiagnosticCollector

  private static let types = ["array", "boolean", "integer", "number", "object", "string"]
  private static let refused = [
    "$ref", "id", "additionalItems", "definitions", "dependencies", "patternProperties",
  ]

  func check() {
    guard node.pairs != nil || node.isNull else {
      guard !diagnostics.hasError(in: node.span) else { return }
      diagnostics.wrongType("a schema (a mapping)", node)
      return
    }
    checkType()
    checkValues()
    checkWords()
    for (_, value) in node["properties"]?.pairs ?? [] { part(value, .field).check() }
    if let items = node["items"], !items.isNull {
      if items.elements == nil {
        part(items, .item).check()
      } else {
        report("items is one schema, and no list of them", at: items.span.start)
      }
    }
    if let additional = node["additionalProperties"], !additional.isNull {
      if case .bool? = additional.scalar { return }
      part(additional, .field).check()
    }
  }

  private func part(_ node: YAMLNode, _ level: Level) -> SchemaPart {
    SchemaPart(node: node, level: level, diagnostics: diagnostics)
  }

  private func report(
    _ message: String, at span: SourceSpan, code: String = "invalid-value", help: String? = nil
  ) {
    diagnostics.error(message, at: span, code: code, help: help)
  }

  private static let texts = ["type", "format", "pattern", "title", "description"]
  private static let numbers = [
    "minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems",
    "minProperties", "maxProperties",
  ]
  private static let lists = ["required", "enum", "allOf", "anyOf", "oneOf"]

  /// Reports words of the wrong type, also where the field table does not look.
  private func checkValues() {
    for (key, value) in node.pairs ?? []
    where !value.isNull && !diagnostics.hasError(in: value.span) {
      let word = key.text ?? ""
      if Self.texts.contains(word) { _ = String(from: value, diagnostics) }
      if Self.numbers.contains(word) { _ = Double(from: value, diagnostics) }
      if Self.lists.contains(word), value.elements == nil {
        diagnostics.wrongType("a list", value)
      }
      if word == "properties", value.pairs == nil { diagnostics.wrongType("a mapping", value) }
    }
  }

  private func checkType() {
    let type = node["type"]?.text ?? ""
    let isFree =
      node.isTrue("x-kubernetes-int-or-string")
      || node.isTrue("x-kubernetes-preserve-unknown-fields")
    if type.isEmpty {
      guard !isFree else { return }
      report(
        "a part of a schema needs a type", at: node.span.start, code: "missing-field",
        help: "or x-kubernetes-preserve-unknown-fields: true")
    } else if !Self.types.contains(type) {
      report(
        "\"\(type)\" is no type of a schema", at: node["type"]?.span ?? node.span.start,
        help: nearest(type, in: Self.types).map { "did you mean \"\($0)\"?" })
    } else if level == .root, type != "object" {
      report("the type of a whole schema is object", at: node["type"]?.span ?? node.span.start)
    } else if type == "array", node["items"]?.isNull ?? true {
      report("an array needs items", at: node.span.start, code: "missing-field")
    }
  }

  private func checkWords() {
    for word in Self.refused {
      guard let entry = node.entry(word), !entry.value.isNull else { continue }
      report("\(word) is not possible in the schema of a custom resource", at: entry.key.span)
    }
    if node.isTrue("uniqueItems"), let entry = node.entry("uniqueItems") {
      report(
        "uniqueItems can not be true", at: entry.key.span, help: "x-kubernetes-list-type: set")
    }
    guard let additional = node.entry("additionalProperties"), !additional.value.isNull else {
      return
    }
    let hasFields = !(node["properties"]?.pairs?.isEmpty ?? true)
    if level == .root {
      report("additionalProperties is not possible for a whole object", at: additional.key.span)
    } else if hasFields, additional.value.text != "true" {
      report("properties and additionalProperties exclude each other", at: additional.key.span)
    }
  }
}
