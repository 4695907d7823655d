/// A Kafka cluster run by Strimzi.
///
/// Source: kafka.strimzi.io/v1beta2 Kafka.
package struct KafkaCluster: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Brokers.
  package var kafka: KafkaBrokers
  /// ZooKeeper of an old cluster.
  package var zookeeper: ZooKeeperServers?
  /// Operators of topics and users.
  package var entityOperator: EntityOperator?
  /// What Cruise Control's container asks for; nil where there is none.
  package var cruiseControl: ResourceRequirements?
  /// What the container of the exporter of consumers' lags asks for; nil where there is none.
  package var kafkaExporter: ResourceRequirements?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Kafka") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let kafka: KafkaBrokers? = spec.required("kafka")
    spec.read("zookeeper", into: &zookeeper)
    spec.read("entityOperator", into: &entityOperator)
    var companions: (cruiseControl: YAMLNode?, exporter: YAMLNode?)
    spec.read("cruiseControl", into: &companions.cruiseControl)
    spec.read("kafkaExporter", into: &companions.exporter)
    cruiseControl = companions.cruiseControl.flatMap { Self.resources(of: $0, diagnostics) }
    kafkaExporter = companions.exporter.flatMap { Self.resources(of: $0, diagnostics) }
    guard let metadata, let kafka else { return nil }
    self.metadata = metadata
    self.kafka = kafka
    span = object.span
  }

  /// What a section of its own pod asks for.
  static func resources(
    of node: YAMLNode, _ diagnostics: DiagnosticCollector
  ) -> ResourceRequirements? {
    guard let given = node["resources"] else { return ResourceRequirements() }
    return ResourceRequirements(from: given, diagnostics)
  }
}
