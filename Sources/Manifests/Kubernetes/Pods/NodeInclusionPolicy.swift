/// Whether a node rule counts when topology domains are listed.
///
/// Source: Kubernetes core/v1 NodeInclusionPolicy.
package enum NodeInclusionPolicy: String, EnumeratedField {
  /// Only nodes that pass the rule count.
  case honor = "Honor"

  /// All nodes count.
  case ignore = "Ignore"

  /// What a value is called in messages.
  package static var noun: String { "node inclusion policy" }
}
