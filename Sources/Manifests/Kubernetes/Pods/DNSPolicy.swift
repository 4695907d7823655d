/// Which resolver configuration a pod gets.
///
/// Source: Kubernetes core/v1 DNSPolicy.
package enum DNSPolicy: String, EnumeratedField {
  /// The cluster's DNS with its search domains and ndots 5.
  case clusterFirst = "ClusterFirst"

  /// The cluster's DNS for a pod on the host network.
  case clusterFirstWithHostNet = "ClusterFirstWithHostNet"

  /// The node's own resolver.
  case defaultOfNode = "Default"

  /// Only what `dnsConfig` says.
  case none = "None"

  /// What a value is called in messages.
  package static var noun: String { "DNS policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
