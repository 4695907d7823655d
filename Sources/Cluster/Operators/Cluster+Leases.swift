import SimulationKernel

/// Operators of which several copies run: one acts, and another when the lease has run out.
extension Cluster {
  /// Makes the leases of the operators whose copies elect one; at a running start the first copy
  /// holds it.
  mutating func startLeases(in simulation: inout Simulation) {
    for workload in workloads.indices {
      let template = workloads[workload].spec.template
      guard let rule = template.containers.lazy.compactMap(\.election).first else { continue }
      let spec = OperatorCatalog.all.first { $0.isSoftware(template) }
      let name = workloads[workload].namespace + "/" + workloads[workload].name
      var lease = OperatorLease(
        workload: workload, rule: rule, isReleased: spec?.releasesLease ?? false,
        random: EntityRandom(seed: seed, stream: "lease/" + name))
      if let pod = copies(of: lease).first?.pod {
        lease.take(pod, by: pods[pod].servingSince, now: simulation.now)
      }
      schedule(
        .leaseRenewal, at: lease.nextLook(now: simulation.now), argument: UInt32(leases.count),
        in: &simulation)
      leases.append(lease)
    }
  }

  /// The holder of a lease renews it, ends because it could not, or another takes it.
  mutating func checkLease(_ index: Int, in simulation: inout Simulation) {
    let now = simulation.now
    let holder = leases[index].holder
    if isAlive(leases[index]) {
      let process = pods[holder].servingSince
      let isOverdue = now - leases[index].renewedAt >= leases[index].rule.renewDeadline
      if isOverdue, process == leases[index].since {
        record(
          holder, "LeaderElectionLost", "the lease was not renewed in time: the process ends",
          isWarning: true, by: .vhsim, in: simulation)
        crash(holder, exitCode: 1, reason: .error, in: &simulation)
      } else if isSeen(holder) {
        leases[index].renew(by: process, now: now)
      }
    } else {
      let isGivenUp =
        holder.isNone
        || (leases[index].isReleased && pods.contains(holder) && pods[holder].isTerminating)
      leases[index].miss(copies(of: leases[index]), isGivenUp: isGivenUp, now: now)
      passOn(index, in: simulation)
    }
    schedule(
      .leaseRenewal, at: leases[index].nextLook(now: now), argument: UInt32(index), in: &simulation)
  }

  /// Whether the copy that acts among those of a lease is at work.
  func isActing(_ lease: OperatorLease) -> Bool {
    isAlive(lease) && pods[lease.holder].isReady && isSeen(lease.holder)
  }

  /// The first copy that takes the lease now gets it, if the API lets it.
  private mutating func passOn(_ index: Int, in simulation: borrowing Simulation) {
    let lease = leases[index]
    let takers = lease.takers(at: simulation.now)
    guard let pod = takers.first(where: { mayTake($0) }) else { return }
    let owner = workloads[lease.workload]
    // Its software names the lease, and roles often allow that one alone.
    let request = APIRequest(
      "update", "leases", group: "coordination.k8s.io", namespace: owner.namespace
    ).ofUnknownName
    guard refusal(of: request, by: lease.workload) == nil else {
      if !lease.isRefused { _ = ask(request, by: lease.workload, in: simulation) }
      leases[index].isRefused = true
      return
    }
    leases[index].take(pod, by: pods[pod].servingSince, now: simulation.now)
    record(
      kind: "Lease", namespace: owner.namespace, name: owner.name, "LeaderElection",
      "\(name(of: pod)) became leader", by: .anOperator, in: simulation)
  }

  /// The copies that may take a lease, each with the time since when its process runs.
  private func copies(of lease: OperatorLease) -> [(pod: PodHandle, process: SimTime)] {
    workloads[lease.workload].pods.filter { mayTake($0) }.map { ($0, pods[$0].servingSince) }
  }

  /// Whether a copy of an operator runs and reaches the API.
  private func mayTake(_ pod: PodHandle) -> Bool {
    pods.contains(pod) && pods[pod].isReady && !pods[pod].isTerminating && isSeen(pod)
  }

  /// Whether the process that holds a lease runs.
  private func isAlive(_ lease: OperatorLease) -> Bool {
    guard pods.contains(lease.holder), pods[lease.holder].node >= 0 else { return false }
    let pod = pods[lease.holder]
    return pod.isServing && !pod.isTerminating && nodes[Int(pod.node)].isUp
      && (lease.rule.isNamedByPod || pod.servingSince == lease.since)
  }

  /// Whether a pod's machine runs and reaches the API.
  private func isSeen(_ pod: PodHandle) -> Bool {
    let node = Int(pods[pod].node)
    return isControlPlaneUp && node >= 0 && nodes[node].isUp && nodes[node].isReachable
  }
}
