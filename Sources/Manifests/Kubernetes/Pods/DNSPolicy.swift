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

extension DNSPolicy {
  /// Whether a pod asks the cluster's DNS (kubelet pkg/kubelet/network/dns getPodDNSType).
  ///
  /// A pod on its node's network asks what the node asks, unless it says `ClusterFirstWithHostNet`.
  /// With `None` the first of its own name servers decides, for resolvers take its word that a name
  /// does not exist: a public one knows no Service, and any other is taken for the cluster's.
  package func asksCluster(_ configuration: DNSConfig?, usesHostNetwork: Bool) -> Bool {
    switch self {
    case .clusterFirst: !usesHostNetwork
    case .clusterFirstWithHostNet: true
    case .defaultOfNode: false
    case .none: configuration?.nameservers.first.map { !AddressRange.isPublic($0) } ?? false
    }
  }
}
