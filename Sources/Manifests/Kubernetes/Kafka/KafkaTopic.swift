/// A topic of a Strimzi cluster.
///
/// Source: kafka.strimzi.io/v1beta2 KafkaTopic.
package struct KafkaTopic: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Name when it differs from the object's.
  package var topicName: String?
  /// Partitions; the broker default when nil.
  package var partitions: Int?
  /// Copies of each; the broker default when nil.
  package var replicas: Int?
  /// Settings.
  package var config: ScalarMap = ScalarMap()
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a KafkaTopic") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("topicName", into: &topicName)
    spec.read("partitions", into: &partitions)
    spec.read("replicas", into: &replicas)
    spec.read("config", into: &config)
    replicasSpan = spec.span(of: "replicas")
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
