/// ZooKeeper servers of an old cluster.
///
/// Source: kafka.strimzi.io/v1beta2 ZookeeperClusterSpec.
package struct ZooKeeperServers: ManifestDecodable, Sendable {
  /// Servers.
  package var replicas: Int
  /// Disks.
  package var storage: KafkaStorage?
  /// Requests and limits of a server.
  package var resources: ResourceRequirements = ResourceRequirements()

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a zookeeper") else { return nil }
    let replicas: Int? = reader.required("replicas")
    if let replicas {
      checkNotNegative(replicas, "replicas", reader.span(of: "replicas"), diagnostics)
    }
    reader.read("storage", into: &storage)
    reader.read("resources", into: &resources)
    guard let replicas else { return nil }
    self.replicas = replicas
  }
}
