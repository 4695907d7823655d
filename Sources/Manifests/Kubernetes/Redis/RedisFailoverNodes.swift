/// The Redis pods or the Sentinels of a RedisFailover.
///
/// Source: databases.spotahome.com/v1 RedisSettings, SentinelSettings; three of each
/// (`api/redisfailover/v1/defaults.go`).
package struct RedisFailoverNodes: ManifestDecodable, Sendable {
  /// How many.
  package var replicas: Int = 3
  /// Image.
  package var image: String?
  /// Requests and limits.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// Further lines of the configuration.
  package var customConfig: [String] = []
  /// Placement wishes.
  package var affinity: Affinity?
  /// Labels that a node must have.
  package var nodeSelector: StringMap = StringMap()
  /// Taints endured.
  package var tolerations: [Toleration] = []
  /// Spreading.
  package var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// Priority class.
  package var priorityClassName: String?
  /// Seconds from the deletion to SIGKILL.
  package var terminationGracePeriodSeconds: Int = 30
  /// Whether there is no disruption budget.
  package var disablePodDisruptionBudget: Bool = false
  /// Claim of each pod's data.
  package var claim: ClaimTemplate?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "Redis pods") else { return nil }
    reader.readCount("replicas", into: &replicas, diagnostics)
    reader.read("image", into: &image)
    reader.read("resources", into: &resources)
    reader.read("customConfig", into: &customConfig)
    reader.read("affinity", into: &affinity)
    reader.read("nodeSelector", into: &nodeSelector)
    reader.read("tolerations", into: &tolerations)
    reader.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    reader.read("priorityClassName", into: &priorityClassName)
    reader.read("terminationGracePeriodSeconds", into: &terminationGracePeriodSeconds)
    reader.read("disablePodDisruptionBudget", into: &disablePodDisruptionBudget)
    if var storage = reader.section("storage", diagnostics) {
      storage.read("persistentVolumeClaim", into: &claim)
    }
  }
}
