/// One walk over an object beside the schema of its definition.
struct SchemaCheck {
  /// Whether the schema names all fields: what is below `allOf`, `anyOf`, `oneOf` and `not` only
  /// asks more of fields that are named beside them.
  let isStructural: Bool
  /// Where problems are reported.
  let diagnostics: DiagnosticCollector

  /// Reports what is wrong with a value.
  func check(_ node: YAMLNode, _ schema: YAMLNode, in place: String) {
    if node.isNull, schema.isTrue("nullable") || !isStructural { return }
    guard hasType(node, schema) else { return }
    switch node.content {
    case .mapping: checkFields(of: node, schema, in: place, isWhole: false)
    case .sequence(let elements):
      SchemaRules(node, schema, diagnostics).checkList(elements)
      guard let items = schema["items"], items.pairs != nil else { break }
      for element in elements { check(element, items, in: place) }
    case .scalar: SchemaRules(node, schema, diagnostics).checkScalar(place)
    case .null: break
    }
    checkValue(node, schema, in: place)
  }

  /// Reports what is wrong with the fields of a mapping.
  func checkFields(of node: YAMLNode, _ schema: YAMLNode, in place: String, isWhole: Bool) {
    guard let pairs = node.pairs else { return }
    let additional = schema["additionalProperties"]
    let isKept = !isStructural || schema.isTrue("x-kubernetes-preserve-unknown-fields")
    let isObject = isWhole || schema.isTrue("x-kubernetes-embedded-resource")
    for (key, value) in pairs {
      let name = key.text ?? ""
      if isObject, ["apiVersion", "kind", "metadata"].contains(name) { continue }
      if let field = schema["properties"]?[name] {
        check(value, field, in: name)
      } else if let additional, additional.pairs != nil {
        check(value, additional, in: name)
      } else if !isKept, additional?.text != "true" {
        let known = (schema["properties"]?.pairs ?? []).compactMap(\.key.text)
        diagnostics.error(
          "unknown field \"\(name)\" in \(place)", at: key.span, code: "unknown-field",
          help: nearest(name, in: known).map { "did you mean \"\($0)\"?" })
      }
    }
    SchemaRules(node, schema, diagnostics).checkMapping(pairs, place, isWhole: isWhole)
    if isWhole { checkValue(node, schema, in: place) }
  }

  private func hasType(_ node: YAMLNode, _ schema: YAMLNode) -> Bool {
    if schema.isTrue("x-kubernetes-int-or-string") {
      switch node.scalar {
      case .string?, .integer?: return true
      // JSON writes it as a whole number.
      case .float(let value)? where value.rounded() == value: return true
      default: diagnostics.wrongType("a whole number or text", node)
      }
      return false
    }
    switch schema["type"]?.text {
    case "string"?: return String(from: node, diagnostics) != nil
    case "boolean"?: return Bool(from: node, diagnostics) != nil
    case "integer"?: return Int64(from: node, diagnostics) != nil
    case "number"?: return Double(from: node, diagnostics) != nil
    case "array"? where node.elements == nil: diagnostics.wrongType("a list", node)
    case "object"? where node.pairs == nil: diagnostics.wrongType("a mapping", node)
    default: return true
    }
    return false
  }

  /// Checks what is said of a value of any type.
  private func checkValue(_ node: YAMLNode, _ schema: YAMLNode, in place: String) {
    SchemaRules(node, schema, diagnostics).checkEnum(place)
    let part = SchemaCheck(isStructural: false, diagnostics: diagnostics)
    for all in schema["allOf"]?.elements ?? [] { part.check(node, all, in: place) }
    if let any = schema["anyOf"]?.elements, !any.isEmpty, passing(node, any) == 0 {
      diagnostics.invalidValue("\(place) fits none of the forms that its schema allows", node.head)
    }
    if let one = schema["oneOf"]?.elements, !one.isEmpty {
      let count = passing(node, one)
      // Formats and forms that are not looked at may be what tells the others apart.
      if count == 0 || count > 1 && !one.contains(where: \.isVague) {
        diagnostics.invalidValue(
          "\(place) fits \(count == 0 ? "none" : "more than one") of the forms of which its schema "
            + "allows one", node.head)
      }
    }
    if let not = schema["not"], not.pairs != nil, !not.isVague, passing(node, [not]) == 1 {
      diagnostics.invalidValue("\(place) has a form that its schema excludes", node.head)
    }
  }

  private func passing(_ node: YAMLNode, _ schemas: [YAMLNode]) -> Int {
    schemas.count { schema in
      let found = DiagnosticCollector()
      SchemaCheck(isStructural: false, diagnostics: found).check(node, schema, in: "")
      return !found.hasErrors
    }
  }
}

extension YAMLNode {
  /// Whether a schema asks for a text's form or format, which may be taken for met unseen.
  fileprivate var isVague: Bool {
    if self["format"]?.text != nil || self["pattern"]?.text != nil { return true }
    let parts =
      (self["properties"]?.pairs ?? []).map(\.value)
      + ["items", "not", "additionalProperties"].compactMap { self[$0] }
      + ["allOf", "anyOf", "oneOf"].flatMap { self[$0]?.elements ?? [] }
    return parts.contains(where: \.isVague)
  }

  /// The node, placed where it begins if it takes several lines.
  var head: YAMLNode {
    var node = self
    if span.line != span.endLine { node.span = span.start }
    return node
  }
}
