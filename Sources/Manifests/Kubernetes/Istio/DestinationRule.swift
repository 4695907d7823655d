/// Policies of the traffic to a host after routing.
///
/// Source: istio.io networking/v1 DestinationRule.
package struct DestinationRule: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Host.
  package var host: String
  /// Policy.
  package var trafficPolicy: TrafficPolicySettings?
  /// Subsets.
  package var subsets: [Subset] = []
  /// Namespaces that see it.
  package var exportTo: [String] = []
  /// Where `host` was written; the enclosing object's place where it is absent.
  package var hostSpan: SourceSpan = .unknown
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a DestinationRule") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let host: String? = spec.required("host")
    hostSpan = spec.span(of: "host")
    spec.read("trafficPolicy", into: &trafficPolicy)
    spec.read("subsets", into: &subsets)
    spec.read("exportTo", into: &exportTo)
    guard let metadata, let host else { return nil }
    self.metadata = metadata
    self.host = host
    span = object.span
  }
}
