import Manifests
import SimulationKernel

/// The bare pods that controllers have long taken in at a running start.
extension Cluster {
  /// Whether a ReplicaSet, StatefulSet or DaemonSet takes a bare pod before the running start: that
  /// one brings it in.
  func isSelected(_ bare: Int) -> Bool {
    let home = workloads[bare].namespaceNumber
    let labels = workloads[bare].spec.template.labels
    return !workloads[bare].spec.template.isStatic
      && workloads.indices.contains { other in
        guard workloads[other].namespaceNumber == home, workloads[other].exists else {
          return false
        }
        switch workloads[other].kind {
        case .deployment, .replicaSet: return selects(other, workloads[other].newest, labels)
        case .statefulSet:
          return ordinal(named: workloads[bare].name, labels, for: other) != nil
        case .daemonSet: return selects(other, 0, labels)
        default: return false
        }
      }
  }

  /// At a running start ReplicaSets have long adopted the bare pods that they select, and deleted
  /// those that were too many; returns how many pods it has so.
  mutating func settleAdoption(of workload: Int, in simulation: inout Simulation) -> Int {
    let home = workloads[workload].namespaceNumber
    let newest = workloads[workload].newest
    for bare in barePods.map({ Int($0) })
    where workloads[bare].namespaceNumber == home && workloads[bare].exists
      && workloads[bare].createdCount == 0
    {
      guard !workloads[bare].spec.template.isStatic,
        selects(workload, newest, workloads[bare].spec.template.labels)
      else { continue }
      if workloads[workload].activeCount >= workloads[workload].replicas {
        forgetObject(of: bare)
        notes.append(
          "Pod \(workloads[bare].qualifiedName) is taken as deleted before time zero: "
            + "\(workloads[workload].name) selects it and has all its replicas")
      } else if let pod = createPod(of: bare, revision: 0, in: &simulation) {
        hand(pod, to: workload, revision: newest)
      }
    }
    return workloads[workload].activeCount
  }

  /// At a running start a StatefulSet has long taken the bare pods with its names; those beyond its
  /// replicas it has deleted, and those of another revision it has replaced, where it does so by
  /// itself.
  mutating func settleNumberedPods(of workload: Int, in simulation: inout Simulation) {
    let home = workloads[workload].namespaceNumber
    for bare in barePods.map({ Int($0) })
    where workloads[bare].namespaceNumber == home && workloads[bare].exists
      && workloads[bare].createdCount == 0
    {
      let template = workloads[bare].spec.template
      guard !template.isStatic,
        let ordinal = ordinal(named: workloads[bare].name, template.labels, for: workload)
      else { continue }
      guard keepsSettled(bare, at: Int(ordinal), of: workload) else {
        forgetObject(of: bare)
        notes.append(
          "Pod \(workloads[bare].qualifiedName) is taken as deleted before time zero: StatefulSet "
            + "\(workloads[workload].name) selects it and has a pod of its own in its place, or "
            + "fewer replicas")
        continue
      }
      guard let pod = createPod(of: bare, revision: 0, in: &simulation) else { continue }
      hand(pod, to: workload, revision: revision(of: pod, in: workload), seat: ordinal)
      keepSeat(ordinal, for: pod, of: workload)
      if hasStorage(pod, of: workload) {
        relabel(pod, to: identitySet(of: pod), in: &simulation)
      }
    }
  }

  /// Whether a StatefulSet has left a bare pod at an ordinal as it is.
  ///
  /// It can not update one without its claims, and comes to no rollout before.
  private func keepsSettled(_ bare: Int, at ordinal: Int, of workload: Int) -> Bool {
    let owner = workloads[workload]
    let spec = owner.spec
    let first = spec.firstOrdinal
    guard (first..<first + owner.replicas).contains(ordinal) else { return false }
    let template = workloads[bare].spec.template
    let hasStorage = spec.claimTemplates.allSatisfy {
      template.claims.contains(claimName($0.name, workloads[bare].name, owner.kind))
    }
    return !hasStorage || spec.updatesOnDelete || ordinal < first + spec.partition
      || template.labels["controller-revision-hash"] == owner.newestLabel
  }

  /// At a running start a DaemonSet has long taken the bare pods that it selects, by the nodes that
  /// the scheduler gave them; it has deleted those where it wants none or has an older one, and has
  /// replaced those of another revision, where it does so by itself.
  mutating func settleDaemons(of workload: Int, in simulation: inout Simulation) {
    let home = workloads[workload].namespaceNumber
    let owner = workloads[workload]
    var areLeft = false
    for bare in barePods.map({ Int($0) })
    where workloads[bare].namespaceNumber == home && workloads[bare].exists
      && workloads[bare].createdCount == 0
    {
      let template = workloads[bare].spec.template
      guard !template.isStatic, selects(workload, 0, template.labels) else { continue }
      let isCurrent =
        template.labels["controller-revision-hash"] == owner.newestLabel
      if isCurrent || owner.spec.updatesOnDelete {
        createPod(of: bare, revision: 0, in: &simulation)
        areLeft = true
      } else {
        forgetObject(of: bare)
        noteReplaced(bare, by: workload)
      }
    }
    while areLeft, !scheduler.queue.isIdle { scheduleNextPod(in: &simulation) }
    syncDaemonSet(workload, in: &simulation)
    for pod in workloads[workload].pods where pods[pod].isTerminating {
      noteReplaced(Int(pods[pod].workload), by: workload)
      removeObject(of: pod, in: &simulation)
    }
  }

  private mutating func noteReplaced(_ bare: Int, by workload: Int) {
    notes.append(
      "Pod \(workloads[bare].qualifiedName) is taken as deleted before time zero: DaemonSet "
        + "\(workloads[workload].name) selects it and has a pod of its own in its place, or wants "
        + "none there")
  }
}
