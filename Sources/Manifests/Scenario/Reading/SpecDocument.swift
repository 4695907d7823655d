/// One of our own kinds of document.
protocol SpecDocument {
  /// `kind`.
  static var kind: String { get }
  /// Reads the fields of `spec`, also after errors.
  init?(_ header: DocumentHeader, _ reader: inout SpecReader)
}

/// The API group and version of our own documents.
enum DocumentVersion: String, CaseIterable {
  case current = "vhsim.dev/v1alpha1"

  /// The API group.
  static let group = "vhsim.dev"
}

/// `metadata` of our own documents.
struct DocumentHeader: SpecObject {
  static let what = "metadata"

  let name: LocatedText
  let namespace: String?

  init?(_ reader: inout SpecReader) {
    let name = reader.required("name", .name as SpecType<LocatedText>, "the document's name")
    namespace = reader.optional("namespace", .name, "the namespace of what it describes")
    _ = reader.optional("labels", .labels, "labels, for the reader")
    _ = reader.optional("annotations", .labels, "annotations, for the reader")
    guard let name else { return nil }
    self.name = name
  }

  /// The header of a document that has none, so that its other mistakes are reported too.
  fileprivate static func missing(at span: SourceSpan) -> DocumentHeader {
    DocumentHeader(name: LocatedText(text: "", span: span), namespace: nil)
  }

  private init(name: LocatedText, namespace: String?) {
    self.name = name
    self.namespace = namespace
  }
}

extension SpecDocument {
  private static var what: String { "a \(kind)" }

  /// The document's content; nil after an error was reported.
  static func read(_ document: ManifestDocument, _ context: DocumentContext) -> Self? {
    SpecReader.read(document.node, context, what: what) { fields(&$0) }
  }

  /// The document's JSON Schema (draft 2020-12).
  static var schema: JSONValue {
    let definitions = SchemaDefinitions()
    let body = SpecReader.describe(what, definitions) { fields(&$0) }
    let head: JSONValue = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": .text("\(kind) (\(DocumentVersion.current.rawValue))"),
    ]
    guard case .object(let members) = body else { return head }
    return head.adding(members.map { ($0.key, $0.value) })
      .adding([("$defs", definitions.definitions)])
  }

  private static func fields(_ reader: inout SpecReader) -> Self? {
    _ = reader.required("apiVersion", .word(DocumentVersion.self), "API group and version")
    _ = reader.required("kind", SpecType<String>.constant(kind), "the kind of document")
    let header = reader.required("metadata", .object(DocumentHeader.self), "name and namespace")
    let known = header ?? .missing(at: reader.span)
    let body = SpecType<Self>(
      schema: { definitions in
        SpecReader.describe("what the \(kind) says", definitions) { Self(known, &$0) }
      },
      read: { node, context in
        SpecReader.read(node, context, what: "the spec of \(what)") { Self(known, &$0) }
      })
    let spec = reader.required("spec", body, "what the document says")
    return header == nil ? nil : spec
  }
}

extension SpecType where Value == String {
  /// One certain word.
  static func constant(_ word: String) -> SpecType {
    SpecType(schema: { _ in ["const": .text(word)] }) { node, context in
      guard node.text == word else {
        context.diagnostics.invalidValue("must be \(word)", node)
        return nil
      }
      return word
    }
  }
}
