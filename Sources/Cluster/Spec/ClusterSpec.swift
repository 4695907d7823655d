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
  /// Disruption budgets.
  package var budgets: [BudgetSpec] = []
  /// Horizontal autoscalers.
  package var autoscalers: [AutoscalerSpec] = []
  /// Defaults and bounds of namespaces.
  package var limitRanges: [LimitRangeSpec] = []
  /// What namespaces may use in sum.
  package var quotas: [QuotaSpec] = []
  /// What quotas count beside pods: the objects of the manifests in their order, and before them
  /// those that controllers make of them.
  var objects: [QuotaObject] = []
  /// Roles and bindings.
  package var access = AccessRules()
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
  /// ConfigMaps and Secrets that exist.
  package var configurations: [ConfigurationSpec] = []
  /// Which images the registries have.
  package var registry = RegistrySpec()
  /// What was assumed or not modelled, for the run's notes.
  package var notes: [String] = []

  /// Makes an empty cluster.
  package init() {}
}

/// A node of a cluster.
package struct NodeSpec: Sendable {
  /// How many volumes of a driver it can attach (storage/v1 CSINode).
  package struct VolumeLimit: Hashable, Sendable {
    /// Name of the driver; `*` for each driver.
    package var driver: String
    /// Number of volumes.
    package var count: Int

    /// Makes a limit.
    package init(driver: String, count: Int) {
      self.driver = driver
      self.count = count
    }
  }

  /// Name.
  package var name: String
  /// Name of its pool; empty for a node given as an object.
  package var pool: String
  /// Labels, the zone's and the host name's included.
  package var labels: StringMap
  /// Taints it has from the start.
  package var taints: [NodeTaint]
  /// What the machine has.
  package var capacity: PodResources
  /// What pods may request.
  package var allocatable: PodResources
  /// Greatest number of pods.
  package var podLimit: Int64 = 110
  /// Image download rate in bytes per second.
  package var imageBandwidth: Int64 = 200 * 1024 * 1024
  /// Line rate of its network interface in bits per second.
  package var lineRate: Int64 = 10 << 30
  /// Size of the local disk in bytes.
  package var localDisk: Int64 = 0
  /// Volumes that it can attach; drivers that are not named have no limit.
  package var volumeLimits: [VolumeLimit] = []
  /// Settings of its kubelet.
  package var kubelet = KubeletSpec()
  /// Whether it is cordoned from the start.
  package var isCordoned = false
  /// Whether it is there only once its pool has grown.
  package var isDormant = false
  /// Whether the cluster autoscaler never takes it away (annotation
  /// cluster-autoscaler.kubernetes.io/scale-down-disabled).
  package var keepsFromScaleDown = false

  /// Makes a node whose allocatable is its capacity.
  package init(
    name: String, pool: String = "", labels: StringMap = StringMap(), taints: [NodeTaint] = [],
    capacity: PodResources
  ) {
    self.name = name
    self.pool = pool
    self.labels = labels
    self.taints = taints
    self.capacity = capacity
    allocatable = capacity
    // The labels that every kubelet sets, the deprecated ones included
    // (kubernetes pkg/kubelet/kubelet_node_status.go).
    for (key, value) in [
      ("kubernetes.io/hostname", name), ("kubernetes.io/os", "linux"),
      ("kubernetes.io/arch", "amd64"), ("beta.kubernetes.io/os", "linux"),
      ("beta.kubernetes.io/arch", "amd64"),
    ] where self.labels[key] == nil {
      self.labels[key] = value
    }
  }
}

/// A Service: which pods it selects and how it is reached.
package struct ServiceSpec: Sendable {
  /// A port of a Service.
  package struct Port: Hashable, Sendable {
    /// Name; empty for a sole port.
    package var name: String
    /// Port clients connect to.
    package var port: Int
    /// Port number on the pod, where it is a number.
    package var target: Int
    /// Name of the container port, where the target is a name.
    package var targetName: String
    /// Transport protocol.
    package var transport = TransportProtocol.tcp

    /// Makes a port.
    package init(name: String, port: Int, target: Int, targetName: String = "") {
      self.name = name
      self.port = port
      self.target = target
      self.targetName = targetName
    }
  }

  /// Pods that are preferred while there are any (core/v1 ServiceTrafficDistribution, annotation
  /// service.kubernetes.io/topology-mode).
  package enum Preference: Hashable, Sendable {
    /// Those of the client's zone.
    case zone
    /// Those of its node, then those of its zone.
    case node
    /// Those that are allotted to its zone, in proportion to the zones' CPU.
    case allotted

    /// Reads a Service's annotation, or else its word.
    init?(_ annotations: StringMap, _ word: String?, _ version: ClusterVersion) {
      let mode =
        annotations["service.kubernetes.io/topology-aware-hints"]
        ?? annotations["service.kubernetes.io/topology-mode"]
      if mode == "Auto" || mode == "auto" {
        self = .allotted
      } else {
        self.init(word, version)
      }
    }

    /// Reads a Service's word, as far as a version knows it: PreferClose from 1.31 on,
    /// PreferSameZone and PreferSameNode from 1.34 on.
    private init?(_ word: String?, _ version: ClusterVersion) {
      switch word {
      case "PreferClose" where version.minor >= 31: self = .zone
      case "PreferSameZone" where version.minor >= 34: self = .zone
      case "PreferSameNode" where version.minor >= 34: self = .node
      default: return nil
      }
    }
  }

  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Labels of the Service itself, which ServiceMonitors select.
  package var labels = StringMap()
  /// Labels that its pods have; empty selects nothing.
  package var selector: StringMap
  /// Ports.
  package var ports: [Port] = []
  /// Whether it has no cluster address (`clusterIP: None`).
  package var isHeadless = false
  /// Whether unready pods are published.
  package var publishesNotReady = false
  /// Type: ClusterIP, NodePort, LoadBalancer or ExternalName.
  package var type = "ClusterIP"
  /// DNS name that an ExternalName Service stands for.
  package var externalName: String?
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// How long a client sticks to a pod after its last connection (`sessionAffinity: ClientIP`); nil
  /// where it does not.
  package var clientAffinity: SimDuration?
  /// Whether only pods of the client's node serve it (`internalTrafficPolicy: Local`).
  package var isNodeLocal = false
  /// Which pods kube-proxy prefers; nil for none.
  package var preference: Preference?
  /// Whether traffic from outside stays on the node that it enters (`externalTrafficPolicy: Local`).
  package var isEntryLocal = false

  /// Makes a Service.
  package init(name: String, namespace: String, selector: StringMap) {
    self.name = name
    self.namespace = namespace
    self.selector = selector
  }
}

/// A PodDisruptionBudget.
package struct BudgetSpec: Sendable {
  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Pods it protects; nil selects none.
  package var selector: LabelSelector?
  /// Pods that must stay healthy.
  package var minAvailable: IntOrPercent?
  /// Pods that may be missing.
  package var maxUnavailable: IntOrPercent?
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// Whether unready pods may always be evicted.
  package var evictsUnhealthyAlways = false

  /// Makes a budget.
  package init(name: String, namespace: String, selector: LabelSelector?) {
    self.name = name
    self.namespace = namespace
    self.selector = selector
  }
}
