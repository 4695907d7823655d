/// Endpoints of a host chosen by labels.
///
/// Source: istio.io networking/v1 Subset.
package struct Subset: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Labels of the pods.
  package var labels: StringMap = StringMap()
  /// Policy in place of the rule's.
  package var trafficPolicy: TrafficPolicySettings?
  /// Where `labels` was written; the enclosing object's place where it is absent.
  package var labelsSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a subset") else { return nil }
    let name: String? = reader.required("name")
    reader.read("labels", into: &labels)
    labelsSpan = reader.span(of: "labels")
    reader.read("trafficPolicy", into: &trafficPolicy)
    guard let name else { return nil }
    self.name = name
  }
}
