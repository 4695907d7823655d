import Cluster
import Manifests
import Metrics

/// What a scenario's `apply` changes bring, compiled before the run.
///
/// What they create is built with the platform, so that models can be bound to it, and lies
/// dormant until it is applied.
struct PlatformChanges {
  /// Kinds whose objects a run can change.
  private static let kinds =
    [
      "Namespace", "Pod", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet",
      "DaemonSet", "Job", "CronJob", "Rollout", "Service", "PodDisruptionBudget",
      "HorizontalPodAutoscaler", "ResourceQuota", "LimitRange", "Role", "ClusterRole",
      "RoleBinding", "ClusterRoleBinding", "Cluster", "Pooler", "Kafka", "KafkaNodePool",
      "Prometheus", "Alertmanager", "RedisCluster", "RedisFailover", "ConfigMap", "Secret",
      "NetworkPolicy", "PersistentVolumeClaim", "PersistentVolume",
      "StorageClass", "CSIStorageCapacity", "RuntimeClass", "Node",
      "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    ] + OperatedKind.all.map(\.kind)
  /// Kinds that admission looks at as pods are made, also where a file brings them.
  private static let admissionKinds = ["ServiceAccount", "PriorityClass"]

  /// The cluster with everything that any change creates.
  private(set) var cluster: ClusterSpec
  /// What each `apply` brings, by the change's position in the scenario.
  private(set) var updates: [(change: Int, update: ClusterUpdate)] = []
  /// What CoreDNS is told after an `apply` that changes it, and what it was told before, by the
  /// change's position; only where it reads its file anew.
  private(set) var corefiles: [(change: Int, file: Corefile, before: Corefile)] = []
  /// The manifests after each `apply`, in the order of their times.
  private(set) var states: [ManifestSet] = []
  /// Objects that a run can't change.
  private(set) var notes: [RunNote] = []

  /// Compiles the changes in the order of their times.
  init(_ loaded: LoadedScenario, _ manifests: ManifestSet, _ diagnostics: DiagnosticCollector) {
    let machines = loaded.models.cluster
    var before = ClusterSpec(manifests: manifests, cluster: machines)
    cluster = before
    var documents = loaded.objects
    var corefile = PlatformNames.corefile(manifests, before.version)
    let nodeFile = PlatformNames.nodeCorefile(manifests)
    let times = loaded.scenario.changes.map(\.at)
    for applied in loaded.applied.sorted(by: { times[$0.change] < times[$1.change] }) {
      _ = ManifestSet.decode(applied.objects, diagnostics, version: machines?.kubernetes)
      let known = documents
      let accepted = Self.accepted(of: applied.objects, besides: known)
      for object in accepted {
        Self.put(object, into: &documents, of: machines?.kubernetes ?? ClusterVersion())
      }
      // What is wrong with the platform's own objects has been said.
      let set = ManifestSet.decode(documents, DiagnosticCollector())
      states.append(set)
      let after = ClusterSpec(manifests: set, cluster: machines)
      let update = ClusterUpdate(
        from: before, to: after, documents: applied.objects, earlier: known)
      cluster.reserve(update)
      updates.append((applied.change, update))
      let file = PlatformNames.corefile(set, after.version)
      if PlatformNames.nodeCorefile(set) != nodeFile { noteUnread("the nodes' DNS caches go") }
      if file != corefile, add(file, after: corefile, applied.change) { corefile = file }
      note(accepted)
      note(applied.objects, compiledTo: after, since: before)
      noteMachines(applied.objects, missingIn: cluster)
      before = after
    }
  }

  /// CoreDNS is told something else; returns whether it reads it.
  private mutating func add(_ file: Corefile, after old: Corefile, _ change: Int) -> Bool {
    guard !old.reloads else {
      corefiles.append((change, file, old))
      return true
    }
    noteUnread("CoreDNS has no plugin reload: it goes")
    return false
  }

  /// A server of names does not take another file up.
  private mutating func noteUnread(_ subject: String) {
    let text = subject + " by the file of before"
    guard !notes.contains(where: { $0.text == text }) else { return }
    notes.append(RunNote(kind: .notModelled, subject: "changes", text: text))
  }

  /// The objects of a file without those that admission refuses.
  private static func accepted(
    of objects: [ManifestDocument], besides known: [ManifestDocument]
  ) -> [ManifestDocument] {
    objects.indices.filter { index in
      DefaultPriorityRule.problem(of: objects[index], among: known, after: objects[..<index]) == nil
    }.map { objects[$0] }
  }

  /// Puts an object in the place of the one that a file had before; what the API server refuses to
  /// write over a kind that a run does not change is left out here.
  private static func put(
    _ object: ManifestDocument, into documents: inout [ManifestDocument], of version: ClusterVersion
  ) {
    if let index = documents.firstIndex(where: { $0.isSameObject(as: object) }) {
      let isRefused =
        UpdateRuleCatalog.problem(from: documents[index], to: object, in: version) != nil
      if kinds.contains(object.kind) || !isRefused { documents[index] = object }
    } else {
      documents.append(object)
    }
  }

  /// A file brings no machine.
  private mutating func noteMachines(
    _ objects: [ManifestDocument], missingIn cluster: ClusterSpec
  ) {
    for object in objects where object.kind == "Node" && object.group.isEmpty {
      guard !cluster.nodes.contains(where: { $0.name == object.name }) else { continue }
      notes.append(
        RunNote(
          kind: .notModelled, subject: "changes",
          text: "Node \(object.name) is not created: no machine of the cluster stands behind it"))
    }
  }

  /// What the cluster's spec says of an object by its name, and did not say before.
  private mutating func note(
    _ objects: [ManifestDocument], compiledTo after: ClusterSpec, since before: ClusterSpec
  ) {
    for text in after.notes where !before.notes.contains(text) {
      let isAboutOne = objects.contains {
        text.contains("\($0.kind) \($0.namespace ?? "default")/\($0.name) ")
      }
      guard isAboutOne else { continue }
      notes.append(RunNote(kind: .warning, subject: "changes", text: text))
    }
  }

  private mutating func note(_ objects: [ManifestDocument]) {
    let acting = Self.kinds + Self.admissionKinds
    for object in objects where !acting.contains(object.kind) {
      notes.append(
        RunNote(
          kind: .notModelled, subject: "changes",
          text: "\(object.kind) \(object.name) is applied, but has no effect during a run"))
    }
  }
}
