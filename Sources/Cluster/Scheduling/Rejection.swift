/// Why a filter keeps a pod from a node, in the words of kube-scheduler's plugins.
enum Rejection: Hashable, Sendable {
  case fits
  case unschedulableNode
  case nodeName
  case taint(set: Int32, index: Int32)
  case nodeAffinity
  case ports
  /// Bits: 0 number of pods, 1 cpu, 2 memory, 3 ephemeral storage, 4... extended resources.
  case resources(UInt32)
  case volumeNodeAffinity
  case noVolume
  case spread
  case spreadLabel
  case affinity
  case antiAffinity
  case existingAntiAffinity

  /// The plugin that rejected.
  var plugin: FilterPlugin {
    switch self {
    case .fits, .unschedulableNode: .nodeUnschedulable
    case .nodeName: .nodeName
    case .taint: .taintToleration
    case .nodeAffinity: .nodeAffinity
    case .ports: .nodePorts
    case .resources: .nodeResourcesFit
    case .volumeNodeAffinity, .noVolume: .volumeBinding
    case .spread, .spreadLabel: .podTopologySpread
    case .affinity, .antiAffinity, .existingAntiAffinity: .interPodAffinity
    }
  }

  /// Whether removing pods from the node could help (Unschedulable), or nothing can
  /// (UnschedulableAndUnresolvable).
  var isResolvable: Bool {
    switch self {
    case .unschedulableNode, .nodeName, .taint, .nodeAffinity, .volumeNodeAffinity, .noVolume,
      .spreadLabel, .affinity:
      false
    default: true
    }
  }

  /// The reasons as FailedScheduling lists them.
  func reasons(_ cache: SchedulerCache) -> [String] {
    switch self {
    case .fits: []
    case .unschedulableNode: ["node(s) were unschedulable"]
    case .nodeName: ["node(s) didn't match the requested node name"]
    case .taint(let set, let index):
      [taintReason(cache.taintSets[Int(set)][Int(index)])]
    case .nodeAffinity: ["node(s) didn't match Pod's node affinity/selector"]
    case .ports: ["node(s) didn't have free ports for the requested pod ports"]
    case .resources(let mask): resourceReasons(mask, cache)
    case .volumeNodeAffinity: ["node(s) had volume node affinity conflict"]
    case .noVolume: ["node(s) didn't find available persistent volumes to bind"]
    case .spread: ["node(s) didn't match pod topology spread constraints"]
    case .spreadLabel:
      ["node(s) didn't match pod topology spread constraints (missing required label)"]
    case .affinity: ["node(s) didn't match pod affinity rules"]
    case .antiAffinity: ["node(s) didn't match pod anti-affinity rules"]
    case .existingAntiAffinity: ["node(s) didn't satisfy existing pods anti-affinity rules"]
    }
  }

  private func taintReason(_ taint: NodeTaint) -> String {
    "node(s) had untolerated taint {" + taint.key + ": " + taint.value + "}"
  }

  private func resourceReasons(_ mask: UInt32, _ cache: SchedulerCache) -> [String] {
    let names = ["", "cpu", "memory", "ephemeral-storage"]
    var reasons: [String] = []
    for bit in 0..<32 where mask & 1 << UInt32(bit) != 0 {
      if bit == 0 {
        reasons.append("Too many pods")
      } else {
        let name = bit < 4 ? names[bit] : cache.extendedNames[Int32(bit - 4)]
        reasons.append("Insufficient " + name)
      }
    }
    return reasons
  }
}
