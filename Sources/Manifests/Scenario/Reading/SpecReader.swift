/// Reads one mapping's fields, or describes them where there is no mapping to read.
struct SpecReader {
  /// What reading needs besides the nodes.
  let context: DocumentContext
  /// What the mapping is, for messages.
  let what: String
  private var fields: ObjectReader
  private let keys: [(text: String, span: SourceSpan)]
  private var asked: [String] = []
  private let description: SchemaObject?

  private init?(
    _ node: YAMLNode, _ context: DocumentContext, what: String, description: SchemaObject? = nil
  ) {
    guard let fields = ObjectReader(node, context.diagnostics, what: what) else { return nil }
    self.fields = fields
    self.context = context
    self.what = what
    self.description = description
    keys = (node.pairs ?? []).map { ($0.key.text ?? "", $0.key.span) }
  }

  /// Reads a mapping as a whole; fields that nobody asked for are errors.
  static func read<Value>(
    _ node: YAMLNode, _ context: DocumentContext, what: String,
    _ body: (inout SpecReader) -> Value?
  ) -> Value? {
    guard var reader = SpecReader(node, context, what: what) else { return nil }
    let value = body(&reader)
    reader.fields.finish()
    return value
  }

  /// The schema of a mapping: the fields that reading it asks for.
  static func describe<Value>(
    _ what: String, _ definitions: SchemaDefinitions, _ body: (inout SpecReader) -> Value?
  ) -> JSONValue {
    let description = SchemaObject(what, definitions)
    let nothing = YAMLNode(.mapping([]))
    if var reader = SpecReader(nothing, DocumentContext(), what: what, description: description) {
      _ = body(&reader)
    }
    return description.schema
  }

  /// Where problems are reported.
  var diagnostics: DiagnosticCollector { context.diagnostics }
  /// Where the whole mapping was written.
  var span: SourceSpan { fields.span }
  /// Whether a field is present and not null.
  func has(_ key: String) -> Bool { fields.has(key) }
  /// Where a field's value was written; the whole object's place where the field is absent.
  func span(of key: String) -> SourceSpan { fields.span(of: key) }

  /// A field's value, or nil where it is absent or wrong.
  mutating func optional<Value>(
    _ key: String, _ type: SpecType<Value>, _ summary: String
  ) -> Value? {
    node(key, type, summary).flatMap { type.read($0, context) }
  }

  /// A field's value, or its default where it is absent or wrong.
  mutating func optional<Value>(
    _ key: String, _ type: SpecType<Value>, default value: Value, _ summary: String
  ) -> Value {
    optional(key, type, summary) ?? value
  }

  /// A field's value; its absence is an error.
  mutating func required<Value>(
    _ key: String, _ type: SpecType<Value>, _ summary: String
  ) -> Value? {
    description?.require(key)
    guard let node = node(key, type, summary) else {
      diagnostics.error(
        "missing field \"\(key)\" in \(what)", at: span.start, code: "missing-field")
      return nil
    }
    return type.read(node, context)
  }

  /// The one of several fields that is present; ask for all other fields before.
  mutating func choice<Value>(_ choices: [SpecChoice<Value>], isRequired: Bool = true) -> Value? {
    if isRequired { description?.requireOne(of: choices.map(\.key)) }
    var present: [(choice: SpecChoice<Value>, node: YAMLNode)] = []
    for choice in choices {
      if let node = node(choice.key, choice.schema, choice.summary) {
        present.append((choice, node))
      }
    }
    guard let first = present.first else {
      if isRequired { reportNoChoice(choices.map(\.key)) }
      return nil
    }
    if present.count > 1 {
      diagnostics.error(
        "\(what) has \(present.map { "\"\($0.choice.key)\"" }.joined(separator: " and ")), "
          + "which exclude each other",
        at: fields.keySpan(of: present[1].choice.key), code: "conflicting-fields")
    }
    return first.choice.read(first.node, context)
  }

  /// Leaves the other fields alone, where an error makes messages about them useless.
  mutating func ignoreRest() {
    for key in keys { _ = fields.node(key.text) }
  }

  private mutating func reportNoChoice(_ choices: [String]) {
    let stray = keys.first { key in !asked.contains(key.text) }
    guard let stray else {
      diagnostics.error(
        "\(what) has none of \(choices.joined(separator: ", "))", at: span.start,
        code: "missing-field")
      return
    }
    _ = fields.node(stray.text)
    diagnostics.error(
      "\"\(stray.text)\" is unknown in \(what)", at: stray.span, code: "unknown-field",
      help: nearest(stray.text, in: choices + asked).map { "did you mean \"\($0)\"?" }
        ?? "one of \(choices.joined(separator: ", "))")
  }

  private mutating func node<Value>(
    _ key: String, _ type: SpecType<Value>, _ summary: String
  ) -> YAMLNode? {
    node(key, type.schema, summary)
  }

  private mutating func node(
    _ key: String, _ schema: (SchemaDefinitions) -> JSONValue, _ summary: String
  ) -> YAMLNode? {
    asked.append(key)
    description?.add(key, schema, summary)
    return fields.node(key)
  }
}
