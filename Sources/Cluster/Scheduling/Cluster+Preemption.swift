import Manifests
import SimulationKernel

/// DefaultPreemption at work on the cluster's pods.
extension Cluster {
  /// Tries to make room for a pod that fits nowhere; returns what FailedScheduling adds, empty
  /// when victims were found.
  mutating func preempt(
    for pod: PodHandle, _ cycle: inout SchedulingCycle, in simulation: inout Simulation
  ) -> String {
    guard scheduler.cache.presentCount > 0 else { return "" }
    if !isSettling { scheduler.counters.preemptionAttempts += 1 }
    if let reason = ineligibility(of: pod, cycle) { return version.afterFilters(reason) }
    let hopeful = cycle.rejected.filter { $0.rejection.isResolvable }.map { Int($0.node) }
    var failure = FailedScheduling()
    let others = scheduler.cache.presentCount - hopeful.count
    if others > 0 {
      failure.add("Preemption is not helpful for scheduling", nodes: others)
    }
    let candidates = dryRun(on: hopeful, &cycle, &failure, at: simulation.now)
    guard let chosen = DefaultPreemption.pick(candidates) else {
      cancelNomination(of: pod, in: &simulation)
      return version.afterFilters(failure.text(nodeCount: scheduler.cache.presentCount))
    }
    // The state at time zero is brought about without an end of pods.
    guard !isSettling else { return "" }
    scheduler.counters.preemptions += 1
    scheduler.counters.victims += chosen.victims.count
    evict(chosen, for: pod, in: &simulation)
    return ""
  }

  /// Why a pod may not preempt others (PodEligibleToPreemptOthers); nil when it may.
  private func ineligibility(of pod: PodHandle, _ cycle: SchedulingCycle) -> String? {
    let template = templates[Int(pods[pod].template)].spec
    guard template.preempts else { return "not eligible due to preemptionPolicy=Never." }
    let node = Int(pods[pod].nominatedNode)
    guard node >= 0 else { return nil }
    let isHopeless = cycle.rejected.contains {
      Int($0.node) == node && !$0.rejection.isResolvable
    }
    let isLeaving = nodePods[node].contains {
      pods[$0].isTerminating && pods[$0].isPreempted && priority(of: $0) < template.priority
    }
    guard !isHopeless, isLeaving else { return nil }
    return "not eligible due to a terminating pod on the nominated node."
  }

  /// A pod's priority.
  func priority(of pod: PodHandle) -> Int32 {
    templates[Int(pods[pod].template)].spec.priority
  }

  /// Finds the victims on nodes from a random one on, until enough candidates are found of which
  /// one violates no budget (DryRunPreemption); while the cluster settles, whose candidates only
  /// say that there are some, one is enough.
  private mutating func dryRun(
    on nodes: [Int], _ cycle: inout SchedulingCycle, _ failure: inout FailedScheduling,
    at now: SimTime
  ) -> [DefaultPreemption.Candidate] {
    guard !nodes.isEmpty else { return [] }
    let wanted = isSettling ? 1 : DefaultPreemption.candidatesWanted(of: nodes.count)
    let offset = scheduler.preemptionOffset.below(nodes.count)
    var candidates: [DefaultPreemption.Candidate] = []
    var isHarmless = false
    for turn in nodes.indices where candidates.count < wanted || !isHarmless && !isSettling {
      let node = nodes[(offset + turn) % nodes.count]
      guard let candidate = candidate(on: node, &cycle, &failure, at: now) else { continue }
      candidates.append(candidate)
      isHarmless = isHarmless || candidate.violations == 0
    }
    return candidates
  }

  /// The fewest victims on one node that let the pod in, or nil (SelectVictimsOnNode).
  private mutating func candidate(
    on node: Int, _ cycle: inout SchedulingCycle, _ failure: inout FailedScheduling,
    at now: SimTime
  ) -> DefaultPreemption.Candidate? {
    let lower = nodePods[node].filter {
      pods[$0].isAssigned && priority(of: $0) < cycle.pod.priority
    }
    guard !lower.isEmpty else {
      failure.add("No preemption victims found for incoming pod", nodes: 1)
      return nil
    }
    for pod in lower { lift(pod, step: -1, &cycle) }
    if let answer = cycle.answer(of: node, &scheduler.cache) {
      failure.add(Int(answer.plugin), answer.rejection, nodes: 1, scheduler.cache)
      for pod in lower { lift(pod, step: 1, &cycle) }
      return nil
    }
    let ranked = lower.map {
      DefaultPreemption.Victim(
        pod: $0, priority: priority(of: $0), start: min(pods[$0].startedAt, now))
    }.sorted { $0.isMoreImportant(than: $1) }
    let violating = violations(of: ranked)
    var victims: [DefaultPreemption.Victim] = []
    var count = 0
    for hurts in [true, false] {
      for (index, victim) in ranked.enumerated() where violating[index] == hurts {
        lift(victim.pod, step: 1, &cycle)
        guard cycle.answer(of: node, &scheduler.cache) != nil else { continue }
        lift(victim.pod, step: -1, &cycle)
        victims.append(victim)
        if hurts { count += 1 }
      }
    }
    for victim in victims { lift(victim.pod, step: 1, &cycle) }
    return DefaultPreemption.Candidate(node: node, victims: victims, violations: count)
  }

  /// Takes a pod from its node in the scheduler's view alone, or puts it back.
  private mutating func lift(_ pod: PodHandle, step: Int32, _ cycle: inout SchedulingCycle) {
    let node = Int(pods[pod].node)
    let matches = selectors.matches(of: pods[pod].labelSet)
    scheduler.cache.count(
      templates[Int(chargedTemplate(of: pod))].placement, matches: matches, on: node,
      step: Int64(step))
    if !pods[pod].isTerminating {
      scheduler.cache.countForSpread(matches: matches, on: node, step: step)
    }
    scheduler.cache.count(claimUses(of: pod), on: node, step: step)
    cycle.refresh(scheduler.cache)
  }

  /// Which of the ranked victims break a budget, each taking from what its budgets still allow
  /// (filterPodsWithPDBViolation).
  private func violations(of ranked: [DefaultPreemption.Victim]) -> [Bool] {
    var allowed = budgets.indices.map { index in
      let isConcerned = ranked.contains { isProtected($0.pod, by: budgets[index]) }
      return isConcerned ? status(ofBudget: index).disruptionsAllowed : 0
    }
    return ranked.map { victim in
      var isViolating = false
      for index in budgets.indices where isProtected(victim.pod, by: budgets[index]) {
        allowed[index] -= 1
        if allowed[index] < 0 { isViolating = true }
      }
      return isViolating
    }
  }

  private func isProtected(_ pod: PodHandle, by budget: BudgetState) -> Bool {
    budget.exists && selectors.matches(budget.selector, pods[pod].labelSet)
  }

  /// Deletes the victims with their own grace and expects the pod on their node (prepareCandidate).
  private mutating func evict(
    _ chosen: DefaultPreemption.Candidate, for pod: PodHandle, in simulation: inout Simulation
  ) {
    let node = nodeSpecs[chosen.node].name
    let recorder = scheduler.recorder(of: templates[Int(pods[pod].template)].spec)
    for victim in chosen.victims where !pods[victim.pod].isTerminating {
      pods[victim.pod].isPreempted = true
      pods[victim.pod].isDisrupted = true
      record(
        victim.pod, "Preempted", "Preempted by pod \(uid(of: pod)) on node \(node)",
        by: recorder, in: simulation)
      deletePod(victim.pod, in: &simulation)
    }
    let own = priority(of: pod)
    for other in scheduler.cache.nominations
    where Int(other.node) == chosen.node && other.priority < own {
      cancelNomination(of: other.pod, in: &simulation)
    }
    pods[pod].nominatedNode = Int32(chosen.node)
    scheduler.cache.nominate(
      Nomination(
        pod: pod, node: Int32(chosen.node), priority: own,
        demand: templates[Int(pods[pod].template)].placement,
        matches: selectors.matches(of: pods[pod].labelSet), claims: claimUses(of: pod)))
  }

  /// A pod that got no node is expected on one no more: from 1.33 on, pods of at most its priority
  /// are tried again, which had to leave it its place.
  mutating func cancelNomination(of pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].nominatedNode >= 0 else { return }
    withdrawNomination(of: pod)
    guard version.wakesForNominations else { return }
    wakeScheduler(.podGone, pod: pod, upTo: priority(of: pod), in: &simulation)
  }

  /// A pod is expected nowhere any more (`status.nominatedNodeName` is cleared).
  mutating func withdrawNomination(of pod: PodHandle) {
    guard pods[pod].nominatedNode >= 0 else { return }
    pods[pod].nominatedNode = -1
    scheduler.cache.withdraw(pod)
  }

  /// Forgets the nominations of pods that are gone or about to go.
  mutating func withdrawStaleNominations() {
    for nomination in scheduler.cache.nominations
    where !pods.contains(nomination.pod) || pods[nomination.pod].isTerminating {
      scheduler.cache.withdraw(nomination.pod)
    }
  }
}
