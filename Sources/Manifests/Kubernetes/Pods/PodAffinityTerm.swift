/// Pods that this pod wants near, or away, in a topology.
///
/// Source: Kubernetes core/v1 PodAffinityTerm.
package struct PodAffinityTerm: ManifestDecodable, Sendable {
  /// Pods meant; nil matches none.
  package var labelSelector: LabelSelector?
  /// Namespaces of those pods; the pod's own when this and the selector are empty.
  package var namespaces: [String] = []
  /// Namespaces by label; an empty selector means all.
  package var namespaceSelector: LabelSelector?
  /// Node label whose equal values are one place.
  package var topologyKey: String
  /// Labels whose values are taken from the pod itself and must match.
  package var matchLabelKeys: [String] = []
  /// Labels whose values are taken from the pod itself and must differ.
  package var mismatchLabelKeys: [String] = []
  /// Where `topologyKey` was written; the enclosing object's place where it is absent.
  package var topologyKeySpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod affinity term") else {
      return nil
    }
    spans = reader.spans
    reader.read("labelSelector", into: &labelSelector)
    reader.read("namespaces", into: &namespaces)
    reader.read("namespaceSelector", into: &namespaceSelector)
    let topologyKey: String? = reader.required("topologyKey")
    topologyKeySpan = reader.span(of: "topologyKey")
    reader.read("matchLabelKeys", into: &matchLabelKeys)
    reader.read("mismatchLabelKeys", into: &mismatchLabelKeys)
    span = reader.span
    guard let topologyKey else { return nil }
    self.topologyKey = topologyKey
  }
}
