import Cluster
import Manifests
import SimulationKernel

/// The DNS caches of the nodes (NodeLocal DNSCache).
///
/// The cache of a node listens on 169.254.20.10 and, by its own iptables rules, on the address of
/// the cluster's DNS, so that it gets every query of the node's pods. What it does not hold it asks
/// on: CoreDNS over TCP for the cluster's names, the node's own name servers for others.
/// Source: kubernetes cluster/addons/dns/nodelocaldns, kubernetes/dns cmd/node-cache.
struct NodeCaches {
  /// Where a query from a pod of a node goes.
  enum State: UInt8, BitwiseCopyable {
    /// To the cluster's DNS: there is no cache, or it took its rules away when it was told to end.
    case absent
    /// To the node's cache.
    case serving
    /// Nowhere: the cache died, and its rules are still there until it runs again.
    case silent
  }

  /// What is known of one node.
  private struct Node: BitwiseCopyable {
    var state = State.absent
    /// The cache's index among the servers.
    var server: Int32 = -1
  }

  /// What the caches were told about the cluster's zone, and about all others.
  var rules = (cluster: Corefile(), outside: Corefile())
  /// The way from a cache to the cluster's DNS; -1 where nodes have no caches.
  var forwarding = -1
  private var nodes: [Node] = []
  /// The caches, each with what it holds.
  var servers: [NameServer] = []

  /// What the caches were told about a name's zone.
  func rules(of name: LookupPlan.Name) -> Corefile {
    name.isOfCluster ? rules.cluster : rules.outside
  }

  /// Where queries of a node's pods go.
  func state(on node: Int) -> State { node < nodes.count ? nodes[node].state : .absent }

  /// The index of a node's cache.
  func server(on node: Int) -> Int { Int(nodes[node].server) }

  /// A cache runs on a node, and holds nothing yet.
  mutating func start(_ pod: PodHandle, on node: Int) {
    while nodes.count <= node { nodes.append(Node()) }
    if let known = servers.firstIndex(where: { $0.pod == pod }) {
      servers[known] = NameServer(pod: pod)
      nodes[node].server = Int32(known)
    } else {
      servers.append(NameServer(pod: pod))
      nodes[node].server = Int32(servers.count - 1)
    }
    nodes[node].state = .serving
  }

  /// A node's cache has ended, `cleanly` where it was told to.
  mutating func stop(_ pod: PodHandle, on node: Int, cleanly: Bool) {
    guard node < nodes.count, nodes[node].server >= 0, servers[server(on: node)].pod == pod else {
      return
    }
    nodes[node].state = cleanly ? .absent : .silent
  }
}
