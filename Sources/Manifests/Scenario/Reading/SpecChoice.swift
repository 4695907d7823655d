/// One of several fields of which exactly one is present.
struct SpecChoice<Value> {
  /// The field.
  let key: String
  /// What it means, for the schema.
  let summary: String
  /// The field's JSON Schema.
  let schema: (SchemaDefinitions) -> JSONValue
  /// The value that the field stands for.
  let read: (YAMLNode, DocumentContext) -> Value?

  /// Makes a choice from a field's type and what its value stands for.
  init<Field>(
    _ key: String, _ type: SpecType<Field>, _ summary: String,
    _ make: @escaping (Field, SourceSpan) -> Value?
  ) {
    self.key = key
    self.summary = summary
    schema = type.schema
    read = { node, context in type.read(node, context).flatMap { make($0, node.span) } }
  }

  private init(
    copying key: String, _ summary: String, _ schema: @escaping (SchemaDefinitions) -> JSONValue,
    _ read: @escaping (YAMLNode, DocumentContext) -> Value?
  ) {
    self.key = key
    self.summary = summary
    self.schema = schema
    self.read = read
  }

  /// The same choice, standing for something else.
  func map<Other>(_ transform: @escaping (Value) -> Other) -> SpecChoice<Other> {
    let read = read
    return SpecChoice<Other>(copying: key, summary, schema) { node, context in
      read(node, context).map(transform)
    }
  }
}
