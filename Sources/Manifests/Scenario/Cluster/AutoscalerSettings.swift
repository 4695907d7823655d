package import SimulationKernel

/// How the cluster autoscaler works: the flags of its command line, named without dashes.
///
/// Source: kubernetes/autoscaler cluster-autoscaler/config and its FAQ.
package struct AutoscalerSettings: Sendable {
  /// Chooses among pools that could take the waiting pods.
  package enum Expander: String, Sendable, CaseIterable {
    case random
    case mostPods = "most-pods"
    case leastWaste = "least-waste"
    case leastNodes = "least-nodes"
    case priority
    case price
  }

  /// Which pool grows: each rule chooses among what those before it leave; none for the version's
  /// default.
  package var expanders: [Expander] = []
  /// Whether new machines are shared among pools whose machines are alike.
  package var balancesSimilarPools = false
  /// Whether nodes are taken away at all.
  package var scalesDown = true
  /// Whether what daemons request counts towards a node's use.
  package var ignoresDaemons = false
  /// How often it looks.
  package var scanInterval = SimDuration.seconds(10)
  /// How old a pod must be before a pool grows for it.
  package var newPodDelay = SimDuration.zero
  /// How long no node is taken away after one was added.
  package var delayAfterAdd = SimDuration.minutes(10)
  /// How long no node is taken away after one was.
  package var delayAfterDelete = SimDuration.zero
  /// How long no node is taken away after that failed.
  package var delayAfterFailure = SimDuration.minutes(3)
  /// How long a node must be unneeded.
  package var unneededTime = SimDuration.minutes(10)
  /// How long a node that is not ready must be unneeded.
  package var unreadyTime = SimDuration.minutes(20)
  /// Requests over allocatable below which a node may be unneeded.
  package var utilizationThreshold = 0.5
  /// How long a node may take until it is ready.
  package var maxProvisionTime = SimDuration.minutes(15)
  /// Longest wait for the pods of a node that goes.
  package var maxGracefulTermination = SimDuration.seconds(600)
  /// How long evictions are asked for again.
  package var maxEvictionTime = SimDuration.minutes(2)
  /// Whether pods with local volumes keep their node.
  package var skipsLocalStorage = true
  /// Whether pods of kube-system without a budget keep their node.
  package var skipsSystemPods = true
  /// Most nodes in all; 0 for no bound.
  package var maxNodesTotal = 0

  /// Makes the flags' defaults.
  package init() {}
}

extension AutoscalerSettings: SpecObject {
  static let what = "the cluster autoscaler's settings"

  init?(_ reader: inout SpecReader) {
    self.init()
    expanders = reader.optional(
      "expander", .words(Expander.self), default: expanders,
      "which pool grows, as one rule or several with commas; random, from 1.35 least-waste")
    balancesSimilarPools = reader.optional(
      "balanceSimilarNodeGroups", .flag, default: balancesSimilarPools,
      "whether new machines are shared among pools of like machines; false")
    scanInterval = reader.optional(
      "scanInterval", .positiveDuration, default: scanInterval, "how often it looks; 10s")
    newPodDelay = reader.optional(
      "newPodScaleUpDelay", .duration, default: newPodDelay,
      "how old a pod must be before a pool grows for it; 0")
    maxProvisionTime = reader.optional(
      "maxNodeProvisionTime", .positiveDuration, default: maxProvisionTime,
      "how long a node may take until it is ready; 15m")
    maxNodesTotal = reader.optional(
      "maxNodesTotal", .count(from: 0), default: maxNodesTotal,
      "most nodes in all; 0 for no bound")
    readScaleDown(&reader)
    readEviction(&reader)
  }

  private mutating func readScaleDown(_ reader: inout SpecReader) {
    scalesDown = reader.optional(
      "scaleDownEnabled", .flag, default: scalesDown, "whether nodes are taken away at all; true")
    ignoresDaemons = reader.optional(
      "ignoreDaemonsetsUtilization", .flag, default: ignoresDaemons,
      "whether what daemons request is left out of a node's use; false")
    delayAfterAdd = reader.optional(
      "scaleDownDelayAfterAdd", .duration, default: delayAfterAdd,
      "no node goes so long after one was added; 10m")
    delayAfterDelete = reader.optional(
      "scaleDownDelayAfterDelete", .duration, default: delayAfterDelete,
      "no node goes so long after one went; 0")
    delayAfterFailure = reader.optional(
      "scaleDownDelayAfterFailure", .duration, default: delayAfterFailure,
      "no node goes so long after one could not; 3m")
    unneededTime = reader.optional(
      "scaleDownUnneededTime", .duration, default: unneededTime,
      "how long a node must be unneeded; 10m")
    unreadyTime = reader.optional(
      "scaleDownUnreadyTime", .duration, default: unreadyTime,
      "how long a node that is not ready must be unneeded; 20m")
    utilizationThreshold = reader.optional(
      "scaleDownUtilizationThreshold", .ratio, default: utilizationThreshold,
      "requests over allocatable below which a node may be unneeded; 0.5")
  }

  private mutating func readEviction(_ reader: inout SpecReader) {
    maxGracefulTermination = reader.optional(
      "maxGracefulTermination", .duration, default: maxGracefulTermination,
      "longest wait for the pods of a node that goes; 600s")
    maxEvictionTime = reader.optional(
      "maxPodEvictionTime", .duration, default: maxEvictionTime,
      "how long evictions are asked for again; 2m")
    skipsLocalStorage = reader.optional(
      "skipNodesWithLocalStorage", .flag, default: skipsLocalStorage,
      "whether pods with emptyDir or hostPath volumes keep their node; true")
    skipsSystemPods = reader.optional(
      "skipNodesWithSystemPods", .flag, default: skipsSystemPods,
      "whether pods of kube-system without a budget keep their node; true")
  }
}
