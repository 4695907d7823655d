package import Manifests
package import SimulationKernel

/// A cluster before it runs: everything that manifests and the Cluster document say about it.
package struct ClusterSpec: Sendable {
  /// How a run begins.
  package enum Start: Sendable {
    /// Everything is placed by the scheduler, Ready and warm before time zero.
    case running
    /// Everything is created at time zero.
    case cold
  }

  /// A namespace with its labels.
  package struct Namespace: Sendable {
    /// Name.
    package var name: String
    /// Labels.
    package var labels: StringMap

    /// Makes a namespace.
    package init(name: String, labels: StringMap = StringMap()) {
      self.name = name
      self.labels = labels
    }
  }

  /// Defaults that depend on the Kubernetes version.
  package var version = ClusterVersion()
  /// How a run begins.
  package var start = Start.running
  /// Zones in the order of the Cluster document; further ones come from node labels.
  package var zones: [String] = []
  /// Nodes.
  package var nodes: [NodeSpec] = []
  /// Elastic pools among the nodes.
  package var pools: [NodePoolSpec] = []
  /// Flags of the cluster autoscaler.
  package var nodeAutoscaling = AutoscalerSettings()
  /// Namespaces with labels.
  package var namespaces: [Namespace] = []
  /// Everything that owns pods.
  package var workloads: [WorkloadSpec] = []
  /// Services.
  package var services: [ServiceSpec] = []
  /// Claims that manifests create; templates of StatefulSets add theirs.
  package var claims: [ClaimSpecification] = []
  /// Volumes that manifests create.
  package var volumes: [VolumeSpec] = []
  /// Storage classes.
  package var storageClasses: [StorageClassSpec] = []
  /// What drivers say of the room for volumes.
  package var storageCapacities: [StorageCapacitySpec] = []
  /// Disruption budgets.
  package var budgets: [BudgetSpec] = []
  /// Horizontal autoscalers.
  package var autoscalers: [AutoscalerSpec] = []
  /// How often metrics-server reads the kubelets; what its manifests set (`--metric-resolution`).
  package var metricsResolution = SimDuration.seconds(15)
  /// Defaults and bounds of namespaces.
  package var limitRanges: [LimitRangeSpec] = []
  /// What namespaces may use in sum.
  package var quotas: [QuotaSpec] = []
  /// What quotas count beside pods: the objects of the manifests in their order, and before them
  /// those that controllers make of them.
  var objects: [QuotaObject] = []
  /// Roles and bindings.
  package var access = AccessRules()
  /// Webhooks that the API server asks, sorted by the names of their configurations.
  package var webhookConfigurations: [WebhookConfigurationSpec] = []
  /// Which connections pods may make and take.
  package var networkPolicies: [NetworkPolicy] = []
  /// Calls a second of each controller's API client (kube-controller-manager --kube-api-qps).
  package var controllerRate = 20.0
  /// Calls of it that may come at once (--kube-api-burst).
  package var controllerBurst = 30
  /// Ended pods that stay (--terminated-pod-gc-threshold); 0 for all.
  package var endedPodLimit = 12_500
  /// Share of the nodes, in percent, among which the scheduler's search may end; 0 lets the number
  /// of nodes decide.
  package var percentageOfNodesToScore = 0
  /// The scheduler's profiles; none for one with the defaults, which places all pods.
  package var schedulerProfiles: [SchedulerProfile] = []
  /// ConfigMaps and Secrets that exist.
  package var configurations: [ConfigurationSpec] = []
  /// Which images the registries have.
  package var registry = RegistrySpec()
  /// What was assumed or not modelled, for the run's notes.
  package var notes: [String] = []

  /// Makes an empty cluster.
  package init() {}
}
