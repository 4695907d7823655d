/// Which tokens are valid; a wrong one is answered 401.
///
/// Source: istio.io security/v1 RequestAuthentication.
package struct RequestAuthentication: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that it holds for.
  package var selector: WorkloadSelector = WorkloadSelector()
  /// Rules.
  package var jwtRules: [JWTRule] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a RequestAuthentication") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("selector", into: &selector)
    spec.read("jwtRules", into: &jwtRules)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
