package import Manifests

/// What one `kubectl apply` brings to a cluster: the objects of its file, compiled.
package struct ClusterUpdate: Sendable {
  /// A workload as it shall be.
  package struct Workload: Sendable {
    /// What is asked now.
    package var spec: WorkloadSpec
    /// Whether the file says how many replicas there are; else the present number stays.
    package var setsReplicas: Bool
  }

  /// An object of the file, for kubectl's line about it.
  package struct Object: Sendable {
    let kind: String
    let namespace: String
    let name: String
    /// `deployment.apps/gateway`.
    let label: String
    /// `deployments.apps`.
    let resource: String
    /// What the file says.
    let document: ManifestDocument
    /// What earlier files say; nil where none has the object.
    let before: ManifestDocument?
    /// What becomes of it, as `created`.
    var outcome = "configured"

    init(_ document: ManifestDocument, before: ManifestDocument?) {
      kind = document.kind
      namespace = document.namespace ?? "default"
      name = document.name
      let group = document.group.isEmpty ? "" : "." + document.group
      label = document.kind.lowercased() + group + "/" + document.name
      resource = QuotaObject.plural(of: document.kind) + group
      self.document = document
      self.before = before
    }

    /// Whether it is the object of a workload.
    func describes(_ workload: WorkloadSpec) -> Bool { document.describes(workload) }
  }

  /// Workloads that are new or differ.
  package var workloads: [Workload] = []
  /// Services that are new or differ.
  package var services: [ServiceSpec] = []
  /// Budgets that are new or differ.
  package var budgets: [BudgetSpec] = []
  /// Autoscalers that are new or differ.
  package var autoscalers: [AutoscalerSpec] = []
  /// Claims of the file.
  package var claims: [ClaimSpecification] = []
  /// Storage classes that are new or differ.
  package var storageClasses: [StorageClassSpec] = []
  /// Volumes that are new or differ.
  package var volumes: [VolumeSpec] = []
  /// ConfigMaps and Secrets that are new or differ.
  package var configurations: [ConfigurationSpec] = []
  /// Quotas that are new or differ.
  package var quotas: [QuotaSpec] = []
  /// Limit ranges that are new or differ.
  package var limitRanges: [LimitRangeSpec] = []
  /// Namespaces that are new or differ.
  package var namespaces: [ClusterSpec.Namespace] = []
  /// Roles and bindings that are new or differ.
  package var access = AccessRules()
  /// Network policies that are new or differ.
  package var networkPolicies: [NetworkPolicy] = []
  /// What the file's objects charge to quotas.
  var charged: [QuotaObject] = []
  /// The objects of the file.
  package var objects: [Object] = []

  /// Compares the cluster before the apply with the one after it.
  ///
  /// - Parameters:
  ///   - documents: the file's objects.
  ///   - earlier: what the objects of earlier files say.
  package init(
    from before: ClusterSpec, to after: ClusterSpec, documents: [ManifestDocument],
    earlier: [ManifestDocument] = []
  ) {
    workloads = Self.workloads(from: before, to: after, documents, earlier)
    services = Self.written(after.services, before.services) {
      documents.hold("service", $0.name, in: $0.namespace)
    }
    budgets = Self.written(after.budgets, before.budgets) {
      documents.hold("poddisruptionbudget", $0.name, in: $0.namespace)
    }
    autoscalers = Self.written(after.autoscalers, before.autoscalers) {
      documents.hold("horizontalpodautoscaler", $0.name, in: $0.namespace)
    }
    configurations = Self.written(after.configurations, before.configurations) {
      documents.hold($0.kind.rawValue, $0.name, in: $0.namespace)
    }
    claims = after.claims.filter {
      documents.hold("persistentvolumeclaim", $0.name, in: $0.namespace)
    }
    storageClasses = Self.written(after.storageClasses, before.storageClasses) { _ in false }
    volumes = Self.written(after.volumes, before.volumes) { _ in false }
    charged = after.objects.filter { object in
      !object.isMade && documents.hold(object.kind.lowercased(), object.name, in: object.namespace)
    }
    networkPolicies = Self.written(after.networkPolicies, before.networkPolicies) { _ in false }
    objects = documents.map { document in
      Object(document, before: earlier.last { $0.isSameObject(as: document) })
    }
    quotas = Self.written(after.quotas, before.quotas) {
      documents.hold("resourcequota", $0.name, in: $0.namespace)
    }
    limitRanges = Self.written(after.limitRanges, before.limitRanges) {
      documents.hold("limitrange", $0.name, in: $0.namespace)
    }
    namespaces = Self.written(after.namespaces, before.namespaces) {
      documents.hold("namespace", $0.name, in: "default")
    }
    access = after.access.written(since: before.access) { kind, namespace, name in
      documents.hold(kind.lowercased(), name, in: namespace ?? "default")
    }
  }

  /// Workloads that are new or differ, and those that the file holds.
  private static func workloads(
    from before: ClusterSpec, to after: ClusterSpec, _ documents: [ManifestDocument],
    _ earlier: [ManifestDocument]
  ) -> [Workload] {
    after.workloads.compactMap { spec in
      let known = before.workloads.first {
        $0.kind == spec.kind && $0.namespace == spec.namespace && $0.name == spec.name
      }
      let document = documents.first { $0.describes(spec) }
      guard document != nil || known.map({ "\($0)" != "\(spec)" }) ?? true else { return nil }
      let isDerived = document.map { $0.kind == spec.userKind && spec.userName != nil } ?? true
      let earlierDocument = earlier.first { $0.describes(spec) }
      let isGiven = [document, earlierDocument].contains { $0?.node["spec"]?["replicas"] != nil }
      return Workload(spec: spec, setsReplicas: known == nil || isDerived || isGiven)
    }
  }

  /// What is new or differs, and what the file holds: it may have been deleted meanwhile.
  private static func written<Spec>(
    _ after: [Spec], _ before: [Spec], isInFile: (Spec) -> Bool
  ) -> [Spec] {
    after.filter { spec in !before.contains { "\($0)" == "\(spec)" } || isInFile(spec) }
  }
}

extension ClusterUpdate {
  /// Takes an object out that the API server refused.
  mutating func drop(_ kind: String, _ space: String, _ name: String) {
    let object = QuotaObject(kind: kind, resource: "", namespace: space, name: name)
    workloads.removeAll { object.isObject($0.spec) }
    services.removeAll { object.isObject("Service", $0.namespace, $0.name) }
    budgets.removeAll { object.isObject("PodDisruptionBudget", $0.namespace, $0.name) }
    autoscalers.removeAll { object.isObject("HorizontalPodAutoscaler", $0.namespace, $0.name) }
    claims.removeAll { object.isObject("PersistentVolumeClaim", $0.namespace, $0.name) }
    configurations.removeAll {
      object.isObject($0.kind == .secret ? "Secret" : "ConfigMap", $0.namespace, $0.name)
    }
    networkPolicies.removeAll {
      object.isObject("NetworkPolicy", $0.metadata.namespace ?? "default", $0.metadata.name)
    }
    quotas.removeAll { object.isObject("ResourceQuota", $0.namespace, $0.name) }
    limitRanges.removeAll { object.isObject("LimitRange", $0.namespace, $0.name) }
    if ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"].contains(kind) {
      access.remove(kind: kind, namespace: space, name: name)
    }
    if kind == "StorageClass" { storageClasses.removeAll { $0.name == name } }
    if kind == "PersistentVolume" { volumes.removeAll { $0.name == name } }
    if kind == "Namespace" { namespaces.removeAll { $0.name == name } }
    objects.removeAll { $0.kind == kind && $0.namespace == space && $0.name == name }
    charged.removeAll { $0.isObject(kind, space, name) }
  }
}

extension ManifestDocument {
  /// Whether another document is about the same object.
  package func isSameObject(as other: ManifestDocument) -> Bool {
    kind == other.kind && name == other.name && group == other.group
      && (namespace ?? "default") == (other.namespace ?? "default")
  }

  fileprivate func describes(_ workload: WorkloadSpec) -> Bool {
    guard (namespace ?? "default") == workload.namespace else { return false }
    let isOwn = kind == workload.kind.rawValue || kind == workload.userKind
    return isOwn && name == workload.name
      || kind == workload.userKind && name == workload.userName
  }
}

extension [ManifestDocument] {
  /// Whether one of them is an object; its kind is given in lower case.
  fileprivate func hold(_ kind: String, _ name: String, in namespace: String) -> Bool {
    contains {
      $0.kind.lowercased() == kind && $0.name == name
        && ($0.namespace ?? "default") == namespace
    }
  }
}

extension ClusterSpec {
  /// Adds what an apply creates, dormant until then.
  package mutating func reserve(_ update: ClusterUpdate) {
    for workload in update.workloads {
      let isKnown = workloads.contains {
        $0.kind == workload.spec.kind && $0.namespace == workload.spec.namespace
          && $0.name == workload.spec.name
      }
      guard !isKnown else { continue }
      workloads.append(workload.spec)
      workloads[workloads.count - 1].isDormant = true
    }
    for service in update.services
    where !services.contains(where: {
      $0.name == service.name && $0.namespace == service.namespace
    }) {
      services.append(service)
      services[services.count - 1].isDormant = true
    }
    for autoscaler in update.autoscalers
    where !autoscalers.contains(where: {
      $0.name == autoscaler.name && $0.namespace == autoscaler.namespace
    }) {
      autoscalers.append(autoscaler)
      autoscalers[autoscalers.count - 1].isDormant = true
    }
  }
}
