/// Disks of the nodes of a Redis Cluster.
///
/// Source: redis.redis.opstreelabs.in/v1beta2 ClusterStorage.
package struct RedisStorage: ManifestDecodable, Sendable {
  /// Claim of each node's data.
  package var volumeClaimTemplate: ClaimTemplate?
  /// Whether the file that says who a node is has a disk of its own.
  package var nodeConfVolume: Bool = false
  /// Claim of that disk.
  package var nodeConfVolumeClaimTemplate: ClaimTemplate?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a storage") else { return nil }
    reader.read("volumeClaimTemplate", into: &volumeClaimTemplate)
    reader.read("nodeConfVolume", into: &nodeConfVolume)
    reader.read("nodeConfVolumeClaimTemplate", into: &nodeConfVolumeClaimTemplate)
  }
}
