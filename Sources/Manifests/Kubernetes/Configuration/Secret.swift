import Foundation

/// Confidential settings: passwords, keys, certificates.
///
/// Source: Kubernetes core/v1 Secret. `data` is decoded from base64 where it holds text;
/// `stringData` wins over it, as at the API server.
package struct Secret: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Kind of content, as `kubernetes.io/tls`.
  package var type: String = "Opaque"
  /// Text by key; what isn't UTF-8 text stays base64.
  package var data: StringMap = StringMap()
  /// Whether the keys may never change.
  package var immutable: Bool = false
  /// Where each text was written, by key.
  package var dataSpans: [String: SourceSpan] = [:]
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Secret") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("type", into: &type)
    object.read("immutable", into: &immutable)
    let encoded: NamedMap<Base64Text> = object.optional("data", default: NamedMap())
    let plain: StringMap = object.optional("stringData", default: StringMap())
    data = StringMap(
      encoded.entries.map { (key: $0.key, value: $0.value.text) }
        + plain.entries.map { (key: $0.key, value: $0.value) })
    dataSpans = object.valueSpans(of: "data").merging(object.valueSpans(of: "stringData")) { $1 }
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}

/// A base64 value of a Secret.
private struct Base64Text: ManifestDecodable, Sendable {
  var text: String

  init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if node.isNull {
      text = ""
      return
    }
    guard let encoded = String(from: node, diagnostics) else { return nil }
    let stripped = encoded.filter { !$0.isWhitespace }
    guard let bytes = Data(base64Encoded: stripped) else {
      diagnostics.invalidValue(
        "the value is no base64 text", node, help: "write plain text under stringData")
      return nil
    }
    text = String(data: bytes, encoding: .utf8) ?? stripped
  }
}
