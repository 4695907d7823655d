/// Names the controller that serves Ingress objects.
///
/// Source: Kubernetes networking/v1 IngressClass.
package struct IngressClass: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Controller name.
  package var controller: String = ""
  /// Settings of the controller.
  package var parameters: TargetReference?
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an IngressClass") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spans = spec.spans
    spec.read("controller", into: &controller)
    spec.read("parameters", into: &parameters)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
