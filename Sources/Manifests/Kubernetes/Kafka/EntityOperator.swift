/// Operators of topics and users.
///
/// Source: kafka.strimzi.io/v1beta2 EntityOperatorSpec.
package struct EntityOperator: ManifestDecodable, Sendable {
  /// What the topic operator's container asks for; nil where there is none.
  package var topicOperator: ResourceRequirements?
  /// What the user operator's container asks for; nil where there is none.
  package var userOperator: ResourceRequirements?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an entity operator") else {
      return nil
    }
    var operators: (topic: YAMLNode?, user: YAMLNode?)
    reader.read("topicOperator", into: &operators.topic)
    reader.read("userOperator", into: &operators.user)
    topicOperator = operators.topic.flatMap { KafkaCluster.resources(of: $0, diagnostics) }
    userOperator = operators.user.flatMap { KafkaCluster.resources(of: $0, diagnostics) }
  }
}
