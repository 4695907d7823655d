package import SimulationKernel

/// Alertmanagers run by the operator as one gossiping group.
///
/// Source: monitoring.coreos.com/v1 Alertmanager.
package struct Alertmanager: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Copies.
  package var replicas: Int = 1
  /// Image.
  package var image: String?
  /// Version.
  package var version: String?
  /// Requests and limits of the container.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// Disk.
  package var storage: MonitoringStorage?
  /// Age at which silences and notifications are dropped.
  package var retention: SimDuration = .seconds(120 * 3_600)
  /// Secret with the configuration.
  package var configSecret: String?
  /// Service account.
  package var serviceAccountName: String = "default"
  /// Labels that a node must have.
  package var nodeSelector: StringMap = StringMap()
  /// Placement wishes.
  package var affinity: Affinity?
  /// Taints endured.
  package var tolerations: [Toleration] = []
  /// Spreading.
  package var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// Priority class.
  package var priorityClassName: String?
  /// Labels that its pods get besides the operator's.
  package var podMetadata: ObjectMeta = ObjectMeta()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an Alertmanager") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.readCount("replicas", into: &replicas, diagnostics)
    spec.read("image", into: &image)
    spec.read("version", into: &version)
    spec.read("resources", into: &resources)
    spec.read("storage", into: &storage)
    spec.read(prometheus: "retention", into: &retention)
    spec.read("configSecret", into: &configSecret)
    spec.read("serviceAccountName", into: &serviceAccountName)
    spec.read("nodeSelector", into: &nodeSelector)
    spec.read("affinity", into: &affinity)
    spec.read("tolerations", into: &tolerations)
    spec.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    spec.read("priorityClassName", into: &priorityClassName)
    spec.read("podMetadata", into: &podMetadata)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
