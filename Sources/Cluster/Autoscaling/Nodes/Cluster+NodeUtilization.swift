import Manifests
package import SimulationKernel

// How much of a node is requested (cluster-autoscaler/simulator/utilization/info.go).
extension Cluster {
  /// How long after its grace period, counted from the time by which it should have been gone, a
  /// terminating pod counts no more (drain.PodLongTerminatingExtraThreshold).
  private static let longTermination = SimDuration.seconds(30)

  /// What is requested of a node over what pods may request: of its GPUs alone where it has some,
  /// elsewhere of CPU or memory, whichever is more.
  package func utilization(of node: Int, at now: SimTime) -> Double {
    if let gpu = gpu(of: node) { return share(of: .extended(gpu), on: node, at: now) }
    return max(share(of: .cpu, on: node, at: now), share(of: .memory, on: node, at: now))
  }

  /// A node's use as the autoscaler's events tell it, which is how Go prints utilization.Info: the
  /// shares of CPU, memory, GPUs and, from 1.32 on, devices, which of them counts, and its share.
  func utilizationText(of node: Int, at now: SimTime) -> String {
    let gpu = gpu(of: node)
    let graphics = gpu.map { share(of: .extended($0), on: node, at: now) } ?? 0
    let cpu = gpu == nil ? share(of: .cpu, on: node, at: now) : 0
    let memory = gpu == nil ? share(of: .memory, on: node, at: now) : 0
    let name = gpu.map { scheduler.cache.extendedNames[$0] } ?? (cpu > memory ? "cpu" : "memory")
    let devices: [Double] = version.countsDevices ? [0] : []
    let shares = ([cpu, memory, graphics] + devices).map(Self.plain).joined(separator: " ")
    return "{\(shares) \(name) \(Self.plain(max(cpu, memory, graphics)))}"
  }

  /// A share in the fewest digits that mean it, without a fraction where it has none.
  private static func plain(_ share: Double) -> String {
    share == share.rounded() ? "\(Int(share))" : "\(share)"
  }

  /// Whether so little is requested of a node that it may be unneeded.
  func isUnderused(_ node: Int, at now: SimTime) -> Bool {
    let threshold =
      gpu(of: node) == nil
      ? nodeAutoscaler.settings.utilizationThreshold : NodeAutoscaler.gpuUtilizationThreshold
    return utilization(of: node, at: now) < threshold
  }

  /// The number of the extended resource that a node's GPUs are; nil where it has none.
  private func gpu(of node: Int) -> Int32? {
    for name in NodeAutoscaler.gpuResources {
      guard let number = scheduler.cache.extendedNames.find(name) else { continue }
      if scheduler.cache.extended[Int(number)].allocatable[node] > 0 { return number }
    }
    return nil
  }

  /// What is requested of one resource of a node over what pods may request of it.
  ///
  /// Expendable pods and those that have been terminating for long don't count. Daemons, where they
  /// are left out (--ignore-daemonsets-utilization), are taken off both.
  private func share(
    of resource: PodQuery.ScoredResource.Resource, on node: Int, at now: SimTime
  ) -> Double {
    let column =
      switch resource {
      case .cpu: scheduler.cache.cpu
      case .memory: scheduler.cache.memory
      case .ephemeral: scheduler.cache.ephemeral
      case .extended(let number): scheduler.cache.extended[Int(number)]
      }
    var (requested, whole) = (column.requested[node], column.allocatable[node])
    for pod in nodePods[node] where pods[pod].isAssigned {
      let amount = templates[Int(chargedTemplate(of: pod))].placement.amount(of: resource)
      if nodeAutoscaler.settings.ignoresDaemons,
        workloads[Int(pods[pod].owner)].kind == .daemonSet
      {
        requested -= amount
        whole -= amount
      } else if isExpendable(pod) || isLongTerminating(pod, at: now) {
        requested -= amount
      }
    }
    return whole > 0 ? Double(requested) / Double(whole) : 0
  }

  /// Whether a pod should have been gone by its deletion timestamp, and is still there more than
  /// its grace period and half a minute later (drain.IsPodLongTerminating).
  func isLongTerminating(_ pod: PodHandle, at now: SimTime) -> Bool {
    let state = pods[pod]
    guard state.isTerminating, state.deletionDueAt < now else { return false }
    let grace = templates[Int(state.template)].spec.terminationGrace
    return now - state.deletionDueAt > grace + Cluster.longTermination
  }
}

extension PlacementDemand {
  /// What is requested of one resource.
  fileprivate func amount(of resource: PodQuery.ScoredResource.Resource) -> Int64 {
    switch resource {
    case .cpu: cpuMilli
    case .memory: memory
    case .ephemeral: ephemeral
    case .extended(let number): extended.first { $0.resource == number }?.amount ?? 0
    }
  }
}
