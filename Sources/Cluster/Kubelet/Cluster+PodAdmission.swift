import Manifests
import SimulationKernel

/// What a kubelet refuses to run, and what it ends by its time (pkg/kubelet/lifecycle/predicate.go,
/// pkg/kubelet/active_deadline.go).
extension Cluster {
  /// Refuses a pod that its node has no room for or that does not want to be there; returns false
  /// where the pod may start now.
  ///
  /// Only pods that name their node come unseen by the scheduler, and pods of a profile that leaves
  /// filters out; and what it has seen as free a resize may have taken. For a critical pod others
  /// go. A machine that shuts down takes none.
  mutating func refuseAdmission(_ pod: PodHandle, in simulation: inout Simulation) -> Bool {
    if isShuttingDown(Int(pods[pod].node)) {
      refuse(
        pod, .nodeShutdown, "Pod was rejected as the node is shutting down.", in: &simulation)
      return true
    }
    if let shown = refusingPressure(of: pod) {
      refuse(pod, .evicted, "The node had condition: [\(shown)]. ", in: &simulation)
      return true
    }
    if let problem = kernelProblem(of: pod) {
      refuse(pod, .sysctlForbidden, "forbidden sysctl: \(problem)", in: &simulation)
      return true
    }
    if let problem = deviceProblem(of: pod) {
      refuse(pod, .unexpectedAdmission, problem, in: &simulation)
      return true
    }
    if isOfOtherSystem(pod) {
      refuse(
        pod, .podOSNotSupported, "Failed to admit pod as the OS field doesn't match node OS",
        in: &simulation)
      return true
    }
    guard let problem = nodeProblem(of: pod) else { return false }
    guard problem.isShortage, isCritical(pod) else {
      refuse(pod, problem.reason, problem.message, in: &simulation)
      return true
    }
    if let lack = makeRoom(for: pod, in: &simulation) {
      refuse(pod, .unexpectedAdmission, lack, in: &simulation)
      return true
    }
    pods[pod].startedAt = .infinity
    step(pod, after: Timings.attachRetry, in: &simulation)
    return true
  }

  private func nodeProblem(of pod: PodHandle) -> Refusal? {
    if isUnseen(pod) { return admissionProblem(of: pod) }
    return hasResizes(on: Int(pods[pod].node)) ? shortage(of: pod) : nil
  }

  /// Whether a pod that the scheduler's filters did not look at, or not all of them, has a node
  /// that does not take it.
  func isRefusedByItsNode(_ pod: PodHandle) -> Bool {
    isUnseen(pod) && admissionProblem(of: pod) != nil
  }

  /// Whether a kubelet refuses a pod at a running start: where its node does not take it, or for
  /// what the scheduler does not look at.
  func isRefusedAtStart(_ pod: PodHandle) -> Bool {
    isRefusedByItsNode(pod) || kernelProblem(of: pod) != nil || deviceProblem(of: pod) != nil
      || isOfOtherSystem(pod)
  }

  /// Whether the scheduler's filters, or some of them, did not look at a pod.
  private func isUnseen(_ pod: PodHandle) -> Bool {
    let spec = templates[Int(pods[pod].template)].spec
    return spec.nodeName != nil || scheduler.profile(of: spec)?.leavesFiltersOut ?? false
  }

  /// The kubelet refuses a pod: it has failed.
  private mutating func refuse(
    _ pod: PodHandle, _ reason: PodReason, _ message: String, in simulation: inout Simulation
  ) {
    record(pod, reason.name ?? "", message, isWarning: true, in: simulation)
    pods[pod].reason = reason
    endPod(pod, .failed, in: &simulation)
  }

  /// Whether a pod's containers are for another system than its node's
  /// (rejectPodAdmissionBasedOnOSField), which the scheduler does not look at.
  private func isOfOtherSystem(_ pod: PodHandle) -> Bool {
    guard let system = templates[Int(pods[pod].template)].spec.operatingSystem,
      let label = nodeSpecs[Int(pods[pod].node)].labels["kubernetes.io/os"]
    else { return false }
    return system != label
  }

  /// Why a node's kubelet does not let a pod set one of its kernel parameters (pkg/kubelet/sysctl
  /// allowlist.go Admit); nil where it does.
  private func kernelProblem(of pod: PodHandle) -> String? {
    let allowed = nodeSpecs[Int(pods[pod].node)].kubelet.kernelParameters
    for parameter in templates[Int(pods[pod].template)].spec.kernelParameters {
      if let problem = parameter.problem(in: version, allowed: allowed) { return problem }
    }
    return nil
  }

  /// Which devices a pod asks for of which too few are free
  /// (pkg/kubelet/cm/devicemanager/manager.go devicesToAllocate); nil where it gets them.
  ///
  /// The kubelet knows nothing of extended resources that its node does not have.
  private func deviceProblem(of pod: PodHandle) -> String? {
    let node = Int(pods[pod].node)
    for entry in templates[Int(pods[pod].template)].placement.extended {
      let name = scheduler.cache.extendedNames[entry.resource]
      let whole = nodeSpecs[node].allocatable.extended(name)
      guard whole > 0, !name.hasPrefix("hugepages-") else { continue }
      let used = admitted(on: node, but: pod).reduce(Int64(0)) { sum, other in
        let theirs = templates[Int(pods[other].template)].placement.extended
        return sum + (theirs.first { $0.resource == entry.resource }?.amount ?? 0)
      }
      guard entry.amount > whole - used else { continue }
      return "Allocate failed due to requested number of devices unavailable for \(name). "
        + "Requested: \(entry.amount), Available: \(max(0, whole - used)), which is unexpected"
    }
    return nil
  }

  /// The conditions under which a node takes a pod no more (eviction_manager.go Admit); nil where
  /// it takes it.
  ///
  /// Critical pods are taken, and where only memory is short those that request any or tolerate
  /// that.
  private func refusingPressure(of pod: PodHandle) -> String? {
    let state = evictions[Int(pods[pod].node)]
    let shown = NodePressure.allCases.filter { state[$0].isShown }
    guard !shown.isEmpty, !isCritical(pod) else { return nil }
    if shown == [.memory] {
      let template = templates[Int(pods[pod].template)]
      let taint = NodeTaint(key: "node.kubernetes.io/memory-pressure", effect: .noSchedule)
      guard template.quality == .bestEffort, !template.placement.tolerates(taint) else {
        return nil
      }
    }
    return shown.map(\.name).joined(separator: " ")
  }

  /// Whether a pod is critical: by its priority, or a static one (pkg/kubelet/types IsCriticalPod).
  func isCritical(_ pod: PodHandle) -> Bool {
    let spec = templates[Int(pods[pod].template)].spec
    return spec.isStatic || OOMScore.isCritical(spec.priority)
  }

  private struct Refusal {
    let reason: PodReason
    let message: String
    var isShortage: Bool { reason != .nodeAffinity && reason != .nodePorts }
  }

  /// What is said of a pod that a node does not take: of what is short first, of a critical pod
  /// what the end of others would not mend (scheduler AdmissionCheck, HandleAdmissionFailure).
  private func admissionProblem(of pod: PodHandle) -> Refusal? {
    let shortage = shortage(of: pod)
    if let shortage, !isCritical(pod) { return shortage }
    return placeProblem(of: pod) ?? shortage
  }

  private func placeProblem(of pod: PodHandle) -> Refusal? {
    let node = Int(pods[pod].node)
    let demand = templates[Int(pods[pod].template)].placement
    guard demand.allows(name: nodeSpecs[node].name, labels: nodeSpecs[node].labels) else {
      return Refusal(
        reason: .nodeAffinity,
        message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector")
    }
    guard !demand.ports.isEmpty else { return nil }
    let isTaken = admitted(on: node, but: pod).contains { other in
      templates[Int(pods[other].template)].placement.ports.contains { port in
        demand.ports.contains { $0.conflicts(with: port) }
      }
    }
    guard isTaken else { return nil }
    return Refusal(
      reason: .nodePorts,
      message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod "
        + "ports")
  }

  /// What keeps a pod from other resources on its node, in the words of its admission; nil where it
  /// has room for them.
  func resizeObstacle(of pod: PodHandle, asking wanted: PlacementDemand) -> String? {
    if let shown = refusingPressure(of: pod) { return "The node had condition: [\(shown)]. " }
    return shortage(of: pod, asking: wanted)?.message
  }

  private func shortage(of pod: PodHandle, asking wanted: PlacementDemand? = nil) -> Refusal? {
    let node = Int(pods[pod].node)
    let (asked, whole) = (wanted.map { amounts($0) } ?? amounts(of: pod), wholeAmounts(of: node))
    let used = admittedAmounts(on: node, but: pod)
    for (index, resource) in Self.resources.enumerated().sorted(by: { $0.1.order < $1.1.order })
    where asked[index] > 0 && asked[index] > whole[index] - used[index] {
      return Refusal(
        reason: resource.reason,
        message: "Node didn't have enough resource: \(resource.name), requested: \(asked[index]), "
          + "used: \(used[index]), capacity: \(whole[index])")
    }
    return nil
  }

  /// What is counted at admission, and which is named first where several are short
  /// (noderesources.Fits).
  private static let resources: [(name: String, reason: PodReason, order: Int)] =
    [
      ("memory", .outOfMemory, 2), ("cpu", .outOfCPU, 1), ("pods", .outOfPods, 0),
      ("ephemeral-storage", .outOfEphemeralStorage, 3),
    ] + hugePages.enumerated().map { ($1.name, $1.reason, 4 + $0) }

  /// Huge pages of the sizes that machines with pages of 4 KiB have: a node without any has none of
  /// them, while its kubelet leaves other resources out that it does not know
  /// (removeMissingExtendedResources).
  private static let hugePages: [(name: String, reason: PodReason)] = [
    ("hugepages-64Ki", .outOfHugePages64Ki), ("hugepages-2Mi", .outOfHugePages2Mi),
    ("hugepages-32Mi", .outOfHugePages32Mi), ("hugepages-1Gi", .outOfHugePages1Gi),
  ]

  /// What an admitted pod counts for: the greater of what is set aside for it and what its
  /// containers have (resource.PodRequests, UseStatusResources, of allocated pods).
  private func amounts(of pod: PodHandle) -> [Int64] {
    let present = amounts(templates[Int(pods[pod].template)].placement)
    let allocated = allocatedTemplate(of: pod)
    guard allocated != pods[pod].template else { return present }
    return zip(present, amounts(templates[Int(allocated)].placement)).map { max($0, $1) }
  }

  private func amounts(_ demand: PlacementDemand) -> [Int64] {
    let usual = [demand.memory, demand.cpuMilli, 1, demand.ephemeral]
    guard !demand.extended.isEmpty else { return usual + Self.hugePages.map { _ in 0 } }
    let pages = Self.hugePages.map { page in
      scheduler.cache.extendedNames.find(page.name).flatMap { number in
        demand.extended.first { $0.resource == number }?.amount
      } ?? 0
    }
    return usual + pages
  }

  private func wholeAmounts(of node: Int) -> [Int64] {
    let whole = nodeSpecs[node].allocatable
    return [whole.memory, whole.cpuMilli, nodeSpecs[node].podLimit, whole.ephemeralStorage]
      + Self.hugePages.map { whole.extended($0.name) }
  }

  private func admitted(on node: Int, but pod: PodHandle) -> [PodHandle] {
    nodePods[node].filter {
      $0 != pod && isAllocated($0) && pods[$0].stage != .ended
    }
  }

  private func admittedAmounts(on node: Int, but pod: PodHandle) -> [Int64] {
    admitted(on: node, but: pod).reduce(Array(repeating: 0, count: Self.resources.count)) {
      sum, other in
      zip(sum, amounts(of: other)).map { $0 + $1 }
    }
  }

  /// Ends pods for a critical one, or for the resources that it asks for instead of its own
  /// (pkg/kubelet/preemption HandleAdmissionFailure); returns what the kubelet says where all of
  /// them would not do.
  mutating func makeRoom(
    for pod: PodHandle, asking wanted: PlacementDemand? = nil, in simulation: inout Simulation
  ) -> String? {
    let node = Int(pods[pod].node)
    let others = admitted(on: node, but: pod)
    let asked = wanted.map { amounts($0) } ?? amounts(of: pod)
    var missing = zip(
      zip(asked, admittedAmounts(on: node, but: pod)), wholeAmounts(of: node)
    ).map { $0.0 + $0.1 - $1 }
    for other in others where pods[other].isStopping || pods[other].isTerminating {
      missing = zip(missing, amounts(of: other)).map { $0 - $1 }
    }
    let handles = others.filter {
      !pods[$0].isStopping && !pods[$0].isTerminating && yields($0, to: pod)
    }
    let candidates = handles.map {
      AdmissionPreemption.Candidate(
        quality: templates[Int(pods[$0].template)].quality, amounts: amounts(of: $0))
    }
    guard let victims = AdmissionPreemption.victims(missing: missing, among: candidates) else {
      return Self.preemptionFailure(
        lacking: AdmissionPreemption.left(missing, after: Array(candidates.indices), candidates))
    }
    for victim in victims.map({ handles[$0] }) { preempt(victim, in: &simulation) }
    return nil
  }

  /// Whether a kubelet ends a pod for a critical one: where it is not critical, or less important;
  /// manifests of static pods have no priority (pkg/kubelet/types Preemptable).
  private func yields(_ pod: PodHandle, to other: PodHandle) -> Bool {
    guard isCritical(pod) else { return true }
    return !isStatic(pod) && !isStatic(other) && priority(of: pod) < priority(of: other)
  }

  /// What a kubelet says where no pods can go for a critical one, with what would be missing yet
  /// (admissionRequirementList toString).
  private static func preemptionFailure(lacking amounts: [Int64]) -> String {
    let list = resources.enumerated().sorted { $0.1.order < $1.1.order }
      .filter { amounts[$0.0] > 0 }.map { "(res: \($0.1.name), q: \(amounts[$0.0])), " }
    return "Unexpected error while attempting to recover from admission failure: preemption: error "
      + "finding a set of pods to preempt: no set of running pods found to reclaim resources: "
      + "[\(list.joined())]"
  }

  private mutating func preempt(_ victim: PodHandle, in simulation: inout Simulation) {
    record(
      victim, "Preempting", "Preempted in order to admit critical pod", isWarning: true,
      in: simulation)
    pods[victim].reason = .preempting
    pods[victim].isDisrupted = true
    stop(
      victim, grace: templates[Int(pods[victim].template)].spec.terminationGrace, in: &simulation)
  }

  /// Arms the end of a pod's time, which begins when its kubelet accepts it.
  mutating func armDeadline(of pod: PodHandle, in simulation: inout Simulation) {
    guard let deadline = templates[Int(pods[pod].template)].spec.deadline else { return }
    schedule(.podDeadline, after: deadline, argument: pod.rawValue, in: &simulation)
  }

  /// Ends a pod whose time was over while its machine was off: its kubelet looks at each sync
  /// (active_deadline.go ShouldSync).
  mutating func endOverdue(_ pod: PodHandle, in simulation: inout Simulation) {
    guard let deadline = templates[Int(pods[pod].template)].spec.deadline,
      pods[pod].startedAt < .infinity, simulation.now >= pods[pod].startedAt + deadline
    else { return }
    endByDeadline(pod, in: &simulation)
  }

  /// A pod's time is over: it fails, unless it has ended before.
  mutating func endByDeadline(_ pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].stage != .ended, !pods[pod].isTerminating, !pods[pod].isStopping,
      pods[pod].node >= 0, tendsPods(Int(pods[pod].node))
    else { return }
    record(
      pod, "DeadlineExceeded",
      "Pod was active on the node longer than the specified deadline", in: simulation)
    pods[pod].reason = .deadlineExceeded
    stop(
      pod, grace: templates[Int(pods[pod].template)].spec.terminationGrace, in: &simulation)
  }
}
