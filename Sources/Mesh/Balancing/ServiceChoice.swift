import Cluster
import SimulationKernel

/// Settings of a Service that change which pod kube-proxy picks for a client.
struct ServiceChoice {
  /// How long a client keeps the pod it was given (session affinity); nil without affinity.
  var affinity: SimDuration?
  /// Whether clients in pods get pods of their own node only (internalTrafficPolicy Local).
  var isNodeLocal = false
  /// Where `isNodeLocal`, the terminating pods that still serve, for nodes without a ready one.
  ///
  /// It is empty where clients choose among them anyway, because no node has a ready one.
  ///
  /// Source: pkg/proxy/topology.go CategorizeEndpoints, which decides the fallback by node.
  var terminating: [UInt32] = []
  /// Whether users get a pod of the node at which they enter (externalTrafficPolicy Local).
  var isEntryLocal = false
  /// Which pods a client prefers while there are any (trafficDistribution); nil for no preference.
  var preference: ServiceSpec.Preference?
  /// The pods that topology hints allot to the clients of each zone, by the zone's number; empty
  /// without hints.
  var allotted: [[UInt32]] = []

  /// Whether `byNode` and `nodeStarts` are up to date; they are made when the first user comes
  /// after a change.
  var isSorted = false
  /// The pods sorted by node: a load balancer spreads connections over the nodes.
  var byNode: [UInt32] = []
  /// Where the pods of each node begin in `byNode`.
  var nodeStarts: [Int] = []

  /// Whether no setting changes kube-proxy's choice.
  var isPlain: Bool {
    affinity == nil && preference == nil && !isNodeLocal && !isEntryLocal
  }

  init() {}

  init(_ spec: ServiceSpec) {
    affinity = spec.clientAffinity
    isNodeLocal = spec.isNodeLocal
    isEntryLocal = spec.isEntryLocal
    preference = spec.preference
  }
}
