/// The objects that a schema describes once and refers to by name.
final class SchemaDefinitions {
  private var names: [String] = []
  private var bodies: [JSONValue] = []

  /// A reference to an object's schema, which is described at its first mention.
  func reference(_ name: String, _ body: () -> JSONValue) -> JSONValue {
    if !names.contains(name) {
      let index = names.count
      names.append(name)
      bodies.append([:])
      bodies[index] = body()
    }
    return ["$ref": .text("#/$defs/\(name)")]
  }

  /// The schema's `$defs`.
  var definitions: JSONValue {
    .object(zip(names, bodies).map { (key: $0, value: $1) })
  }
}

/// One object's schema while its fields are being asked for.
final class SchemaObject {
  private let what: String
  private let definitions: SchemaDefinitions
  private var properties: [(key: String, value: JSONValue)] = []
  private var required: [JSONValue] = []
  private var choices: [JSONValue] = []

  init(_ what: String, _ definitions: SchemaDefinitions) {
    self.what = what
    self.definitions = definitions
  }

  /// Adds a field.
  func add(_ key: String, _ schema: (SchemaDefinitions) -> JSONValue, _ summary: String) {
    let value = schema(definitions).adding([("description", .text(summary))])
    properties.append((key, value))
  }

  /// Says that a field must be present.
  func require(_ key: String) { required.append(.text(key)) }

  /// Says that exactly one of some fields must be present.
  func requireOne(of keys: [String]) {
    choices = keys.map { ["required": [.text($0)]] }
  }

  /// The object's schema.
  var schema: JSONValue {
    var members: [(String, JSONValue)] = [
      ("description", .text(what)), ("type", "object"), ("properties", .object(properties)),
      ("additionalProperties", false),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    if !choices.isEmpty { members.append(("oneOf", .array(choices))) }
    return .object(members.map { (key: $0.0, value: $0.1) })
  }
}
