/// The kinds that the twin knows: one line each.
///
/// A version `*` stands for every version of a group whose versions differ only in name.
package struct ResourceCatalog: Sendable {
  /// All known kinds.
  package static let standard = ResourceCatalog(
    kinds: plain + OperatedKind.all.map { ResourceKind($0.apiVersions, $0.kind, \.operated) })

  /// Kinds whose objects act by themselves.
  private static let plain = [
    // Cluster
    ResourceKind(["v1"], "Namespace", \.namespaces),
    ResourceKind(["v1"], "Node", \.nodes),
    ResourceKind(
      ["apiextensions.k8s.io/v1"], "CustomResourceDefinition", \.customResourceDefinitions),
    ResourceKind(["node.k8s.io/v1"], "RuntimeClass", \.runtimeClasses),
    // Workloads
    ResourceKind(["v1"], "Pod", \.pods),
    ResourceKind(["apps/v1"], "Deployment", \.deployments),
    ResourceKind(["apps/v1"], "ReplicaSet", \.replicaSets),
    ResourceKind(["v1"], "ReplicationController", \.replicaSets),
    ResourceKind(["apps/v1"], "StatefulSet", \.statefulSets),
    ResourceKind(["apps/v1"], "DaemonSet", \.daemonSets),
    ResourceKind(["batch/v1"], "Job", \.jobs),
    ResourceKind(["batch/v1"], "CronJob", \.cronJobs),
    // Networking
    ResourceKind(["v1"], "Service", \.services),
    ResourceKind(["v1"], "Endpoints", \.endpoints),
    ResourceKind(["discovery.k8s.io/v1"], "EndpointSlice", \.endpointSlices),
    ResourceKind(["networking.k8s.io/v1"], "Ingress", \.ingresses),
    ResourceKind(["networking.k8s.io/v1"], "IngressClass", \.ingressClasses),
    ResourceKind(["networking.k8s.io/v1"], "NetworkPolicy", \.networkPolicies),
    // Configuration
    ResourceKind(["v1"], "ConfigMap", \.configMaps),
    ResourceKind(["v1"], "Secret", \.secrets),
    ResourceKind(["v1"], "ServiceAccount", \.serviceAccounts),
    // Storage
    ResourceKind(["storage.k8s.io/v1"], "StorageClass", \.storageClasses),
    ResourceKind(["storage.k8s.io/v1"], "CSINode", \.csiNodes),
    ResourceKind(["storage.k8s.io/v1"], "CSIDriver", \.csiDrivers),
    ResourceKind(["storage.k8s.io/v1"], "CSIStorageCapacity", \.csiStorageCapacities),
    ResourceKind(["v1"], "PersistentVolume", \.persistentVolumes),
    ResourceKind(["v1"], "PersistentVolumeClaim", \.persistentVolumeClaims),
    // Policy
    ResourceKind(["policy/v1"], "PodDisruptionBudget", \.podDisruptionBudgets),
    ResourceKind(["scheduling.k8s.io/v1"], "PriorityClass", \.priorityClasses),
    ResourceKind(["v1"], "ResourceQuota", \.resourceQuotas),
    ResourceKind(["v1"], "LimitRange", \.limitRanges),
    ResourceKind(
      ["autoscaling/v2", "autoscaling/v1"], "HorizontalPodAutoscaler", \.horizontalPodAutoscalers),
    // Access
    ResourceKind(["rbac.authorization.k8s.io/v1"], "Role", \.roles),
    ResourceKind(["rbac.authorization.k8s.io/v1"], "ClusterRole", \.clusterRoles),
    ResourceKind(["rbac.authorization.k8s.io/v1"], "RoleBinding", \.roleBindings),
    ResourceKind(["rbac.authorization.k8s.io/v1"], "ClusterRoleBinding", \.clusterRoleBindings),
    // Webhooks
    ResourceKind(
      ["admissionregistration.k8s.io/v1"], "MutatingWebhookConfiguration",
      \.webhookConfigurations),
    ResourceKind(
      ["admissionregistration.k8s.io/v1"], "ValidatingWebhookConfiguration",
      \.webhookConfigurations),
    // Istio
    ResourceKind(["networking.istio.io/*"], "Gateway", \.gateways),
    ResourceKind(["networking.istio.io/*"], "VirtualService", \.virtualServices),
    ResourceKind(["networking.istio.io/*"], "DestinationRule", \.destinationRules),
    ResourceKind(["networking.istio.io/*"], "ServiceEntry", \.serviceEntries),
    ResourceKind(["networking.istio.io/*"], "Sidecar", \.istioSidecars),
    ResourceKind(["networking.istio.io/*"], "EnvoyFilter", \.envoyFilters),
    ResourceKind(["security.istio.io/*"], "PeerAuthentication", \.peerAuthentications),
    ResourceKind(["security.istio.io/*"], "RequestAuthentication", \.requestAuthentications),
    ResourceKind(["security.istio.io/*"], "AuthorizationPolicy", \.authorizationPolicies),
    // cert-manager
    ResourceKind(["cert-manager.io/v1"], "Certificate", \.certificates),
    ResourceKind(["cert-manager.io/v1"], "Issuer", \.issuers),
    ResourceKind(["cert-manager.io/v1"], "ClusterIssuer", \.issuers),
    // Monitoring
    ResourceKind(["monitoring.coreos.com/v1"], "ServiceMonitor", \.serviceMonitors),
    ResourceKind(["monitoring.coreos.com/v1"], "PodMonitor", \.podMonitors),
    ResourceKind(["monitoring.coreos.com/v1"], "PrometheusRule", \.prometheusRules),
    ResourceKind(["monitoring.coreos.com/v1"], "Prometheus", \.prometheuses),
    ResourceKind(["monitoring.coreos.com/v1"], "Alertmanager", \.alertmanagers),
    // Progressive delivery
    ResourceKind(["argoproj.io/v1alpha1"], "Rollout", \.rollouts),
    ResourceKind(["argoproj.io/v1alpha1"], "AnalysisTemplate", \.analysisTemplates),
    ResourceKind(["flagger.app/v1beta1"], "Canary", \.canaries),
    // CloudNativePG
    ResourceKind(["postgresql.cnpg.io/v1"], "Cluster", \.postgresClusters),
    ResourceKind(["postgresql.cnpg.io/v1"], "ScheduledBackup", \.scheduledBackups),
    ResourceKind(["postgresql.cnpg.io/v1"], "Backup", \.postgresBackups),
    ResourceKind(["postgresql.cnpg.io/v1"], "Pooler", \.poolers),
    ResourceKind(["barmancloud.cnpg.io/v1"], "ObjectStore", \.barmanObjectStores),
    // Velero
    ResourceKind(["velero.io/v1"], "Schedule", \.veleroSchedules),
    ResourceKind(["velero.io/v1"], "Backup", \.veleroBackups),
    ResourceKind(["velero.io/v1"], "BackupStorageLocation", \.backupStorageLocations),
    // Strimzi, whose v1alpha1 and v1beta1 had other fields (releases 0.23 and 0.49)
    ResourceKind(
      ["kafka.strimzi.io/v1", "kafka.strimzi.io/v1beta2"], "Kafka", \.kafkaClusters),
    ResourceKind(
      ["kafka.strimzi.io/v1", "kafka.strimzi.io/v1beta2"], "KafkaNodePool", \.kafkaNodePools),
    ResourceKind(["kafka.strimzi.io/*"], "KafkaTopic", \.kafkaTopics),
    // Redis operator of OT-Container-Kit
    ResourceKind(["redis.redis.opstreelabs.in/*"], "RedisCluster", \.redisClusters),
    // Redis operator of Spotahome
    ResourceKind(["databases.spotahome.com/v1"], "RedisFailover", \.redisFailovers),
  ]

  /// The kinds, in the order of the catalog.
  package let kinds: [ResourceKind]

  /// The entry for a document; nil where its kind, or this version of it, is not known.
  package func kind(of document: ManifestDocument) -> ResourceKind? {
    kinds.first { $0.kind == document.kind && $0.accepts(document.apiVersion) }
  }

  /// All API versions of a kind.
  package func versions(of kind: String) -> [String] {
    kinds.filter { $0.kind == kind }.flatMap(\.apiVersions)
  }

  /// The API group of a kind, as `apps`; empty for the core's, and for a kind that is not known.
  package func group(ofKind kind: String) -> String {
    kinds.first { $0.kind == kind }?.apiVersions.first.map { String(Self.group(of: $0)) } ?? ""
  }

  /// The API versions that an unknown one of a kind may have meant.
  ///
  /// A group of Kubernetes itself that does not have the kind is a mistake, an old one (Deployments
  /// of `extensions`) or a new one. The group of a project may have a kind of the same name:
  /// `Service` is Knative's too, and `Gateway` that of the Gateway API.
  package func versions(of kind: String, insteadOf apiVersion: String) -> [String] {
    let group = Self.group(of: apiVersion)
    let versions = versions(of: kind)
    guard !isOfKubernetes(group) else { return versions }
    return versions.filter { nearest(String(group), in: [String(Self.group(of: $0))]) != nil }
  }

  /// The kinds that a misspelt one of an API version may have meant; none where the version's group
  /// is not known, whose kinds are others', or where it is spelt as another group's.
  package func kinds(beside apiVersion: String, for kind: String) -> [String] {
    let group = Self.group(of: apiVersion)
    let isKnown = kinds.contains { $0.apiVersions.contains { Self.group(of: $0) == group } }
    return isKnown && versions(of: kind).isEmpty ? kinds.map(\.kind) : []
  }

  /// Whether a group is one of Kubernetes' own: those have no domain, or one of `k8s.io`.
  private func isOfKubernetes(_ group: Substring) -> Bool {
    !group.contains(".")
      || group.hasSuffix(".k8s.io")
        && kinds.contains { $0.apiVersions.contains { Self.group(of: $0) == group } }
  }

  /// `apps` of `apps/v1`; the core group, of `v1`, has no name.
  private static func group(of apiVersion: String) -> Substring {
    apiVersion.lastIndex(of: "/").map { apiVersion[..<$0] } ?? ""
  }
}

/// One kind: its API versions and how its documents enter a `ManifestSet`.
package struct ResourceKind: Sendable {
  /// API versions, as `apps/v1`.
  package let apiVersions: [String]
  /// Kind, as `Deployment`.
  package let kind: String
  /// Decodes a document, checks it and appends it to the set's list of the kind.
  ///
  /// An object with a generated name takes the one that the document was given.
  package let decode: @Sendable (ManifestDocument, DiagnosticCollector, inout ManifestSet) -> Void

  /// Makes an entry from the list that takes the decoded objects.
  package init<Resource: ManifestResource>(
    _ apiVersions: [String], _ kind: String,
    _ list: any WritableKeyPath<ManifestSet, [Resource]> & Sendable
  ) {
    self.apiVersions = apiVersions
    self.kind = kind
    decode = { document, diagnostics, set in
      guard var resource = Resource(from: document.node, diagnostics) else { return }
      if resource.metadata.name.isEmpty { resource.metadata.name = document.name }
      resource.metadata.check(Resource.nameRule, diagnostics)
      resource.check(diagnostics)
      set[keyPath: list].append(resource)
    }
  }

  /// Whether an API version is one of this kind's.
  package func accepts(_ apiVersion: String) -> Bool {
    apiVersions.contains {
      $0 == apiVersion || $0.hasSuffix("/*") && apiVersion.hasPrefix($0.dropLast())
    }
  }
}
