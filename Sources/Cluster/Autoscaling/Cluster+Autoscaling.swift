import Manifests
import Metrics
package import SimulationKernel

// The horizontal autoscaler's control loop (kubernetes pkg/controller/podautoscaler/horizontal.go
// reconcileAutoscaler).
extension Cluster {
  /// Finds the autoscalers' targets and arms scrapes and syncs, each with its own phase.
  package mutating func startAutoscaling(in simulation: inout Simulation) {
    guard !autoscaling.autoscalers.isEmpty else { return }
    for index in autoscaling.autoscalers.indices {
      let spec = autoscaling.autoscalers[index].spec
      autoscaling.autoscalers[index].workload = workloadIndex(ofTarget: spec)
      if let group = spec.customGroup {
        notes.append(
          "HorizontalPodAutoscaler \(spec.namespace)/\(spec.name): the scale of a "
            + "\(spec.targetKind) of \(group) is not simulated")
      } else if let problem = spec.mappingProblem {
        notes.append("HorizontalPodAutoscaler \(spec.namespace)/\(spec.name): \(problem)")
      } else if !spec.hasScale {
        notes.append(
          "HorizontalPodAutoscaler \(spec.namespace)/\(spec.name): a \(spec.targetKind) has no "
            + "scale")
      } else if target(ofAutoscaler: index) == nil {
        notes.append(
          "HorizontalPodAutoscaler \(spec.namespace)/\(spec.name): no \(spec.targetKind) "
            + "\(spec.targetName) to scale")
      }
      var phase = EntityRandom(
        seed: seed, stream: "autoscaler/\(spec.namespace)/\(spec.name)/sync")
      armSync(
        ofAutoscaler: index, after: phase.duration(below: Autoscaling.syncPeriod), in: &simulation)
    }
    autoscaling.server.workload = workload(ofImage: "metrics-server")
    var phase = EntityRandom(seed: seed, stream: "metrics-server/scrape")
    scheduleScrape(
      at: simulation.now + phase.duration(below: autoscaling.server.resolution), in: &simulation)
  }

  /// Handles one of autoscaling's events.
  package mutating func handle(
    _ event: AutoscalingEvent, argument: UInt32, in simulation: inout Simulation
  ) {
    switch event {
    case .readUsage: readUsage(in: &simulation)
    case .publishUsage: publishUsage(in: &simulation)
    case .scanPools: scanPools(in: &simulation)
    case .registerNode: register(node: Int(argument), in: &simulation)
    case .continueRemoval: continueRemoval(of: Int(argument), in: &simulation)
    case .followNodes: followNodes(Int(argument), in: &simulation)
    case .syncAutoscaler: takeTurn(autoscaler: Int(argument), in: &simulation)
    }
  }

  private mutating func armSync(
    ofAutoscaler index: Int, after delay: SimDuration, in simulation: inout Simulation
  ) {
    let time = simulation.now + delay
    autoscaling.autoscalers[index].syncAt = time
    schedule(.syncAutoscaler, at: time, argument: UInt32(index), in: &simulation)
  }

  /// Puts an autoscaler that is new to the controller into its queue, whose keys wait for a whole
  /// period; one that is in it keeps its place (enqueueHPA, FixedItemIntervalRateLimiter).
  mutating func queue(autoscaler index: Int, in simulation: inout Simulation) {
    guard autoscaling.autoscalers[index].syncAt == .infinity else { return }
    armSync(ofAutoscaler: index, after: Autoscaling.syncPeriod, in: &simulation)
  }

  /// Another process lists all autoscalers: its queue has them at one time.
  mutating func requeueAutoscalers(in simulation: inout Simulation) {
    for index in autoscaling.autoscalers.indices where autoscaling.autoscalers[index].exists {
      armSync(ofAutoscaler: index, after: Autoscaling.syncPeriod, in: &simulation)
    }
  }

  /// One that the controller does not find leaves the queue, and with it goes what was remembered
  /// of it (processNextWorkItem, reconcileKey).
  private mutating func takeTurn(autoscaler index: Int, in simulation: inout Simulation) {
    guard autoscaling.autoscalers[index].syncAt == simulation.now else { return }
    autoscaling.autoscalers[index].syncAt = .infinity
    guard autoscaling.autoscalers[index].exists else {
      autoscaling.autoscalers[index].history = ScalingHistory()
      return
    }
    autoscaling.autoscalers[index].waited = .zero
    if areControllersUp { sync(autoscaler: index, in: &simulation) }
    armSync(
      ofAutoscaler: index, after: autoscaling.autoscalers[index].waited + Autoscaling.syncPeriod,
      in: &simulation)
  }

  private mutating func sync(autoscaler index: Int, in simulation: inout Simulation) {
    let before = autoscaling.autoscalers[index].conditions
    reconcile(autoscaler: index, in: &simulation)
    let spec = autoscaling.autoscalers[index].spec
    for condition in autoscaling.autoscalers[index].conditions.entries
    where !before.entries.contains(condition) {
      conditionChanges.append(
        ConditionChange(
          time: simulation.now, kind: "HorizontalPodAutoscaler", namespace: spec.namespace,
          name: spec.name, condition: condition.kind.rawValue,
          status: ConditionStatus(condition.isTrue), reason: condition.reason,
          message: condition.message))
    }
  }

  private mutating func reconcile(autoscaler index: Int, in simulation: inout Simulation) {
    let now = simulation.now
    let spec = autoscaling.autoscalers[index].spec
    guard spec.hasScale, let target = target(ofAutoscaler: index), isThere(target) else {
      failScale(of: index, at: now)
      return
    }
    autoscaling.autoscalers[index].conditions.setScaleKnown(at: now)
    let current = replicas(of: target)
    if autoscaling.autoscalers[index].history.recommendations.isEmpty {
      autoscaling.autoscalers[index].history.recommendations = [
        ScalingHistory.Recommendation(replicas: current, time: now)
      ]
    }
    if current == 0, spec.limits.minReplicas != 0 {
      autoscaling.autoscalers[index].desiredReplicas = 0
      autoscaling.autoscalers[index].conditions.set(
        .scalingActive, false, "ScalingDisabled",
        "scaling is disabled since the replica count of the target is zero", at: now)
      return
    }
    guard let wanted = desired(of: index, target, current: current, at: now) else { return }
    autoscaling.autoscalers[index].desiredReplicas = wanted.replicas
    guard wanted.replicas != current else { return }
    rescale(index, target, from: current, to: wanted.replicas, wanted.reason, in: &simulation)
  }

  /// The target's scale could not be read.
  private mutating func failScale(of index: Int, at now: SimTime) {
    let spec = autoscaling.autoscalers[index].spec
    let absence =
      spec.hasScale
      ? "\(spec.missingScale(in: version)) \"\(spec.targetName)\" not found"
      : "the server could not find the requested resource"
    let problem = spec.mappingProblem ?? absence
    record("FailedGetScale", problem, of: index, isWarning: true, now)
    autoscaling.autoscalers[index].conditions.set(
      .ableToScale, false, "FailedGetScale",
      "the HPA controller was unable to get the target's current scale: \(problem)", at: now)
  }

  /// The replicas wanted now and why; nil while the metrics give no number.
  private mutating func desired(
    of index: Int, _ target: ScaleTarget, current: Int, at now: SimTime
  ) -> (replicas: Int, reason: String)? {
    let limits = autoscaling.autoscalers[index].spec.limits
    if current > limits.maxReplicas {
      return (limits.maxReplicas, "Current number of replicas above Spec.MaxReplicas")
    }
    if current < limits.minReplicas {
      return (limits.minReplicas, "Current number of replicas below Spec.MinReplicas")
    }
    guard !reportOverlap(index, target, at: now),
      let proposal = proposal(of: index, target, current: current, at: now)
    else { return nil }
    // Where only the bounds or the behaviour change the number, upstream gives no reason.
    var reason = ""
    if proposal.replicas > current { reason = "\(proposal.metric) above target" }
    if proposal.replicas < current { reason = "All metrics below target" }
    return (normalized(proposal.replicas, current: current, of: index, at: now), reason)
  }

  private mutating func rescale(
    _ index: Int, _ target: ScaleTarget, from current: Int, to desired: Int, _ reason: String,
    in simulation: inout Simulation
  ) {
    let answer = askWebhooks(aboutScaleOf: target)
    autoscaling.autoscalers[index].waited = answer.waited
    if let failure = answer.failure {
      autoscaling.autoscalers[index].conditions.set(
        .ableToScale, false, "FailedUpdateScale",
        "the HPA controller was unable to update the target scale: \(failure.text)",
        at: simulation.now)
      record(
        "FailedRescale", "New size: \(desired); reason: \(reason); error: \(failure.text)",
        of: index, isWarning: true, simulation.now)
      return
    }
    autoscaling.autoscalers[index].conditions.set(
      .ableToScale, true, "SucceededRescale",
      "the HPA controller was able to update the target scale to \(desired)", at: simulation.now)
    record(
      "SuccessfulRescale", "New size: \(desired); reason: \(reason)", of: index, simulation.now)
    autoscaling.autoscalers[index].history.record(
      from: current, to: desired, behavior: autoscaling.autoscalers[index].spec.behavior,
      at: simulation.now)
    scale(target, to: desired, in: &simulation)
  }

  /// A proposal after stabilisation, speed limits and bounds.
  private mutating func normalized(
    _ proposed: Int, current: Int, of index: Int, at now: SimTime
  ) -> Int {
    let spec = autoscaling.autoscalers[index].spec
    let stable: Int
    let limited: LimitedReplicas
    if let behavior = spec.behavior {
      let windows = [behavior.scaleUp, behavior.scaleDown].map { rules in
        rules.stabilizationWindowSeconds.map { SimDuration.seconds(Int64($0)) }
      }
      stable = autoscaling.autoscalers[index].history.stabilize(
        proposed, current: current, upWindow: windows[0] ?? .zero,
        downWindow: windows[1] ?? Autoscaling.downscaleStabilization, at: now)
      limited = spec.limits.limit(
        stable, current: current, behavior: behavior,
        history: autoscaling.autoscalers[index].history, at: now)
    } else {
      stable = autoscaling.autoscalers[index].history.stabilize(
        proposed, window: Autoscaling.downscaleStabilization, at: now)
      limited = spec.limits.limit(stable, current: current)
    }
    autoscaling.autoscalers[index].conditions.setStabilized(
      isMoved: stable != proposed, isUp: spec.behavior != nil && proposed >= current, at: now)
    autoscaling.autoscalers[index].conditions.setLimited(limited, from: stable, at: now)
    return limited.replicas
  }

  /// The greatest proposal of the metrics; nil if none is valid, or if some are not and the rest
  /// would scale down (computeReplicasForMetrics).
  private mutating func proposal(
    of index: Int, _ target: ScaleTarget, current: Int, at now: SimTime
  ) -> (replicas: Int, metric: String)? {
    let metrics = autoscaling.autoscalers[index].spec.metrics
    var best: (replicas: Int, metric: String)?
    var problems: [(metric: AutoscalerMetric, text: String)] = []
    autoscaling.autoscalers[index].observed = Array(repeating: nil, count: metrics.count)
    for (number, metric) in metrics.enumerated() {
      var proposed: Int?
      do throws(MetricProblem) {
        let proposal = try proposal(
          ofMetric: number, autoscaler: index, target, current: current, at: now)
        autoscaling.autoscalers[index].observed[number] = proposal
        proposed = proposal.replicas
      } catch {
        if let problem = failure(error, of: metric, target, at: now) {
          let text = metric.failurePrefix + problem.message
          record(metric.failureReason, text, of: index, isWarning: true, now)
          problems.append((metric, text))
        } else {
          proposed = current
        }
      }
      if let proposed, best.map({ $0.replicas == 0 || proposed > $0.replicas }) ?? true {
        best = (proposed, metric.description)
      }
    }
    if let first = problems.first, best.map({ $0.replicas < current }) ?? true {
      failMetrics(of: index, first, problems.count, of: metrics.count, at: now)
      return nil
    }
    autoscaling.autoscalers[index].conditions.set(
      .scalingActive, true, "ValidMetricFound",
      "the HPA was able to successfully calculate a replica count from \(best?.metric ?? "")",
      at: now)
    return best
  }

  /// Why a metric gives no number; nil where it lacks only samples that a platform which has run
  /// before time zero would have.
  private func failure(
    _ problem: MetricProblem, of metric: AutoscalerMetric, _ target: ScaleTarget, at now: SimTime
  ) -> MetricProblem? {
    guard problem.isAbsence, startsRunning, now < autoscaling.primedBy else { return problem }
    return standingProblem(of: metric, target)
  }

  /// The metrics give no number that may be used.
  private mutating func failMetrics(
    of index: Int, _ first: (metric: AutoscalerMetric, text: String), _ failed: Int,
    of count: Int, at now: SimTime
  ) {
    record(
      "FailedComputeMetricsReplicas",
      "invalid metrics (\(failed) invalid out of \(count)), first error is: "
        + first.metric.errorPrefix + first.text, of: index, isWarning: true, now)
    autoscaling.autoscalers[index].conditions.set(
      .scalingActive, false, first.metric.failureReason,
      "the HPA was unable to compute the replica count: " + first.text, at: now)
  }

  mutating func record(
    _ reason: String, _ message: String, of index: Int, isWarning: Bool = false, _ now: SimTime
  ) {
    let spec = autoscaling.autoscalers[index].spec
    say(
      ClusterEvent(
        time: now, source: .horizontalPodAutoscaler, isWarning: isWarning, reason: reason,
        kind: "HorizontalPodAutoscaler",
        namespace: spec.namespace, name: spec.name, message: message),
      life: autoscaling.autoscalers[index].lives)
  }
}
