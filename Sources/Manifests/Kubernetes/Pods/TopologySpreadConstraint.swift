/// Keeps pods evenly spread over zones or nodes.
///
/// Source: Kubernetes core/v1 TopologySpreadConstraint.
package struct TopologySpreadConstraint: ManifestDecodable, Sendable {
  /// Greatest allowed difference of pod counts between domains.
  package var maxSkew: Int
  /// Node label whose values are the domains.
  package var topologyKey: String
  /// Where `maxSkew` was written; the enclosing object's place where it is absent.
  package var maxSkewSpan: SourceSpan
  /// Where `topologyKey` was written; the enclosing object's place where it is absent.
  package var topologyKeySpan: SourceSpan
  /// Where `minDomains` was written; the enclosing object's place where it is absent.
  package var minDomainsSpan: SourceSpan = .unknown
  /// Where `matchLabelKeys` was written; the enclosing object's place where it is absent.
  package var matchLabelKeysSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan
  /// What to do when it can not be kept.
  package var whenUnsatisfiable: UnsatisfiableAction
  /// Pods counted.
  package var labelSelector: LabelSelector?
  /// Domains that must exist, else the least count is taken as zero.
  package var minDomains: Int?
  /// Whether only nodes that the pod's affinity allows count.
  package var nodeAffinityPolicy: NodeInclusionPolicy = .honor
  /// Whether only nodes whose taints the pod tolerates count.
  package var nodeTaintsPolicy: NodeInclusionPolicy = .ignore
  /// Labels whose values are taken from the pod itself, as `pod-template-hash`.
  package var matchLabelKeys: [String] = []

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a topology spread constraint") else {
      return nil
    }
    let maxSkew: Int? = reader.required("maxSkew")
    let topologyKey: String? = reader.required("topologyKey")
    maxSkewSpan = reader.span(of: "maxSkew")
    topologyKeySpan = reader.span(of: "topologyKey")
    span = reader.span
    let whenUnsatisfiable: UnsatisfiableAction? = reader.required("whenUnsatisfiable")
    reader.read("labelSelector", into: &labelSelector)
    reader.read("minDomains", into: &minDomains)
    minDomainsSpan = reader.span(of: "minDomains")
    reader.read("nodeAffinityPolicy", into: &nodeAffinityPolicy)
    reader.read("nodeTaintsPolicy", into: &nodeTaintsPolicy)
    reader.read("matchLabelKeys", into: &matchLabelKeys)
    matchLabelKeysSpan = reader.span(of: "matchLabelKeys")
    guard let maxSkew, let topologyKey, let whenUnsatisfiable else { return nil }
    self.maxSkew = maxSkew
    self.topologyKey = topologyKey
    self.whenUnsatisfiable = whenUnsatisfiable
  }
}
