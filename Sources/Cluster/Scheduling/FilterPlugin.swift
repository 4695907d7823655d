/// A plugin of the Filter extension point: which nodes a pod may not go to, and why
/// (kubernetes pkg/scheduler/framework/interface.go FilterPlugin).
///
/// One file a plugin and one line in `PluginCatalog.filters`.
package protocol FilterPlugin: SendableMetatype {
  /// Its name in scheduler profiles.
  static var name: String { get }

  /// The changes of the cluster that can let in a pod that it rejected (EventsToRegister).
  static var events: ClusterChange { get }

  /// Whether it has something to say about a pod (PreFilter, or Skip).
  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool

  /// Asks about one node.
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection

  /// Keeps of some nodes those that pass, and lists the others.
  static func sieve(
    _ pod: PodQuery, _ nodes: inout [Int32], plugin: Int, _ rejected: inout [RejectedNode],
    _ cache: SchedulerCache)

  /// Its rejection in the words of FailedScheduling.
  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String]

  /// Whether one change really helps a waiting pod that it rejected (QueueingHintFn).
  static func helps(_ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache) -> Bool
}

extension FilterPlugin {
  /// Most plugins look at every pod.
  package static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool { true }

  /// A plugin without a hint takes every change of its kinds for a help.
  package static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool { true }

  /// One loop for a whole search: asked node by node through the catalog, every answer would cost
  /// several times as much.
  package static func sieve(
    _ pod: PodQuery, _ nodes: inout [Int32], plugin: Int, _ rejected: inout [RejectedNode],
    _ cache: SchedulerCache
  ) {
    var kept = 0
    for index in nodes.indices {
      let node = nodes[index]
      let rejection = filter(pod, on: Int(node), cache)
      if rejection.fits {
        nodes[kept] = node
        kept += 1
      } else {
        rejected.append(RejectedNode(node: node, plugin: Int32(plugin), rejection: rejection))
      }
    }
    nodes.removeLast(nodes.count - kept)
  }
}

/// A node that a filter rejected.
package struct RejectedNode: Sendable {
  let node: Int32
  /// Place of the filter in the catalog.
  let plugin: Int32
  let rejection: Rejection
}

/// A filter's answer about a node.
package struct Rejection: Hashable, Sendable {
  /// The status codes that a filter gives (framework.Code).
  enum Status: UInt8, Sendable {
    case success
    /// Removing pods from the node could help.
    case unschedulable
    /// Nothing on the node can change it.
    case unresolvable
  }

  let status: Status
  /// What the plugin needs to word its reasons.
  let detail: UInt64

  /// The node passes.
  package static let fits = Rejection(status: .success, detail: 0)

  /// A rejection that preemption could resolve.
  static func unschedulable(_ detail: UInt64 = 0) -> Rejection {
    Rejection(status: .unschedulable, detail: detail)
  }

  /// A rejection that preemption can't resolve.
  static func unresolvable(_ detail: UInt64 = 0) -> Rejection {
    Rejection(status: .unresolvable, detail: detail)
  }

  var fits: Bool { status == .success }

  /// Whether removing pods from the node could help.
  package var isResolvable: Bool { status != .unresolvable }
}
