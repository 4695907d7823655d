package import SimulationKernel

/// Alertmanagers run by the operator as one gossiping group.
///
/// Source: monitoring.coreos.com/v1 Alertmanager.
package struct Alertmanager: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Copies and what their pods are like.
  package var pods = OperatedPodFields()
  /// Age at which silences and notifications are dropped.
  package var retention: SimDuration = .seconds(120 * 3_600)
  /// Secret with the configuration.
  package var configSecret: String?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an Alertmanager") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    pods.read(&spec, diagnostics)
    spec.read(prometheus: "retention", into: &retention)
    spec.read("configSecret", into: &configSecret)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
