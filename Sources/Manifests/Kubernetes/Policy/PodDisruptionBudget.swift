/// Bounds the pods that voluntary disruptions may take at a time.
///
/// Source: Kubernetes policy/v1 PodDisruptionBudget.
package struct PodDisruptionBudget: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that must stay healthy; a share rounds up.
  package var minAvailable: IntOrPercent?
  /// Pods that may be missing; a share rounds up.
  package var maxUnavailable: IntOrPercent?
  /// Pods protected; nil matches none, empty all of the namespace.
  package var selector: LabelSelector?
  /// What holds for pods that aren't ready.
  package var unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy = .ifHealthyBudget
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where `minAvailable` was written; the enclosing object's place where it is absent.
  package var minAvailableSpan: SourceSpan = .unknown
  /// Where `maxUnavailable` was written; the enclosing object's place where it is absent.
  package var maxUnavailableSpan: SourceSpan = .unknown
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PodDisruptionBudget") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("minAvailable", into: &minAvailable)
    minAvailableSpan = spec.span(of: "minAvailable")
    spec.read("maxUnavailable", into: &maxUnavailable)
    maxUnavailableSpan = spec.span(of: "maxUnavailable")
    spec.read("selector", into: &selector)
    spec.read("unhealthyPodEvictionPolicy", into: &unhealthyPodEvictionPolicy)
    selectorSpan = spec.span(of: "selector")
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
