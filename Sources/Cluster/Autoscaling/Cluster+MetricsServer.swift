import SimulationKernel

// Reads what autoscaled pods use and publishes it, as cAdvisor and metrics-server do.
extension Cluster {
  /// At a running start the kubelets have read every container before: time zero is the start of
  /// the first rate.
  mutating func primeUsage(at now: SimTime) {
    for autoscaler in autoscaling.autoscalers.indices {
      for pod in target(ofAutoscaler: autoscaler).map({ pods(of: $0) }) ?? [] {
        for index in containerRange(of: pod) where containers[index].cpu >= 0 {
          let container = Int(containers[index].cpu)
          autoscaling.server.prime(
            container, used: cpu.usage(of: container, at: now).used, now: now)
        }
      }
    }
  }

  /// Reads the CPU time and the memory of every autoscaled pod's containers.
  mutating func readUsage(in simulation: inout Simulation) {
    for index in autoscaling.autoscalers.indices {
      guard let target = target(ofAutoscaler: index) else { continue }
      var values: [MetricsServer.PodUsage] = []
      for pod in pods(of: target) {
        if let usage = usage(of: pod, at: simulation.now) { values.append(usage) }
      }
      autoscaling.server.read[index] = values
    }
  }

  /// An autoscaler follows another target, whose pods metrics-server has read all along: up to the
  /// next reading the API shows what they used on average since they started (assumed).
  mutating func followTarget(ofAutoscaler index: Int, at now: SimTime) {
    guard let target = target(ofAutoscaler: index) else { return }
    var values: [MetricsServer.PodUsage] = []
    for pod in pods(of: target) {
      for entry in containerRange(of: pod) where containers[entry].cpu >= 0 {
        let since = max(.zero, containers[entry].startedAt)
        autoscaling.server.prime(Int(containers[entry].cpu), used: .zero, now: since)
      }
      if let usage = usage(of: pod, at: now) { values.append(usage) }
    }
    autoscaling.server.read[index] = values
    if isMetricsServerUp { autoscaling.server.published[index] = values }
  }

  /// Whether the resource metrics API answers: a pod of metrics-server is ready, where manifests
  /// have it.
  var isMetricsServerUp: Bool {
    autoscaling.server.workload.map { workloads[$0].readyCount > 0 } ?? true
  }

  /// Publishes what was read; the next scrape follows.
  mutating func publishUsage(in simulation: inout Simulation) {
    if isMetricsServerUp {
      autoscaling.server.published = autoscaling.server.read
    } else {
      autoscaling.server.forget()
    }
    scheduleScrape(at: simulation.now + autoscaling.server.resolution, in: &simulation)
  }

  /// Schedules a scrape and the reading that it will show.
  mutating func scheduleScrape(at scrape: SimTime, in simulation: inout Simulation) {
    let age = autoscaling.housekeeping.duration(below: MetricsServer.housekeeping)
    schedule(.readUsage, at: max(simulation.now, scrape - age), in: &simulation)
    schedule(.publishUsage, at: scrape, in: &simulation)
  }

  /// What a pod used since the reading before; nil unless all of its containers have a value.
  private mutating func usage(of pod: PodHandle, at now: SimTime) -> MetricsServer.PodUsage? {
    let state = pods[pod]
    guard state.hasContainers, state.node >= 0 else { return nil }
    let node = Int(state.node)
    guard tendsPods(node) && nodes[node].isReachable else { return nil }
    var result = MetricsServer.PodUsage(pod: pod, time: now, window: .zero, containers: [])
    var isComplete = true
    for index in containerRange(of: pod) {
      let container = containers[index]
      guard container.cpu >= 0 else { continue }
      let used = cpu.usage(of: Int(container.cpu), at: now).used
      let usage = autoscaling.server.usage(
        of: Int(container.cpu), used: used, startedAt: container.startedAt, now: now)
      guard let usage else {
        isComplete = false
        continue
      }
      result.containers.append(
        MetricsServer.ContainerUsage(
          position: container.position, milliCPU: usage.milli, memory: memory.held(by: index)))
      result.window = usage.window
    }
    return isComplete && !result.containers.isEmpty ? result : nil
  }

  /// Schedules one of autoscaling's events.
  func schedule(
    _ event: AutoscalingEvent, at time: SimTime, argument: UInt32 = 0,
    in simulation: inout Simulation
  ) {
    simulation.schedule(
      at: time, room: Room.cluster.rawValue, kind: event.rawValue, argument: argument)
  }
}
