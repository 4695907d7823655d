/// One metric that an autoscaler follows; the field of its type is set.
///
/// Source: Kubernetes autoscaling/v2 MetricSpec.
package struct MetricSpec: ManifestDecodable, Sendable {
  /// Where it comes from.
  package var type: MetricSourceType
  /// CPU or memory of the pods.
  package var resource: ResourceMetricSource?
  /// CPU or memory of one container.
  package var containerResource: ContainerResourceMetricSource?
  /// A metric of each pod.
  package var pods: PodsMetricSource?
  /// A metric of one other object.
  package var object: ObjectMetricSource?
  /// A metric from outside.
  package var external: ExternalMetricSource?
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a metric") else { return nil }
    let type: MetricSourceType? = reader.required("type")
    reader.read("resource", into: &resource)
    reader.read("containerResource", into: &containerResource)
    reader.read("pods", into: &pods)
    reader.read("object", into: &object)
    reader.read("external", into: &external)
    span = reader.span
    guard let type else { return nil }
    self.type = type
    resource?.target.followAmount(or: nil)
    containerResource?.target.followAmount(or: nil)
    pods?.target.followAmount(or: nil)
    external?.target.followAmount(or: .value)
  }
}
