extension YAMLNode {
  /// The value as JSON, which YAML readers take as well.
  var json: JSONValue {
    switch content {
    case .null: .null
    case .sequence(let elements): .array(elements.map(\.json))
    case .mapping(let pairs): .object(pairs.map { (key: $0.key.text ?? "", value: $0.value.json) })
    case .scalar(let text):
      switch scalar {
      case .bool(let flag): .flag(flag)
      case .integer(let number): Int(exactly: number).map { .integer($0) } ?? .text(text)
      case .float(let number): number.isFinite ? .number(number) : .text(text)
      case .string, nil: .text(text)
      }
    }
  }
}
