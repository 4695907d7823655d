package import Manifests
package import SimulationKernel

/// A pod's `/etc/resolv.conf`: whom it asks, and which names it tries.
///
/// All software is taken to read it as glibc does. Source: kubelet pkg/kubelet/network/dns
/// (ClusterFirst: three search domains and ndots 5), resolv.conf(5) (ndots 1, timeout 5 s, 2
/// attempts).
package struct ResolverSpec: Hashable, Sendable {
  /// Whether it asks the cluster's DNS; else what the node asks.
  package var usesCluster = true
  /// Dots from which on a name is tried as it is first.
  package var ndots = 5
  /// Domains that are tried behind a name, in this order, beside the cluster's.
  package var searches: [String] = []
  /// How long an attempt waits for its answer.
  package var timeout = SimDuration.seconds(5)
  /// Attempts.
  package var attempts = 2
  /// Whether the cluster's own search domains come first.
  package var searchesCluster = true

  /// How long the pod's own software keeps answers; nil where it asks each time.
  package var answerLife: SimDuration?

  /// What a pod gets that says nothing.
  package init() {}

  /// Reads a pod's policy and configuration.
  package init(_ policy: DNSPolicy, _ configuration: DNSConfig?, usesHostNetwork: Bool) {
    usesCluster = policy.asksCluster(configuration, usesHostNetwork: usesHostNetwork)
    searchesCluster = usesCluster && policy != .none
    if !searchesCluster { ndots = 1 }
    guard let configuration else { return }
    searches = configuration.searches
    for option in configuration.options {
      guard let number = option.value.flatMap({ Int($0) }) else { continue }
      switch option.name {
      case "ndots": ndots = min(number, 15)
      case "timeout": timeout = .seconds(Int64(min(max(number, 1), 30)))
      case "attempts": attempts = min(max(number, 1), 5)
      default: break
      }
    }
  }

  /// The names that are tried for a host until one exists, in this order (glibc res_search).
  package func names(for host: String, in namespace: String, domain: String) -> [String] {
    if host.hasSuffix(".") { return [String(host.dropLast())] }
    let own =
      searchesCluster ? ["\(namespace).svc.\(domain)", "svc.\(domain)", domain] : []
    let searched = (own + searches).map { host + "." + $0 }
    let dots = host.count { $0 == "." }
    return dots >= ndots ? [host] + searched : searched + [host]
  }
}
