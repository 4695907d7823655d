/// Bounds what a namespace may use in sum.
///
/// Source: Kubernetes core/v1 ResourceQuota.
package struct ResourceQuota: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Bounds by resource, as `requests.cpu` or `pods`.
  package var hard: ResourceList = ResourceList()
  /// Scopes of the pods counted, as `NotBestEffort`.
  package var scopes: [String] = []
  /// Further conditions on the pods counted.
  package var scopeSelector: ScopeSelector?
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where `scopes` was written; the enclosing object's place where it is absent.
  package var scopesSpan: SourceSpan = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ResourceQuota") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("hard", into: &hard)
    spec.read("scopes", into: &scopes)
    scopesSpan = spec.span(of: "scopes")
    spec.read("scopeSelector", into: &scopeSelector)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
