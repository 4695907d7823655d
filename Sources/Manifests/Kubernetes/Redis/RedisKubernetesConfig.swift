/// Image and resources of the nodes of a Redis Cluster.
///
/// Source: redis.redis.opstreelabs.in/v1beta2 KubernetesConfig.
package struct RedisKubernetesConfig: ManifestDecodable, Sendable {
  /// Image.
  package var image: String?
  /// Requests and limits.
  package var resources: ResourceRequirements = ResourceRequirements()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a Kubernetes configuration") else {
      return nil
    }
    reader.read("image", into: &image)
    reader.read("resources", into: &resources)
  }
}
