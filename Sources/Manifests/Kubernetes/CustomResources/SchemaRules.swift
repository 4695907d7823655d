/// What a schema asks of one value beside its type.
struct SchemaRules {
  private let node: YAMLNode
  private let schema: YAMLNode
  private let diagnostics: DiagnosticCollector

  init(_ node: YAMLNode, _ schema: YAMLNode, _ diagnostics: DiagnosticCollector) {
    self.node = node
    self.schema = schema
    self.diagnostics = diagnostics
  }

  /// Reports a value that is none of those listed.
  func checkEnum(_ place: String) {
    guard let values = schema["enum"]?.elements, !values.isEmpty,
      !values.contains(where: node.equals)
    else { return }
    let words = values.compactMap(\.text)
    let near = node.text.flatMap { nearest($0, in: words) }
    report(
      "\(node.string.map { "\"\($0)\"" } ?? node.kindDescription) is no \(place)", "invalid-value",
      help: near.map { "did you mean \"\($0)\"?" } ?? "one of \(words.joined(separator: ", "))")
  }

  /// Reports a number out of its range, and text of the wrong length or form.
  func checkScalar(_ place: String) {
    if let value = node.number { checkNumber(value, place) }
    guard let text = node.string else { return }
    let length = text.unicodeScalars.count
    if let least = bound("minLength"), length < least {
      report("\(place) must have at least \(least) characters", "out-of-range")
    }
    if let most = bound("maxLength"), length > most {
      report("\(place) must have at most \(most) characters", "out-of-range")
    }
    if let pattern = schema["pattern"]?.text, SchemaPattern(pattern).excludes(text) {
      report(
        "the \(place) \"\(text)\" has not the form that its schema asks for", "invalid-value",
        help: "it must match \(pattern)")
    }
  }

  private func checkNumber(_ value: Double, _ place: String) {
    if let least = schema["minimum"]?.number {
      let isOpen = schema.isTrue("exclusiveMinimum")
      if value < least || isOpen && value == least {
        let words = isOpen ? "above" : "at least"
        report("\(place) must be \(words) \(schema["minimum"]?.text ?? "")", "out-of-range")
      }
    }
    if let most = schema["maximum"]?.number {
      let isOpen = schema.isTrue("exclusiveMaximum")
      if value > most || isOpen && value == most {
        let words = isOpen ? "below" : "at most"
        report("\(place) must be \(words) \(schema["maximum"]?.text ?? "")", "out-of-range")
      }
    }
    if let unit = schema["multipleOf"]?.number, unit > 0,
      value.remainder(dividingBy: unit).magnitude > unit * 1e-9
    {
      report("\(place) must be a multiple of \(schema["multipleOf"]?.text ?? "")", "invalid-value")
    }
  }

  /// Reports lists that are too short or too long, and elements that may be there once.
  func checkList(_ elements: [YAMLNode]) {
    if let least = bound("minItems"), elements.count < least {
      report("the list must have at least \(least) elements", "out-of-range")
    }
    if let most = bound("maxItems"), elements.count > most {
      report("the list must have at most \(most) elements", "out-of-range")
    }
    let type = schema["x-kubernetes-list-type"]?.text
    guard type == "set" || type == "map" else { return }
    let keys = (schema["x-kubernetes-list-map-keys"]?.elements ?? []).compactMap(\.text)
    guard type == "set" || !keys.isEmpty else { return }
    var known: [String: YAMLNode] = [:]
    for element in elements {
      let identity =
        type == "set"
        ? element.canonicalText
        : keys.map { element[$0]?.canonicalText ?? "absent" }.joined(separator: ",")
      guard let first = known.updateValue(element, forKey: identity) else { continue }
      known[identity] = first
      diagnostics.error(
        "an element is given twice", at: element.head.span, code: "duplicate-name",
        labels: [(first.head.span, "the first is here")])
    }
  }

  /// Reports fields that are missing, and mappings of too few or too many; an object's status is
  /// written by the API server alone.
  func checkMapping(
    _ pairs: [(key: YAMLNode, value: YAMLNode)], _ place: String, isWhole: Bool
  ) {
    for name in (schema["required"]?.elements ?? []).compactMap(\.text)
    where !(isWhole && name == "status") && !pairs.contains(where: { $0.key.text == name }) {
      diagnostics.error(
        "missing field \"\(name)\" in \(place)", at: node.span.start, code: "missing-field")
    }
    if let least = bound("minProperties"), pairs.count < least {
      report("\(place) must have at least \(least) fields", "out-of-range")
    }
    if let most = bound("maxProperties"), pairs.count > most {
      report("\(place) must have at most \(most) fields", "out-of-range")
    }
  }

  private func bound(_ key: String) -> Int? { schema[key]?.number.flatMap { Int(exactly: $0) } }

  private func report(_ message: String, _ code: String, help: String? = nil) {
    diagnostics.error(message, at: node.head.span, code: code, help: help)
  }
}

extension YAMLNode {
  /// The number that a scalar is.
  fileprivate var number: Double? {
    switch scalar {
    case .integer(let value)?: Double(value)
    case .float(let value)?: value
    default: nil
    }
  }

  /// Whether two values are the same as JSON writes them.
  fileprivate func equals(_ other: YAMLNode) -> Bool {
    switch (content, other.content) {
    case (.null, .null): true
    case (.scalar(let own), .scalar(let text)):
      number.map { $0 == other.number } ?? (scalar == other.scalar && (own == text || !isText))
    case (.sequence(let own), .sequence(let elements)):
      own.count == elements.count && zip(own, elements).allSatisfy { $0.equals($1) }
    case (.mapping(let own), .mapping(let pairs)):
      own.count == pairs.count
        && own.allSatisfy { pair in other[pair.key.text ?? ""].map(pair.value.equals) ?? false }
    default: false
    }
  }

  /// A text that two values share where they are the same as JSON writes them (`equals`).
  fileprivate var canonicalText: String {
    switch content {
    case .null: "null"
    // Zero has one sign.
    case .scalar(let text):
      number.map { "\($0 + 0)" } ?? (isText ? quoted(text) : "\(scalar == .bool(true))")
    case .sequence(let elements): "[\(elements.map(\.canonicalText).joined(separator: ","))]"
    case .mapping(let pairs):
      "{\(pairs.map { quoted($0.key.text ?? "") + $0.value.canonicalText }.sorted().joined())}"
    }
  }

  /// A text with its length before it, so that no other begins alike.
  private func quoted(_ text: String) -> String { "\(text.utf8.count):\(text)" }

  private var isText: Bool { scalar == .string }
}
