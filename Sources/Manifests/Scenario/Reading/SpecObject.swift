/// A mapping with known fields.
protocol SpecObject {
  /// What it is, with its article: "an endpoint".
  static var what: String { get }
  /// Reads every field, also after errors, so that the same code describes the schema.
  init?(_ reader: inout SpecReader)
}

/// An entry of a mapping whose keys are names.
protocol NamedSpec {
  /// What it is, with its article: "an endpoint".
  static var what: String { get }
  /// Reads every field, also after errors, so that the same code describes the schema.
  init?(_ name: LocatedText, _ reader: inout SpecReader)
}

extension SpecType {
  /// An object with known fields.
  static func object(_ type: Value.Type) -> SpecType where Value: SpecObject {
    SpecType(
      schema: { definitions in
        definitions.reference(String(describing: type)) {
          SpecReader.describe(type.what, definitions) { type.init(&$0) }
        }
      },
      read: { node, context in
        SpecReader.read(node, context, what: type.what) { type.init(&$0) }
      })
  }

  /// A mapping from names to objects, in the order written.
  static func named<Element: NamedSpec>(_ type: Element.Type) -> SpecType
  where Value == [Element] {
    SpecType(
      schema: { definitions in
        let entry = definitions.reference(String(describing: type)) {
          SpecReader.describe(type.what, definitions) {
            type.init(LocatedText(text: "", span: .unknown), &$0)
          }
        }
        return ["type": "object", "additionalProperties": entry]
      },
      read: { node, context in
        guard let pairs = node.pairs else {
          context.diagnostics.wrongType("a mapping from names to \(type.what) each", node)
          return nil
        }
        return pairs.compactMap { key, value in
          let name = LocatedText(text: key.text ?? "", span: key.span)
          return SpecReader.read(value, context, what: type.what) { type.init(name, &$0) }
        }
      })
  }
}
