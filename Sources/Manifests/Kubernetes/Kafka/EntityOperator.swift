/// Operators of topics and users.
///
/// Source: kafka.strimzi.io/v1beta2 EntityOperatorSpec.
package struct EntityOperator: ManifestDecodable, Sendable {
  /// Topic operator.
  package var topicOperator: YAMLNode?
  /// User operator.
  package var userOperator: YAMLNode?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an entity operator") else {
      return nil
    }
    reader.read("topicOperator", into: &topicOperator)
    reader.read("userOperator", into: &userOperator)
  }
}
