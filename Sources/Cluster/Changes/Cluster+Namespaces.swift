import Manifests
import Metrics
import SimulationKernel

/// The deletion of namespaces with all that is in them (pkg/controller/namespace/deletion;
/// plugin/pkg/admission/namespace/lifecycle).
extension Cluster {
  /// How long the controller leaves a deleted namespace alone (namespaceDeletionGracePeriod).
  private static let namespaceDelay = SimDuration.seconds(5)
  /// What it takes as the time until finalizers are gone (finalizerEstimateSeconds).
  private static let finalizerEstimate = SimDuration.seconds(15)
  /// Namespaces that may not be deleted (immortalNamespaces).
  private static let immortal = ["default", "kube-system", "kube-public"]

  /// Claims of a namespace: all that are left, and those that pods use.
  private struct ClaimCounts {
    var left = 0
    var used = 0
  }

  /// Whether a namespace is Terminating: nothing new comes into it.
  func isEnding(_ namespace: String) -> Bool {
    namespaceEnds.contains { $0.name == namespace && $0.stage == .terminating }
  }

  /// Deletes a namespace; returns why the API refused it.
  mutating func deleteNamespace(_ name: String, in simulation: inout Simulation) -> String? {
    if Cluster.immortal.contains(name) {
      return answer(
        name, "Forbidden",
        "Error from server (Forbidden): namespaces \"\(name)\" is forbidden: this namespace may "
          + "not be deleted", in: simulation)
    }
    guard isThere(namespace: name) else {
      return answer(
        name, "NotFound", "Error from server (NotFound): namespaces \"\(name)\" not found",
        in: simulation)
    }
    record(
      kind: "Namespace", namespace: "", name: name, "Deleted", "namespace \"\(name)\" deleted",
      isWarning: false, in: simulation)
    guard !isEnding(name) else { return nil }
    _ = ledger.keep("Namespace", "default", name, as: nil)
    namespaceEnds.append(NamespaceEnd(name: name))
    armNamespace(namespaceEnds.count - 1, after: Cluster.namespaceDelay, in: &simulation)
    return nil
  }

  private mutating func answer(
    _ name: String, _ reason: String, _ problem: String, in simulation: borrowing Simulation
  ) -> String {
    record(
      kind: "Namespace", namespace: "", name: name, reason, problem, isWarning: true,
      in: simulation)
    return problem
  }

  /// Whether a namespace is there: its own object, or anything that is in it.
  private func isThere(namespace name: String) -> Bool {
    namespaces.contains { $0.name == name } || isEnding(name)
      || workloads.contains { ($0.exists || $0.isAbandoned) && $0.namespace == name }
      || services.contains { $0.exists && $0.spec.namespace == name }
      || ledger.objects.contains { $0.namespace == name }
  }

  private func armNamespace(
    _ index: Int, after delay: SimDuration, in simulation: inout Simulation
  ) {
    schedule(.namespacePass, after: delay, argument: UInt32(index), in: &simulation)
  }

  /// A namespace's own finalizers are gone: if nothing else keeps it, it goes.
  mutating func resumeEnd(ofNamespace name: String, in simulation: inout Simulation) {
    let index = namespaceEnds.firstIndex {
      $0.name == name && $0.stage == .terminating && $0.isEmpty
    }
    guard let index else { return }
    armNamespace(index, after: .zero, in: &simulation)
  }

  /// The controller deletes what is in a namespace, and the namespace when nothing is left and it
  /// has no finalizers of its own.
  mutating func emptyNamespace(_ index: Int, in simulation: inout Simulation) {
    guard namespaceEnds[index].stage == .terminating else { return }
    guard areControllersUp else {
      armNamespace(index, after: Cluster.namespaceDelay, in: &simulation)
      return
    }
    let name = namespaceEnds[index].name
    deleteContent(of: name, in: &simulation)
    // The mirror of a static pod goes at once; its kubelet can not make another one.
    let left = workloads.filter { $0.namespace == name }.flatMap(\.pods).filter { !isStatic($0) }
    let kept = ledger.keepAll(in: name)
    let claims = deleteClaims(of: name, usedBy: left, kept)
    guard !left.isEmpty || claims.left > 0 || !kept.isEmpty else {
      namespaceEnds[index].isEmpty = true
      guard !ledger.keep("Namespace", "default", name, as: nil) else { return }
      namespaceEnds[index].stage = .gone
      namespaces.removeAll { $0.name == name }
      ledger.remove("Namespace", "default", name)
      written.remove("Namespace", "default", name)
      return
    }
    let hasChanged = describeEnd(index, left, claims: claims, kept, at: simulation.now)
    let wait = wait(for: left, kept)
    // The status that it writes brings the namespace to its queue again.
    armNamespace(
      index, after: hasChanged ? min(wait, Cluster.namespaceDelay) : wait, in: &simulation)
  }

  /// Half of the longest grace of pods that have not ended, or of what finalizers may take, and a
  /// second (namespace_controller.go worker).
  private func wait(for left: [PodHandle], _ kept: [QuotaObject]) -> SimDuration {
    var estimate = kept.isEmpty ? SimDuration.zero : Cluster.finalizerEstimate
    for pod in left {
      if pods[pod].phase == .pending || pods[pod].phase == .running {
        estimate = max(estimate, templates[Int(pods[pod].template)].spec.terminationGrace)
      } else {
        estimate = max(estimate, Cluster.finalizerEstimate)
      }
    }
    return .seconds(estimate.nanoseconds / 2_000_000_000 + 1)
  }

  /// Claims go when no pod uses them (pvc-protection) and nothing else keeps them.
  private mutating func deleteClaims(
    of name: String, usedBy left: [PodHandle], _ kept: [QuotaObject]
  ) -> ClaimCounts {
    let used = left.flatMap { claims(of: $0).compactMap(\.index) }
    var counts = ClaimCounts()
    for claim in volumes.claims.indices
    where !volumes.claims[claim].isDeleted && volumes.claims[claim].spec.namespace == name {
      let isUsed = used.contains(claim)
      if isUsed { counts.used += 1 }
      if isUsed || kept.holds("PersistentVolumeClaim", volumes.claims[claim].spec.name) {
        counts.left += 1
      } else {
        volumes.delete(claim)
      }
    }
    return counts
  }

  /// Writes the conditions of a namespace's status; returns whether they changed.
  private mutating func describeEnd(
    _ index: Int, _ left: [PodHandle], claims: ClaimCounts, _ kept: [QuotaObject], at now: SimTime
  ) -> Bool {
    let counts = resources(left, claims: claims.left, kept)
    let remaining =
      "Some resources are remaining: "
      + counts.map { "\($0.name) has \($0.count) resource instances" }.joined(separator: ", ")
    let finalizers = finalizers(of: left, claims: claims.used, kept)
    let finalizing =
      finalizers.isEmpty
      ? "" : "Some content in the namespace has finalizers remaining: " + finalizers
    let before = namespaceEnds[index]
    namespaceEnds[index].remaining = remaining
    namespaceEnds[index].finalizing = finalizing
    if before.remaining != remaining {
      change(
        "NamespaceContentRemaining", of: before.name, "SomeResourcesRemain", remaining, at: now)
    }
    if before.finalizing != finalizing, !finalizing.isEmpty {
      change(
        "NamespaceFinalizersRemaining", of: before.name, "SomeFinalizersRemain", finalizing,
        at: now)
    }
    return before.remaining != remaining || before.finalizing != finalizing
  }

  /// How many objects are left of each resource, as `pods.`, by name: its group follows the point.
  private func resources(
    _ left: [PodHandle], claims: Int, _ kept: [QuotaObject]
  ) -> [(name: String, count: Int)] {
    var counts: [(name: String, count: Int)] = []
    counts.count("persistentvolumeclaims.", claims)
    counts.count("pods.", left.count)
    for object in kept where object.kind != "PersistentVolumeClaim" {
      counts.count(object.resource.contains(".") ? object.resource : object.resource + ".", 1)
    }
    return counts.sorted { $0.name < $1.name }
  }

  /// What keeps objects, as `kubernetes.io/pvc-protection in 1 resource instances`, by name.
  private func finalizers(
    of left: [PodHandle], claims: Int, _ kept: [QuotaObject]
  ) -> String {
    var counts: [(name: String, count: Int)] = []
    counts.count("kubernetes.io/pvc-protection", claims)
    for name in left.flatMap({ finalizers(of: $0) }) + kept.flatMap(\.finalizers) {
      counts.count(name, 1)
    }
    return counts.sorted { $0.name < $1.name }
      .map { "\($0.name) in \($0.count) resource instances" }.joined(separator: ", ")
  }

  private mutating func change(
    _ condition: String, of name: String, _ reason: String, _ message: String, at now: SimTime
  ) {
    conditionChanges.append(
      ConditionChange(
        time: now, kind: "Namespace", namespace: "", name: name, condition: condition,
        status: .true, reason: reason, message: message))
  }

  private mutating func deleteContent(of name: String, in simulation: inout Simulation) {
    let kept = ledger.keepAll(in: name)
    deleteWorkloads(of: name, in: &simulation)
    for service in services.indices
    where services[service].exists && services[service].spec.namespace == name
      && !kept.holds("Service", services[service].spec.name)
    {
      services[service].exists = false
      scheduleSlice(service, in: &simulation)
    }
    for budget in budgets.indices
    where budgets[budget].spec.namespace == name
      && !kept.holds("PodDisruptionBudget", budgets[budget].spec.name)
    {
      budgets[budget].exists = false
    }
    for scaler in autoscaling.autoscalers.indices
    where autoscaling.autoscalers[scaler].spec.namespace == name
      && !kept.holds("HorizontalPodAutoscaler", autoscaling.autoscalers[scaler].spec.name)
    {
      autoscaling.autoscalers[scaler].delete()
    }
    quotas.removeAll { $0.namespace == name && !kept.holds("ResourceQuota", $0.name) }
    limitRanges.removeAll { $0.namespace == name && !kept.holds("LimitRange", $0.name) }
    configurations.removeAll(in: name) { kept.holds($0, $1) }
    access.removeAll(in: name) { kept.holds($0, $1) }
    removeNetworkPolicies(of: name, in: &simulation) { kept.holds("NetworkPolicy", $0) }
    ledger.removeAll(in: name)
    let pods = workloads.indices.filter {
      workloads[$0].namespace == name && workloads[$0].exists && isKeptByFinalizer($0)
    }
    written.removeAll(
      in: name,
      beside: kept.map { ($0.kind, $0.name) } + pods.map { ("Pod", workloads[$0].name) })
  }

  /// Deletes what owns pods, and the pods; what such an object owns goes also where finalizers keep
  /// the object.
  private mutating func deleteWorkloads(of name: String, in simulation: inout Simulation) {
    operatorUpdates.removeAll { workloads[$0.workload].namespace == name }
    for workload in workloads.indices where workloads[workload].namespace == name {
      if workloads[workload].isAbandoned { workloads[workload].exists = true }
      workloads[workload].isAbandoned = false
      removeWorkload(workload, in: &simulation)
      guard workloads[workload].exists, !isKeptByFinalizer(workload) else { continue }
      removeDependents(of: workload, in: &simulation)
    }
    abandoned.removeAll { !workloads[Int($0)].isAbandoned }
  }

  /// kubectl's word on what is written to an object that is about to go: it goes with it.
  mutating func warnOfDeletion(
    _ kind: String, _ namespace: String, _ name: String, in simulation: borrowing Simulation
  ) {
    record(
      kind: kind, namespace: namespace, name: name, "Terminating",
      "Detected changes to resource \(name) which is currently being deleted.", isWarning: true,
      in: simulation)
  }

  /// Takes out of an update what is new in a namespace that goes or is gone; returns why, for the
  /// first of it.
  ///
  /// A file that has a namespace which is gone makes it anew.
  mutating func refuseEnded(
    _ update: inout ClusterUpdate, in simulation: borrowing Simulation
  ) -> String? {
    guard !namespaceEnds.isEmpty else { return nil }
    for object in update.objects where object.kind == "Namespace" {
      for index in namespaceEnds.indices
      where namespaceEnds[index].stage == .gone && namespaceEnds[index].name == object.name {
        namespaceEnds[index].stage = .replaced
      }
      guard isEnding(object.name), !ledger.isEnding("Namespace", "default", object.name) else {
        continue
      }
      warnOfDeletion("Namespace", "", object.name, in: simulation)
      update.drop(object.kind, object.namespace, object.name)
    }
    var first: String?
    for object in update.objects {
      let end = namespaceEnds.last { $0.name == object.namespace && $0.stage != .replaced }
      guard let end, written.document(before: object) == nil else { continue }
      let isGone = end.stage == .gone
      let problem =
        isGone
        ? "namespaces \"\(end.name)\" not found"
        : "\(object.resource) \"\(object.name)\" is forbidden: unable to create new content in "
          + "namespace \(end.name) because it is being terminated"
      record(
        kind: object.kind, namespace: object.namespace, name: object.name,
        isGone ? "NotFound" : "Forbidden", problem, isWarning: true, in: simulation)
      update.drop(object.kind, object.namespace, object.name)
      first = first ?? problem
    }
    return first
  }
}

extension [QuotaObject] {
  /// Whether an object of one namespace is among them.
  fileprivate func holds(_ kind: String, _ name: String) -> Bool {
    contains { $0.kind == kind && $0.name == name }
  }
}

extension [(name: String, count: Int)] {
  /// Counts things of a name.
  fileprivate mutating func count(_ name: String, _ more: Int) {
    guard more > 0 else { return }
    if let known = firstIndex(where: { $0.name == name }) {
      self[known].count += more
    } else {
      append((name, more))
    }
  }
}
