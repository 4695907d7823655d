/// Whether what a scenario's changes name is there: in the platform's manifests, or in those that
/// an earlier change applies.
struct ChangeChecks {
  /// Kinds of resources whose workloads an operator names after them.
  private static let operated = [
    "Cluster", "Kafka", "KafkaNodePool", "Prometheus", "Alertmanager", "Pooler",
  ]
  private static let workloadKinds = [
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod", "Rollout",
  ]
  /// Kinds whose deletion the twin carries out.
  private static let deletable = [
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod", "Node",
    "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "ResourceQuota", "LimitRange",
    "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret",
    "NetworkPolicy",
  ]

  let changes: [ChangeSpec]
  let objects: [ManifestDocument]
  let cluster: ClusterDocument?
  let diagnostics: DiagnosticCollector

  /// Reports every name that leads nowhere; a scenario without any manifests is not checked.
  func run() {
    guard !objects.isEmpty else { return }
    for change in changes {
      if let workload = change.action.workload { check(workload) }
      if case .delete(let object) = change.action { check(object) }
    }
  }

  private func check(_ reference: WorkloadReference) {
    let near = objects.filter { ($0.namespace ?? "default") == reference.namespace }
    let isDerived = near.contains {
      Self.operated.contains($0.kind)
        && (reference.name.hasPrefix($0.name) || reference.name.hasSuffix("-" + $0.name))
    }
    let known = near.filter { Self.workloadKinds.contains($0.kind) }.map(\.name)
    guard !isDerived, !known.contains(reference.name) else { return }
    let namespace = reference.namespace ?? "default"
    diagnostics.error(
      "there is no workload \"\(namespace)/\(reference.name)\"", at: reference.span,
      code: "unknown-name",
      help: help(for: reference.name, in: known)
        ?? elsewhere(reference.name, kinds: Self.workloadKinds))
  }

  private func check(_ object: NamedObject) {
    guard Self.deletable.contains(object.kind) else {
      diagnostics.error(
        "a \(object.kind) can not be deleted in the twin", at: object.span, code: "invalid-value",
        help: nearest(object.kind, in: Self.deletable).map { "did you mean \"\($0)\"?" }
          ?? "one of \(Self.deletable.joined(separator: ", "))")
      return
    }
    if object.kind == "Node", let cluster {
      cluster.checkNode(object.name, object.span, diagnostics)
      return
    }
    // The names of pods end in letters that only the run draws.
    guard object.kind != "Pod" else { return }
    let same = objects.filter { $0.kind == object.kind }
    let near = same.filter { object.namespace == nil || $0.namespace == object.namespace }
    guard !near.contains(where: { $0.name == object.name }) else { return }
    diagnostics.error(
      "there is no \(object.kind) \"\(object.name)\"", at: object.span, code: "unknown-name",
      help: help(for: object.name, in: near.map(\.name))
        ?? elsewhere(object.name, kinds: [object.kind]))
  }

  private func help(for name: String, in known: [String]) -> String? {
    nearest(name, in: known).map { "did you mean \"\($0)\"?" }
  }

  /// An object of the name in another namespace.
  private func elsewhere(_ name: String, kinds: [String]) -> String? {
    objects.first { kinds.contains($0.kind) && $0.name == name }
      .map { "namespace \"\($0.namespace ?? "default")\" has one of that name" }
  }
}
