/// Kafka nodes with the same roles, disks and resources.
///
/// Source: kafka.strimzi.io/v1beta2 KafkaNodePool.
package struct KafkaNodePool: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Nodes.
  package var replicas: Int
  /// What they do.
  package var roles: [KafkaRole] = []
  /// Disks.
  package var storage: KafkaStorage
  /// Requests and limits of a node.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// Changes of the pods.
  package var template: KafkaTemplate = KafkaTemplate()
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan
  /// Where `resources` was written; the enclosing object's place where it is absent.
  package var resourcesSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a KafkaNodePool") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let replicas: Int? = spec.required("replicas")
    spec.read("roles", into: &roles)
    let storage: KafkaStorage? = spec.required("storage")
    spec.read("resources", into: &resources)
    spec.read("template", into: &template)
    replicasSpan = spec.span(of: "replicas")
    resourcesSpan = spec.span(of: "resources")
    guard let metadata, let replicas, let storage else { return nil }
    self.metadata = metadata
    self.replicas = replicas
    self.storage = storage
    span = object.span
  }
}
