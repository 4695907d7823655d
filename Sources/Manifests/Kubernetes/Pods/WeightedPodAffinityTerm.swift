/// A wish about other pods with a weight.
///
/// Source: Kubernetes core/v1 WeightedPodAffinityTerm.
package struct WeightedPodAffinityTerm: ManifestDecodable, Sendable {
  /// Weight from 1 to 100.
  package var weight: Int
  /// Where the whole was written.
  package var span: SourceSpan
  /// Pods and topology that earn the weight.
  package var podAffinityTerm: PodAffinityTerm

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a weighted pod affinity term") else {
      return nil
    }
    let weight: Int? = reader.required("weight")
    span = reader.span
    let podAffinityTerm: PodAffinityTerm? = reader.required("podAffinityTerm")
    guard let weight, let podAffinityTerm else { return nil }
    self.weight = weight
    self.podAffinityTerm = podAffinityTerm
  }
}
