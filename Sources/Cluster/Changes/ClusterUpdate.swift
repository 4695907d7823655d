package import Manifests

/// What one `kubectl apply` brings to a cluster: the objects of its file, compiled.
package struct ClusterUpdate: Sendable {
  /// A workload as it shall be.
  package struct Workload: Sendable {
    /// What is asked now.
    package var spec: WorkloadSpec
    /// Whether the file says how many replicas there are; else the present number stays.
    package var setsReplicas: Bool
    /// What the file has to do with it.
    var cause = Cause.written
  }

  /// Why a workload is in an update.
  enum Cause: Sendable {
    /// The file, or an operator by what the file says, writes it: its controller sees that.
    case written
    /// The file has it as it is: the API server writes nothing.
    case unchanged
    /// The file does not have it, but objects that admission looks at as its pods are made, as a
    /// ServiceAccount or a PriorityClass: its controller watches none of them.
    case admission
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
    /// Why admission refuses it, beside what quotas and Pod Security say; nil where it does not.
    var refusal: String?
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
  /// Rooms for volumes that are new or differ.
  package var storageCapacities: [StorageCapacitySpec] = []
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
  /// What the Pod Security Standards have against the pods of workloads in these namespaces, by the
  /// versions that they enforce.
  var security: [(workload: String, findings: PodSecurityFindings)] = []
  /// Roles and bindings that are new or differ.
  package var access = AccessRules()
  /// Webhooks' configurations that are new or differ.
  package var webhookConfigurations: [WebhookConfigurationSpec] = []
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
    let (file, known) = (WrittenIndex(documents), WrittenIndex(earlier))
    workloads = Self.workloads(from: before, to: after, file, known)
    services = Self.written(after.services, before.services) {
      file.holds("service", $0.name, in: $0.namespace)
    }
    budgets = Self.written(after.budgets, before.budgets) {
      file.holds("poddisruptionbudget", $0.name, in: $0.namespace)
    }
    autoscalers = Self.written(after.autoscalers, before.autoscalers) {
      file.holds("horizontalpodautoscaler", $0.name, in: $0.namespace)
    }
    configurations = Self.written(after.configurations, before.configurations) {
      file.holds($0.kind.rawValue, $0.name, in: $0.namespace)
    }
    compareStorage(from: before, to: after, file)
    charged = after.objects.filter { object in
      !object.isMade && file.holds(object.kind.lowercased(), object.name, in: object.namespace)
    }
    networkPolicies = Self.written(after.networkPolicies, before.networkPolicies) { _ in false }
    objects = documents.map { Object($0, before: known.document(like: $0)) }
    refuseDefaults(among: documents, after: earlier)
    compareAdmission(from: before, to: after, file)
    namespaces = Self.written(after.namespaces, before.namespaces) {
      file.holds("namespace", $0.name, in: "default")
    }
    addSecurity(of: after.workloads)
    access = after.access.written(since: before.access) { kind, namespace, name in
      file.holds(kind.lowercased(), name, in: namespace ?? "default")
    }
  }

  private mutating func compareAdmission(
    from before: ClusterSpec, to after: ClusterSpec, _ file: WrittenIndex
  ) {
    quotas = Self.written(after.quotas, before.quotas) {
      file.holds("resourcequota", $0.name, in: $0.namespace)
    }
    limitRanges = Self.written(after.limitRanges, before.limitRanges) {
      file.holds("limitrange", $0.name, in: $0.namespace)
    }
    webhookConfigurations = Self.written(
      after.webhookConfigurations, before.webhookConfigurations
    ) { file.holds($0.kind.lowercased(), $0.name, in: "default") }
  }

  private mutating func refuseDefaults(
    among documents: [ManifestDocument], after earlier: [ManifestDocument]
  ) {
    for index in objects.indices {
      objects[index].refusal = DefaultPriorityRule.problem(
        of: documents[index], among: earlier, after: documents[..<index])
    }
  }

  private mutating func addSecurity(of workloads: [WorkloadSpec]) {
    let homes = namespaces.map(\.name)
    security = workloads.filter { homes.contains($0.namespace) }
      .map { ($0.objectKey, $0.template.security) }
  }

  private mutating func compareStorage(
    from before: ClusterSpec, to after: ClusterSpec, _ file: WrittenIndex
  ) {
    claims = after.claims.filter { file.holds("persistentvolumeclaim", $0.name, in: $0.namespace) }
    storageClasses = Self.written(after.storageClasses, before.storageClasses) {
      file.holds("storageclass", $0.name, in: "default")
    }
    storageCapacities = Self.written(after.storageCapacities, before.storageCapacities) {
      file.holds("csistoragecapacity", $0.name, in: $0.namespace)
    }
    volumes = Self.written(after.volumes, before.volumes) { _ in false }
  }

  /// Workloads that are new or differ, and those that the file holds.
  private static func workloads(
    from before: ClusterSpec, to after: ClusterSpec, _ file: WrittenIndex, _ earlier: WrittenIndex
  ) -> [Workload] {
    let known = NameIndex(before.workloads.map(\.objectKey))
    return after.workloads.compactMap { spec in
      let known = known.first(spec.objectKey).map { before.workloads[$0] }
      let document = file.document(of: spec)
      guard document != nil || known.map({ "\($0)" != "\(spec)" }) ?? true else { return nil }
      let isDerived = document.map { $0.kind == spec.userKind && spec.userName != nil } ?? true
      let isGiven = [document, earlier.document(of: spec)].contains {
        $0?.node["spec"]?["replicas"] != nil
      }
      let isWritten = document != nil || known.map { isRewritten(spec, from: $0) } ?? true
      return Workload(
        spec: spec, setsReplicas: known == nil || isDerived || isGiven,
        cause: isWritten ? .written : .admission)
    }
  }

  /// Whether somebody writes a workload that the file does not hold: an operator may, which follows
  /// other objects too; what a user wrote has its own text.
  private static func isRewritten(_ spec: WorkloadSpec, from known: WorkloadSpec) -> Bool {
    guard !spec.isOperators else { return true }
    let isSame = spec.templateDigest != nil && spec.templateDigest == known.templateDigest
    return spec.kind != .pod && !isSame
  }

  /// What is new or differs, and what the file holds: it may have been deleted meanwhile.
  private static func written<Spec>(
    _ after: [Spec], _ before: [Spec], isInFile: (Spec) -> Bool
  ) -> [Spec] {
    let known = NameIndex(before.map { "\($0)" })
    return after.filter { known.first("\($0)") == nil || isInFile($0) }
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
    webhookConfigurations.removeAll { $0.kind == kind && $0.name == name }
    if kind == "StorageClass" { storageClasses.removeAll { $0.name == name } }
    storageCapacities.removeAll { object.isObject("CSIStorageCapacity", $0.namespace, $0.name) }
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
}

extension ClusterSpec {
  /// Adds what an apply creates, dormant until then.
  package mutating func reserve(_ update: ClusterUpdate) {
    let knownWorkloads = NameIndex(workloads.map(\.objectKey))
    for change in update.workloads where knownWorkloads.first(change.spec.objectKey) == nil {
      workloads.append(change.spec)
      workloads[workloads.count - 1].isDormant = true
    }
    let knownServices = NameIndex(services.map { $0.namespace + "/" + $0.name })
    for service in update.services
    where knownServices.first(service.namespace + "/" + service.name) == nil {
      services.append(service)
      services[services.count - 1].isDormant = true
    }
    let knownScalers = NameIndex(autoscalers.map { $0.namespace + "/" + $0.name })
    for scaler in update.autoscalers
    where knownScalers.first(scaler.namespace + "/" + scaler.name) == nil {
      autoscalers.append(scaler)
      autoscalers[autoscalers.count - 1].isDormant = true
    }
  }
}
