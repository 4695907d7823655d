/// Whether what a scenario's changes name is there: in the platform's manifests, or in those that
/// an earlier change applies.
struct ChangeChecks {
  /// Kinds whose deletion the twin carries out.
  private static let deletable = [
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job",
    "CronJob", "Pod", "Node", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler",
    "ResourceQuota", "LimitRange", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding",
    "ConfigMap", "Secret", "NetworkPolicy", "PersistentVolumeClaim", "StorageClass",
    "CSIStorageCapacity", "Namespace",
  ]

  let changes: [ChangeSpec]
  let workloads: NamedWorkloads
  let cluster: ClusterDocument?
  let diagnostics: DiagnosticCollector

  /// Reports every name that leads nowhere; a scenario without any manifests is not checked.
  func run() {
    guard !workloads.objects.isEmpty else { return }
    for change in changes {
      if case .resize(let resize) = change.action {
        check(resize)
      } else if let workload = change.action.workload {
        workloads.check(workload, diagnostics)
      }
      if case .delete(let object) = change.action { check(object) }
    }
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
    if object.kind == "Namespace" {
      checkNamespace(object)
      return
    }
    // The names of pods end in letters that only the run draws; controllers make claims too.
    guard object.kind != "Pod", object.kind != "PersistentVolumeClaim" else { return }
    let same = workloads.objects.filter { $0.kind == object.kind }
    let near = same.filter {
      object.namespace == nil || ($0.namespace ?? "default") == object.namespace
    }
    guard !near.contains(where: { $0.name == object.name }) else { return }
    diagnostics.error(
      "there is no \(object.kind) \"\(object.name)\"", at: object.span, code: "unknown-name",
      help: nearest(object.name, in: near.map(\.name)).map { "did you mean \"\($0)\"?" }
        ?? workloads.elsewhere(object.name, kinds: [object.kind]))
  }

  /// Whether the cluster resizes pods, and a workload's have the container that is to change.
  private func check(_ resize: ResizeChange) {
    let version = cluster?.kubernetes ?? ClusterVersion()
    if !version.hasResizing {
      diagnostics.warning(
        "\(version.name) has no subresource resize: it has it from 1.33 on",
        at: resize.workload.span, code: "no-effect",
        help: "say version: \"1.33\" or later in the Cluster document")
    }
    // Names of pods are their controllers', or end in letters that only the run draws.
    if resize.workload.kind != "pod" { workloads.check(resize.workload, diagnostics) }
    let pods = workloads.objects.filter {
      ($0.namespace ?? "default") == resize.workload.namespace && $0.name == resize.workload.name
    }.compactMap(\.podSpec)
    let names = pods.flatMap { pod in
      ["containers", "initContainers"].flatMap { pod[$0]?.elements ?? [] }
        .compactMap { $0["name"]?.text }
    }
    // Injection adds one that no manifest has.
    guard !names.isEmpty, !(names + ["istio-proxy"]).contains(resize.container) else { return }
    diagnostics.error(
      "the pods of \"\(resize.workload.name)\" have no container \"\(resize.container)\"",
      at: resize.containerSpan, code: "unknown-name",
      help: nearest(resize.container, in: names).map { "did you mean \"\($0)\"?" }
        ?? "one of \(names.joined(separator: ", "))")
  }

  /// A namespace is there with its own object or with any that is in it.
  private func checkNamespace(_ object: NamedObject) {
    let names = workloads.objects.map {
      $0.kind == "Namespace" ? $0.name : $0.namespace ?? "default"
    }
    guard !names.contains(object.name) else { return }
    diagnostics.error(
      "there is no namespace \"\(object.name)\"", at: object.span, code: "unknown-name",
      help: nearest(object.name, in: names).map { "did you mean \"\($0)\"?" })
  }
}

extension ManifestDocument {
  /// What the object says of its pods; nil where it has none of its own words for them.
  fileprivate var podSpec: YAMLNode? {
    let spec = node["spec"]
    if kind == "Pod" { return spec }
    let template = spec?["template"] ?? spec?["jobTemplate"]?["spec"]?["template"]
    return template?["spec"]
  }
}
