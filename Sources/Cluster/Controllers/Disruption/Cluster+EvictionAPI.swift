import Manifests
import SimulationKernel

/// The eviction API with the budgets that it honours.
extension Cluster {
  /// The status of a budget from its pods as they are now, those that have ended among them.
  package func status(ofBudget budget: Int) -> BudgetStatus {
    let spec = budgets[budget].spec
    var scale = 0
    // The controller reads scales, which not all kinds have (disruption.go getScaleController).
    var hasScales = true
    var count = 0
    var healthy = 0
    let home = namespaceTable.find(spec.namespace)
    for index in workloads.indices where workloads[index].namespaceNumber == home {
      let owner = workloads[index]
      let counted = owner.pods.filter { matches(budget, $0) }
      guard !counted.isEmpty else { continue }
      count += counted.count
      healthy += counted.count { pods[$0].isReady && !pods[$0].isTerminating }
      // Pods without a controller have no scale to be read (UnmanagedPods).
      guard owner.kind != .pod else { continue }
      scale += self.scale(of: owner, behind: counted)
      if !owner.kind.hasScale { hasScales = false }
    }
    let strict = budgets[budget].isStrict ? spec.strictMinimum : nil
    let minimum = strict ?? spec.minAvailable
    let isCount = if case .int? = minimum { spec.maxUnavailable == nil } else { false }
    guard hasScales || isCount else { return .unknown }
    return BudgetStatus(
      minAvailable: minimum, maxUnavailable: spec.maxUnavailable, controllerScale: scale,
      podCount: count, currentHealthy: healthy)
  }

  /// ReplicaSets that have lost their Deployment have scales of their own (getPodReplicaSet).
  private func scale(of owner: WorkloadState, behind counted: [PodHandle]) -> Int {
    guard owner.isAbandoned else { return owner.replicas }
    return owner.revisions.indices.reduce(0) { sum, revision in
      let isCounted = counted.contains { Int(pods[$0].revision) == revision }
      return sum + (isCounted ? owner.revisions[revision].replicas : 0)
    }
  }

  /// The operator of a workload's resource writes into the budgets that it made whether the system
  /// is well.
  package mutating func setBudgets(ofResourceBehind workload: Int, areStrict: Bool) {
    let owner = workloads[workload]
    for index in budgets.indices where budgets[index].spec.strictMinimum != nil {
      let (spec, resource) = (budgets[index].spec, budgets[index].spec.resource)
      guard spec.namespace == owner.namespace, let resource, resource.kind == owner.userKind,
        resource.name == owner.spec.userName
      else { continue }
      budgets[index].isStrict = areStrict
    }
  }

  private func matches(_ budget: Int, _ pod: PodHandle) -> Bool {
    budgets[budget].exists && selectors.matches(budgets[budget].selector, pods[pod].labelSet)
  }

  /// The budgets that protect a pod.
  func protectingBudgets(of pod: PodHandle) -> [Int] {
    budgets.indices.filter {
      budgets[$0].spec.namespace == namespace(of: pod) && matches($0, pod)
    }
  }

  /// Asks the eviction API to evict a pod, as a drain does; webhooks are asked before budgets are.
  ///
  /// - Parameter grace: what the pod shall have; nil for its own.
  mutating func evict(
    _ pod: PodHandle, grace: SimDuration? = nil, in simulation: inout Simulation
  ) -> EvictionAnswer {
    if let failure = webhookFailure(forEvictionOf: pod) {
      return EvictionAnswer(failure)
    }
    let state = pods[pod]
    let facts = EvictionRequest.Pod(
      isOutsidePhase: state.phase != .running, isReady: state.isReady,
      isTerminating: state.isTerminating)
    let states = protectingBudgets(of: pod).map { index in
      let status = status(ofBudget: index)
      return EvictionRequest.Budget(
        disruptionsAllowed: status.disruptionsAllowed, currentHealthy: status.currentHealthy,
        desiredHealthy: status.desiredHealthy,
        allowsUnhealthy: budgets[index].spec.evictsUnhealthyAlways)
    }
    var request = EvictionRequest()
    var step = request.next(facts, states)
    while case .delete = step {
      pods[pod].isDisrupted = true
      deletePod(pod, grace: grace, in: &simulation)
      guard let answer = request.ended(.deleted) else { continue }
      step = answer
    }
    guard case .answer(let status, _) = step else { return EvictionAnswer(status: 500) }
    return EvictionAnswer(status: status)
  }

  /// Why webhooks refuse a pod's eviction, whose object has no labels.
  private mutating func webhookFailure(forEvictionOf pod: PodHandle) -> WebhookFailure? {
    guard !webhookConfigurations.isEmpty else { return nil }
    var request = webhookRequest("CREATE", "pods", namespace: namespace(of: pod))
    request.subresource = "eviction"
    return webhookFailure(for: request)
  }
}
