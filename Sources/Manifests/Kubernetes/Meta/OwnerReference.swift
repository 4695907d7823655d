/// The object that owns a dependent one.
///
/// Source: Kubernetes meta/v1 OwnerReference.
package struct OwnerReference: ManifestDecodable, Sendable {
  /// API version of the owner.
  package var apiVersion: String
  /// Kind of the owner.
  package var kind: String
  /// Name of the owner, in the same namespace.
  package var name: String
  /// Identity of the owner.
  package var uid: String?
  /// Whether the owner is the managing controller.
  package var controller: Bool = false
  /// Whether foreground deletion of the owner waits for this object.
  package var blockOwnerDeletion: Bool = false
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans
  /// Where `controller` was written; the enclosing object's place where it is absent.
  package var controllerSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an owner reference") else {
      return nil
    }
    span = reader.span
    spans = reader.spans
    let apiVersion: String? = reader.required("apiVersion")
    let kind: String? = reader.required("kind")
    let name: String? = reader.required("name")
    reader.read("uid", into: &uid)
    reader.read("controller", into: &controller)
    controllerSpan = reader.span(of: "controller")
    reader.read("blockOwnerDeletion", into: &blockOwnerDeletion)
    guard let apiVersion, let kind, let name else { return nil }
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
  }
}
