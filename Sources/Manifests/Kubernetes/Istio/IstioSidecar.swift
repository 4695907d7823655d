/// Restricts what the proxies of a namespace know.
///
/// Source: istio.io networking/v1 Sidecar.
package struct IstioSidecar: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that it holds for.
  package var workloadSelector: WorkloadSelector = WorkloadSelector()
  /// Hosts known.
  package var egress: [SidecarEgress] = []
  /// What happens with unknown hosts.
  package var outboundTrafficPolicy: OutboundTrafficPolicy?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Sidecar") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("workloadSelector", into: &workloadSelector)
    spec.read("egress", into: &egress)
    spec.read("outboundTrafficPolicy", into: &outboundTrafficPolicy)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
