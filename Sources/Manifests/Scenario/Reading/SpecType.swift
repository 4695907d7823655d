/// How a field's value is written: its JSON Schema, and how it is read.
///
/// One description serves both.
struct SpecType<Value> {
  /// The value's JSON Schema.
  let schema: (SchemaDefinitions) -> JSONValue
  /// The value; nil after an error was reported at its place.
  let read: (YAMLNode, DocumentContext) -> Value?

  /// The same writing with another meaning; the meaning reports its own errors.
  func map<Other>(
    _ transform: @escaping (Value, YAMLNode, DocumentContext) -> Other?
  ) -> SpecType<Other> {
    SpecType<Other>(schema: schema) { node, context in
      read(node, context).flatMap { transform($0, node, context) }
    }
  }

  /// The same writing with another meaning that every value has.
  func map<Other>(_ transform: @escaping (Value) -> Other) -> SpecType<Other> {
    map { value, _, _ in transform(value) }
  }

  /// The same type, restricted to values for which a condition holds.
  func checked(
    _ message: String, schema limits: [(String, JSONValue)] = [],
    _ holds: @escaping (Value) -> Bool
  ) -> SpecType {
    SpecType(schema: { schema($0).adding(limits) }) { node, context in
      guard let value = read(node, context) else { return nil }
      guard holds(value) else {
        context.diagnostics.invalidValue(message, node)
        return nil
      }
      return value
    }
  }

  /// A list of such values; those with errors are left out, and where all have any, the list is.
  static func list<Element>(_ element: SpecType<Element>) -> SpecType<[Element]>
  where Value == [Element] {
    SpecType<[Element]>(schema: { ["type": "array", "items": element.schema($0)] }) {
      node, context in
      guard let elements = node.elements else {
        context.diagnostics.wrongType("a list", node, help: "begin each element with \"- \"")
        return nil
      }
      let read = elements.compactMap { element.read($0, context) }
      return read.isEmpty && !elements.isEmpty ? nil : read
    }
  }

  /// Text in a short form, or an object.
  static func text(
    like example: String, _ short: @escaping (String, YAMLNode, DocumentContext) -> Value?,
    or long: SpecType
  ) -> SpecType {
    SpecType(
      schema: { ["anyOf": [["type": "string", "examples": [.text(example)]], long.schema($0)]] }
    ) { node, context in
      guard node.pairs == nil else { return long.read(node, context) }
      guard let text = node.string else {
        context.diagnostics.wrongType("text like \(example) or a mapping", node)
        return nil
      }
      return short(text, node, context)
    }
  }
}

/// Text with the place it was written at.
struct LocatedText {
  let text: String
  let span: SourceSpan
}
