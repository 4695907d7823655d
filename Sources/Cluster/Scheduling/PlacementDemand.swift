import Manifests

/// What the scheduler has to know of a pod template, with selectors and keys interned.
package struct PlacementDemand: Sendable {
  /// An amount of an extended resource.
  struct Extended: Sendable {
    let resource: Int32
    let amount: Int64
  }

  /// A spread constraint.
  struct Spread: Sendable {
    let maxSkew: Int64
    let topology: TopologyTally
    let isHostname: Bool
    /// Number of its selector, for hints.
    let selector: Int32
    let matchesSelf: Bool
    let minDomains: Int64
    let honorsAffinity: Bool
    let honorsTaints: Bool
  }

  /// An affinity term.
  struct Term: Sendable {
    let topology: TopologyTally
    let weight: Int64
    /// Number of its selector, for hints.
    let selector: Int32
  }

  /// What it requests: thousandths of a core, and bytes of memory and of ephemeral storage.
  var cpuMilli: Int64 = 0
  var memory: Int64 = 0
  var ephemeral: Int64 = 0
  var extended: [Extended] = []
  /// The same with what scorers count for containers without requests (pkg/scheduler/util
  /// DefaultMilliCPURequest, DefaultMemoryRequest).
  var nonZeroCPU: Int64 = 0
  var nonZeroMemory: Int64 = 0
  var ports: [HostPort] = []
  var tolerations: [PodToleration] = []
  var comparesNumbers = false
  var nodeName: String?
  var nodeSelector = StringMap()
  var requiredTerms: [NodeTerm] = []
  var hasRequiredTerms = false
  var preferredTerms: [WeightedNodeTerm] = []
  var hardSpread: [Spread] = []
  var softSpread: [Spread] = []
  /// Whether the soft constraints are the system's default ones.
  var usesDefaultSpread = false
  var requiredAffinity: [Term] = []
  /// The pods that match all required affinity terms, by each term's topology.
  var affinityTopologies: [TopologyTally] = []
  var matchesOwnAffinity = false
  var requiredAntiAffinity: [Term] = []
  var preferredAffinity: [Term] = []
  /// Tallies of the terms that its pods carry.
  var carried: [Int32] = []
  /// Images of init and app containers.
  var images: [Int32] = []

  /// Counts the CPU and the memory that a template's pods request.
  mutating func ask(for template: PodTemplate) {
    let requests = template.requests
    let nonZero = template.nonZeroRequests
    cpuMilli = requests.cpuMilli
    memory = requests.memory
    nonZeroCPU = nonZero.cpuMilli
    nonZeroMemory = nonZero.memory
  }

  /// Whether it asks for no resource at all; then only the number of pods is checked.
  var requestsNothing: Bool {
    cpuMilli == 0 && memory == 0 && ephemeral == 0 && extended.isEmpty
  }

  /// Whether it tolerates a taint.
  func tolerates(_ taint: NodeTaint) -> Bool {
    tolerations.contains { $0.tolerates(taint, comparesNumbers: comparesNumbers) }
  }

  /// The first taint of a set that keeps the pod from a node (NoSchedule or NoExecute).
  func untoleratedTaint(in taints: [NodeTaint]) -> Int? {
    taints.firstIndex { $0.effect != .preferNoSchedule && !tolerates($0) }
  }

  /// Whether a node has the selector's labels and meets a required term.
  func allows(name: String, labels: StringMap) -> Bool {
    guard nodeSelector.isSubset(of: labels) else { return false }
    return !hasRequiredTerms || requiredTerms.contains { $0.matches(name: name, labels: labels) }
  }

  /// Whether it restricts nodes by selector or affinity at all.
  var restrictsNodes: Bool { hasRequiredTerms || !nodeSelector.isEmpty }

  /// Names of the only nodes that required terms can mean, where every term pins
  /// `metadata.name` (as DaemonSet pods do; NodeAffinity's PreFilterResult); nil otherwise.
  var pinnedNames: [String]? {
    guard hasRequiredTerms, !requiredTerms.isEmpty else { return nil }
    var names: [String] = []
    for term in requiredTerms {
      let pins = term.fields.filter { $0.key == "metadata.name" && $0.comparison == .isIn }
      guard var common = pins.first?.values else { return nil }
      for pin in pins.dropFirst() { common.removeAll { !pin.values.contains($0) } }
      for name in common where !names.contains(name) { names.append(name) }
    }
    return names
  }
}
