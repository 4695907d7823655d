/// Brokers of a Kafka cluster.
///
/// Source: kafka.strimzi.io/v1beta2 KafkaClusterSpec.
package struct KafkaBrokers: ManifestDecodable, Sendable {
  /// Version.
  package var version: String?
  /// Brokers; nil with node pools.
  package var replicas: Int?
  /// Image.
  package var image: String?
  /// Ports.
  package var listeners: [KafkaListener] = []
  /// Broker settings.
  package var config: ScalarMap = ScalarMap()
  /// Disks; nil with node pools.
  package var storage: KafkaStorage?
  /// Requests and limits of a broker.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// Rack awareness.
  package var rack: KafkaRack?
  /// Changes of the pods.
  package var template: KafkaTemplate = KafkaTemplate()
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a kafka") else { return nil }
    reader.read("version", into: &version)
    reader.readCount("replicas", into: &replicas, diagnostics)
    reader.read("image", into: &image)
    reader.read("listeners", into: &listeners)
    reader.read("config", into: &config)
    reader.read("storage", into: &storage)
    reader.read("resources", into: &resources)
    reader.read("rack", into: &rack)
    reader.read("template", into: &template)
    replicasSpan = reader.span(of: "replicas")
  }
}
