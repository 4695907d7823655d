import Manifests
package import SimulationKernel

// The horizontal autoscaler's control loop (kubernetes pkg/controller/podautoscaler/horizontal.go
// reconcileAutoscaler).
extension Cluster {
  /// Finds the autoscalers' targets and arms scrapes and syncs, each with its own phase.
  package mutating func startAutoscaling(in simulation: inout Simulation) {
    guard !autoscaling.autoscalers.isEmpty else { return }
    for index in autoscaling.autoscalers.indices {
      let spec = autoscaling.autoscalers[index].spec
      let workload = workloadIndex(
        kind: spec.targetKind, namespace: spec.namespace, name: spec.targetName)
      autoscaling.autoscalers[index].workload = workload
      if workload == nil {
        notes.append(
          "HorizontalPodAutoscaler \(spec.namespace)/\(spec.name): no \(spec.targetKind) "
            + "\(spec.targetName) to scale")
      }
      var phase = EntityRandom(
        seed: seed, stream: "autoscaler/\(spec.namespace)/\(spec.name)/sync")
      schedule(
        .syncAutoscaler, at: simulation.now + phase.duration(below: Autoscaling.syncPeriod),
        argument: UInt32(index), in: &simulation)
    }
    var phase = EntityRandom(seed: seed, stream: "metrics-server/scrape")
    scheduleScrape(
      at: simulation.now + phase.duration(below: MetricsServer.resolution), in: &simulation)
  }

  /// Handles one of autoscaling's events.
  package mutating func handle(
    _ event: AutoscalingEvent, argument: UInt32, in simulation: inout Simulation
  ) {
    switch event {
    case .readUsage: readUsage(in: &simulation)
    case .publishUsage: publishUsage(in: &simulation)
    case .syncAutoscaler:
      if areControllersUp { sync(autoscaler: Int(argument), in: &simulation) }
      schedule(
        .syncAutoscaler, at: simulation.now + Autoscaling.syncPeriod, argument: argument,
        in: &simulation)
    }
  }

  private mutating func sync(autoscaler index: Int, in simulation: inout Simulation) {
    let spec = autoscaling.autoscalers[index].spec
    guard let workload = autoscaling.autoscalers[index].workload, workloads[workload].exists,
      autoscaling.autoscalers[index].exists
    else { return }
    let current = workloads[workload].replicas
    if autoscaling.autoscalers[index].history.recommendations.isEmpty {
      autoscaling.autoscalers[index].history.recommendations = [
        ScalingHistory.Recommendation(replicas: current, time: simulation.now)
      ]
    }
    if current == 0, spec.limits.minReplicas != 0 { return }
    var reason = "Current number of replicas above Spec.MaxReplicas"
    var desired = spec.limits.maxReplicas
    if current < spec.limits.minReplicas {
      reason = "Current number of replicas below Spec.MinReplicas"
      desired = spec.limits.minReplicas
    } else if current <= spec.limits.maxReplicas {
      guard let proposal = proposal(of: index, current: current, at: simulation.now) else { return }
      autoscaling.autoscalers[index].desiredReplicas = proposal.replicas
      reason =
        proposal.replicas > current
        ? "\(proposal.metric) above target" : "All metrics below target"
      desired = normalized(proposal.replicas, current: current, of: index, at: simulation.now)
    }
    guard desired != current else { return }
    record(
      "SuccessfulRescale", "New size: \(desired); reason: \(reason)", of: index, simulation.now)
    autoscaling.autoscalers[index].history.record(
      from: current, to: desired, behavior: spec.behavior, at: simulation.now)
    scale(workload: workload, to: desired, in: &simulation)
  }

  /// A proposal after stabilisation, speed limits and bounds.
  private mutating func normalized(
    _ proposed: Int, current: Int, of index: Int, at now: SimTime
  ) -> Int {
    let spec = autoscaling.autoscalers[index].spec
    guard let behavior = spec.behavior else {
      let stable = autoscaling.autoscalers[index].history.stabilize(
        proposed, window: Autoscaling.downscaleStabilization, at: now)
      return spec.limits.limit(stable, current: current).replicas
    }
    let windows = [behavior.scaleUp, behavior.scaleDown].map { rules in
      rules.stabilizationWindowSeconds.map { SimDuration.seconds(Int64($0)) }
    }
    let stable = autoscaling.autoscalers[index].history.stabilize(
      proposed, current: current, upWindow: windows[0] ?? .zero,
      downWindow: windows[1] ?? Autoscaling.downscaleStabilization, at: now)
    return spec.limits.limit(
      stable, current: current, behavior: behavior,
      history: autoscaling.autoscalers[index].history, at: now
    ).replicas
  }

  /// The greatest proposal of the metrics; nil if none is valid, or if some are not and the rest
  /// would scale down (computeReplicasForMetrics).
  private mutating func proposal(
    of index: Int, current: Int, at now: SimTime
  ) -> (replicas: Int, metric: String)? {
    let metrics = autoscaling.autoscalers[index].spec.metrics
    var best: (replicas: Int, metric: String)?
    var problems: [String] = []
    autoscaling.autoscalers[index].currentUtilization = nil
    for metric in metrics {
      do throws(MetricProblem) {
        let proposal = try proposal(of: metric, autoscaler: index, current: current, at: now)
        if autoscaling.autoscalers[index].currentUtilization == nil {
          autoscaling.autoscalers[index].currentUtilization = proposal.utilization
        }
        if best.map({ proposal.replicas > $0.replicas }) ?? true {
          best = (proposal.replicas, metric.description)
        }
      } catch {
        let problem = metric.failurePrefix + error.message
        record(metric.failureReason, problem, of: index, isWarning: true, now)
        problems.append(problem)
      }
    }
    if let first = problems.first, best.map({ $0.replicas < current }) ?? true {
      record(
        "FailedComputeMetricsReplicas",
        "invalid metrics (\(problems.count) invalid out of \(metrics.count)), first error is: "
          + first, of: index, isWarning: true, now)
      return nil
    }
    return best
  }

  private mutating func record(
    _ reason: String, _ message: String, of index: Int, isWarning: Bool = false, _ now: SimTime
  ) {
    let spec = autoscaling.autoscalers[index].spec
    events.append(
      ClusterEvent(
        time: now, isWarning: isWarning, reason: reason, kind: "HorizontalPodAutoscaler",
        namespace: spec.namespace, name: spec.name, message: message))
  }
}
