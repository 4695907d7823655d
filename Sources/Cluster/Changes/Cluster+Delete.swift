import Manifests
import SimulationKernel

/// `kubectl delete`.
extension Cluster {
  /// Deletes an object, with what it owns; returns why the API refused it.
  mutating func delete(
    _ object: NamedObject, in simulation: inout Simulation
  ) -> String? {
    if object.kind == "Namespace" { return deleteNamespace(object.name, in: &simulation) }
    let namespace = object.namespace ?? "default"
    if let refusal = webhookRefusal(ofDeleting: object, namespace, in: simulation) {
      return refusal
    }
    let isKept = keep(object, namespace, in: &simulation)
    let isFound = isKept || remove(object, namespace, in: &simulation)
    if isFound, !isLeaving(object, namespace) {
      ledger.remove(object.kind, namespace, object.name)
      written.remove(object.kind, namespace, object.name)
    }
    let isClusters = [
      "Node", "StorageClass", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    ].contains(object.kind)
    let message =
      isFound
      ? "\(KubectlName.singular(of: object.kind)) \"\(object.name)\" deleted"
      : "Error from server (NotFound): \(KubectlName.resource(of: object.kind)) "
        + "\"\(object.name)\" not found"
    record(
      kind: object.kind, namespace: isClusters ? "" : namespace, name: object.name,
      isFound ? "Deleted" : "NotFound", message, isWarning: !isFound, by: .kubectl, in: simulation)
    return isFound ? nil : message
  }

  /// Deletes an object that finalizers keep; returns whether any do.
  ///
  /// What it owns goes with it, unless another way was asked for: then the collector deletes
  /// that, or takes its owner away, at once (garbagecollector.go processDeletingDependentsItem,
  /// orphanDependents).
  private mutating func keep(
    _ object: NamedObject, _ namespace: String, in simulation: inout Simulation
  ) -> Bool {
    guard object.kind != "Pod",
      ledger.keep(object.kind, namespace, object.name, as: object.cascade)
    else { return false }
    for workload in workloads(ofObject: object.kind, namespace, object.name) {
      noteDeletion(of: workload)
    }
    if object.kind == "PersistentVolumeClaim" {
      return deleteClaim(namespace: namespace, name: object.name, in: &simulation)
    }
    if object.cascade != .background { _ = removeOwner(object, namespace, in: &simulation) }
    return true
  }

  /// Deletes an object that nothing keeps any more, and what it owns.
  mutating func removeNow(_ object: NamedObject, in simulation: inout Simulation) {
    let namespace = object.namespace ?? "default"
    let plain = NamedObject(
      kind: object.kind, namespace: namespace, name: object.name, span: object.span)
    _ = remove(plain, namespace, in: &simulation)
  }

  private mutating func remove(
    _ object: NamedObject, _ namespace: String, in simulation: inout Simulation
  ) -> Bool {
    switch object.kind {
    case "Pod":
      guard let pod = pod(namespace: namespace, name: object.name) else { return false }
      deletePod(pod, in: &simulation)
      let owner = Int(pods[pod].workload)
      if workloads[owner].kind == .pod, finalizers(of: pod).isEmpty {
        workloads[owner].exists = false
      }
    case "Node":
      guard let node = nodeIndex(object.name) else { return false }
      removeNode(node, in: &simulation)
    case "Service":
      guard let service = serviceIndex(namespace: namespace, name: object.name),
        services[service].exists
      else { return false }
      services[service].exists = false
      scheduleSlice(service, in: &simulation)
    case "ConfigMap", "Secret":
      return configurations.remove(
        object.kind == "Secret" ? .secret : .configMap, namespace: namespace, name: object.name)
    case "PersistentVolumeClaim":
      return deleteClaim(namespace: namespace, name: object.name, in: &simulation)
    case "StorageClass": return deleteStorageClass(object.name, in: &simulation)
    case "CSIStorageCapacity":
      return volumes.deleteCapacities { $0.name == object.name && $0.namespace == namespace }
    case "NetworkPolicy":
      return removeNetworkPolicy(namespace: namespace, name: object.name, in: &simulation)
    case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding":
      return access.remove(kind: object.kind, namespace: namespace, name: object.name)
    default:
      if removePolicy(object, namespace) { return true }
      return removeOwner(object, namespace, in: &simulation)
    }
    return true
  }

  private mutating func removePolicy(_ object: NamedObject, _ namespace: String) -> Bool {
    switch object.kind {
    case "PodDisruptionBudget":
      let index = budgets.firstIndex {
        $0.exists && $0.spec.name == object.name && $0.spec.namespace == namespace
      }
      if let index { budgets[index].exists = false }
      return index != nil
    case "HorizontalPodAutoscaler":
      let index = autoscaling.autoscalers.firstIndex {
        $0.exists && $0.spec.name == object.name && $0.spec.namespace == namespace
      }
      if let index { autoscaling.autoscalers[index].delete() }
      return index != nil
    case "ResourceQuota":
      let count = quotas.count
      quotas.removeAll { $0.name == object.name && $0.namespace == namespace }
      return quotas.count < count
    case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
      let count = webhookConfigurations.count
      webhookConfigurations.removeAll { $0.kind == object.kind && $0.name == object.name }
      return webhookConfigurations.count < count
    case "LimitRange":
      let count = limitRanges.count
      limitRanges.removeAll { $0.name == object.name && $0.namespace == namespace }
      guard limitRanges.count < count else { return false }
      recompileTemplates(in: [namespace])
      return true
    default: return false
    }
  }

  private mutating func removeOwner(
    _ object: NamedObject, _ namespace: String, in simulation: inout Simulation
  ) -> Bool {
    let made = workloads.indices.filter {
      isThere($0, as: object.kind) && workloads[$0].userKind == object.kind
        && workloads[$0].spec.userName == object.name && workloads[$0].namespace == namespace
    }
    guard made.isEmpty else {
      for index in made { removeOperated(index, object.cascade, in: &simulation) }
      return true
    }
    let index = workloads.indices.first {
      isThere($0, as: object.kind) && workloads[$0].name == object.name
        && workloads[$0].namespace == namespace
        && workloads[$0].isOf(kind: object.kind)
    }
    guard let index else {
      guard object.kind == "ReplicaSet", let set = ownedSet(object.name, in: namespace) else {
        return false
      }
      remove(set, object.cascade, in: &simulation)
      return true
    }
    if workloads[index].userKind == object.kind {
      operatorUpdates.removeAll { $0.workload == index }
      removeOwner(index, object.cascade, in: &simulation)
    } else {
      // The operator writes it anew, when it is gone.
      removeOwner(index, object.cascade, in: &simulation)
      rewriteDeleted(index, in: &simulation)
    }
    return true
  }

  /// Whether the object of a workload is in the API: a user's own is there also while its operator
  /// has not written yet what it makes of it.
  private func isThere(_ workload: Int, as kind: String) -> Bool {
    workloads[workload].exists
      || workloads[workload].userKind == kind
        && operatorUpdates.contains { $0.workload == workload }
  }

  /// Deletes what a user's object stands for, and what its operator would still do about it.
  ///
  /// As an orphan the controller that the operator made goes on; pods that it made one by one are
  /// without an owner.
  private mutating func removeOperated(
    _ workload: Int, _ cascade: DeletionCascade, in simulation: inout Simulation
  ) {
    operatorUpdates.removeAll { $0.workload == workload }
    guard cascade != .orphan || workloads[workload].kind == .operated else { return }
    let isAwaited = operatorSpec(of: workload)?.blocksDeletion ?? true
    let isLeft = cascade == .foreground && !isAwaited
    removeOwner(workload, isLeft ? .background : cascade, in: &simulation)
  }

  /// Whether an object that was just deleted stays: until what it owns is gone, or until its
  /// finalizers are.
  func isLeaving(_ object: NamedObject, _ namespace: String) -> Bool {
    if object.kind == "Pod" {
      let pod = pod(namespace: namespace, name: object.name)
      return pod.map { !finalizers(of: $0).isEmpty } ?? false
    }
    if isEnding(object.kind, namespace, object.name) { return true }
    guard object.cascade == .foreground else { return false }
    return object.kind == "ReplicaSet" && isLeaving(set: object.name, in: namespace)
      || workloads.contains { owner in
        let isWritten =
          owner.userKind == object.kind && (owner.spec.userName ?? owner.name) == object.name
        let isMade = owner.objectKind == object.kind && owner.name == object.name
        return owner.isTerminating && owner.namespace == namespace && (isWritten || isMade)
      }
  }
}
