import Manifests
import Metrics
import SimulationKernel

/// The deletion of namespaces with all that is in them (pkg/controller/namespace/deletion;
/// plugin/pkg/admission/namespace/lifecycle).
extension Cluster {
  /// How long the controller leaves a deleted namespace alone (namespaceDeletionGracePeriod).
  private static let namespaceDelay = SimDuration.seconds(5)
  /// Namespaces that may not be deleted (immortalNamespaces).
  private static let immortal = ["default", "kube-system", "kube-public"]

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
      isWarning: false, by: .kubectl, in: simulation)
    guard !isEnding(name) else { return nil }
    _ = ledger.keep("Namespace", "default", name, as: nil)
    namespaceEnds.append(NamespaceEnd(name: name, deletedAt: simulation.now))
    armNamespace(namespaceEnds.count - 1, after: Cluster.namespaceDelay, in: &simulation)
    return nil
  }

  private mutating func answer(
    _ name: String, _ reason: String, _ problem: String, in simulation: borrowing Simulation
  ) -> String {
    record(
      kind: "Namespace", namespace: "", name: name, reason, problem, isWarning: true,
      by: .kubectl, in: simulation)
    return problem
  }

  /// Whether a namespace is there: its own object, or anything that is in it.
  private func isThere(namespace name: String) -> Bool {
    namespaces.contains { $0.name == name } || isEnding(name)
      || workloads.contains { ($0.exists || $0.isAbandoned) && $0.namespace == name }
      || services.contains { $0.exists && $0.spec.namespace == name }
      || ledger.objects.contains { $0.namespace == name }
  }

  private mutating func armNamespace(
    _ index: Int, after delay: SimDuration, in simulation: inout Simulation
  ) {
    let time = simulation.now + delay
    namespaceEnds[index].passAt = time
    schedule(.namespacePass, at: time, argument: UInt32(index), in: &simulation)
  }

  /// A namespace's own finalizers are gone: if nothing else keeps it, it goes.
  mutating func resumeEnd(ofNamespace name: String, in simulation: inout Simulation) {
    let index = namespaceEnds.firstIndex {
      $0.name == name && $0.stage == .terminating && $0.isEmpty
    }
    guard let index else { return }
    armNamespace(index, after: .zero, in: &simulation)
  }

  /// Another process lists the namespaces, and leaves those that go alone for a while too.
  mutating func requeueNamespaces(in simulation: inout Simulation) {
    for index in namespaceEnds.indices
    where namespaceEnds[index].stage == .terminating && !namespaceEnds[index].isEmpty {
      namespaceEnds[index].failedPasses = 0
      armNamespace(index, after: Cluster.namespaceDelay, in: &simulation)
    }
  }

  /// The controller deletes what is in a namespace, and the namespace when nothing is left and it
  /// has no finalizers of its own.
  mutating func emptyNamespace(_ index: Int, in simulation: inout Simulation) {
    guard namespaceEnds[index].stage == .terminating,
      namespaceEnds[index].passAt == simulation.now
    else { return }
    guard areControllersUp else {
      armNamespace(index, after: Cluster.namespaceDelay, in: &simulation)
      return
    }
    let name = namespaceEnds[index].name
    let grace = longestGrace(in: namespaceEnds[index], at: simulation.now)
    var remains = NamespaceRemains()
    if version.deletesPodsFirst {
      deletePods(ofNamespace: name, in: &simulation)
      countPods(of: name, grace: grace, in: &remains)
      guard remains.isEmpty else {
        // It writes its conditions before it counts what is left (kubernetes issue 138208).
        endPass(over: index, remains, isCounted: false, in: &simulation)
        return
      }
    }
    let kept = deleteContent(of: name, in: &simulation)
    if !version.deletesPodsFirst { countPods(of: name, grace: grace, in: &remains) }
    deleteClaims(of: name, in: &remains, &simulation)
    for object in kept where object.kind != "PersistentVolumeClaim" {
      let resource = object.resource
      remains.count(
        resource.contains(".") ? resource : resource + ".", keptBy: object.finalizers)
    }
    endPass(over: index, remains, isCounted: true, in: &simulation)
  }

  /// A pass writes the conditions of the namespace; another one follows while anything is left
  /// (namespace_controller.go worker).
  private mutating func endPass(
    over index: Int, _ remains: NamespaceRemains, isCounted: Bool,
    in simulation: inout Simulation
  ) {
    let hasChanged = write(
      remains.conditions(isCounted: isCounted), of: index, at: simulation.now)
    guard !remains.isEmpty else {
      finishEmpty(index)
      return
    }
    let wait =
      remains.failure == nil
      ? .seconds(remains.estimate.nanoseconds / 2_000_000_000 + 1)
      : namespaceEnds[index].backOff()
    // The status that it writes brings the namespace to its queue again.
    armNamespace(
      index, after: hasChanged ? min(wait, Cluster.namespaceDelay) : wait, in: &simulation)
  }

  /// Nothing is left in a namespace: it goes, unless its own finalizers keep it.
  private mutating func finishEmpty(_ index: Int) {
    let name = namespaceEnds[index].name
    namespaceEnds[index].isEmpty = true
    guard !ledger.keep("Namespace", "default", name, as: nil) else { return }
    namespaceEnds[index].stage = .gone
    namespaces.removeAll { $0.name == name }
    ledger.remove("Namespace", "default", name)
    written.remove("Namespace", "default", name)
  }

  /// Writes the conditions of a namespace's status; returns whether any has changed.
  private mutating func write(
    _ conditions: [NamespaceCondition.State], of index: Int, at now: SimTime
  ) -> Bool {
    let before = namespaceEnds[index].conditions
    namespaceEnds[index].conditions = conditions
    for (number, condition) in NamespaceCondition.allCases.enumerated()
    where before?[number] != conditions[number] {
      let state = conditions[number]
      conditionChanges.append(
        ConditionChange(
          time: now, kind: "Namespace", namespace: "", name: namespaceEnds[index].name,
          condition: condition.rawValue, status: ConditionStatus(state.isTrue),
          reason: state.reason, message: state.message))
    }
    return before != conditions
  }

  /// kubectl's word on what is written to an object that is about to go: it goes with it.
  mutating func warnOfDeletion(
    _ kind: String, _ namespace: String, _ name: String, in simulation: borrowing Simulation
  ) {
    record(
      kind: kind, namespace: namespace, name: name, "Terminating",
      "Detected changes to resource \(name) which is currently being deleted.", isWarning: true,
      by: .kubectl, in: simulation)
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
      guard let end, written.document(before: object) == nil, !isUnwritten(object) else {
        continue
      }
      let isGone = end.stage == .gone
      let problem =
        isGone
        ? "namespaces \"\(end.name)\" not found"
        : "\(object.resource) \"\(object.name)\" is forbidden: unable to create new content in "
          + "namespace \(end.name) because it is being terminated"
      record(
        kind: object.kind, namespace: object.namespace, name: object.name,
        isGone ? "NotFound" : "Forbidden", problem, isWarning: true, by: .kubectl, in: simulation)
      update.drop(object.kind, object.namespace, object.name)
      first = first ?? problem
    }
    return first
  }
}
