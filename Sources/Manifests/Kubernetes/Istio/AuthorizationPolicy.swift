/// Who may call whom in the mesh.
///
/// Source: istio.io security/v1 AuthorizationPolicy.
package struct AuthorizationPolicy: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that it holds for.
  package var selector: WorkloadSelector = WorkloadSelector()
  /// What it does.
  package var action: AuthorizationAction = .allow
  /// Rules; without any an ALLOW policy denies all.
  package var rules: [AuthorizationRule] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an AuthorizationPolicy") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("selector", into: &selector)
    spec.read("action", into: &action)
    spec.read("rules", into: &rules)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
