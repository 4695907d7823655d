/// What the Prometheus Operator's resources say of the pods that it makes for them.
///
/// Source: monitoring.coreos.com/v1 PrometheusSpec and AlertmanagerSpec, the fields that both have.
package struct OperatedPodFields: Sendable {
  /// Copies.
  package var replicas: Int = 1
  /// Image.
  package var image: String?
  /// Version.
  package var version: String?
  /// Requests and limits of the main container.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// Disk.
  package var storage: MonitoringStorage?
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

  /// Makes what absent fields stand for.
  package init() {}

  /// Reads the fields of a spec.
  mutating func read(_ spec: inout ObjectReader, _ diagnostics: DiagnosticCollector) {
    spec.readCount("replicas", into: &replicas, diagnostics)
    spec.read("image", into: &image)
    spec.read("version", into: &version)
    spec.read("resources", into: &resources)
    spec.read("storage", into: &storage)
    spec.read("serviceAccountName", into: &serviceAccountName)
    spec.read("nodeSelector", into: &nodeSelector)
    spec.read("affinity", into: &affinity)
    spec.read("tolerations", into: &tolerations)
    spec.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    spec.read("priorityClassName", into: &priorityClassName)
    spec.read("podMetadata", into: &podMetadata)
  }
}
