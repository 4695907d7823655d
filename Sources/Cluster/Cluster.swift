package import Manifests
public import SimulationKernel

/// The Kubernetes control plane and its nodes.
///
/// It owns every object of the API that has a behaviour: nodes, pods, controllers, Services and
/// volumes, and the physics of machines: CPU, memory and disk. It acts on notices to
/// `Room.cluster`, and tells the rooms above by a `PodNotice`, a `ServiceNotice` or a
/// `PolicyNotice`.
public struct Cluster: ~Copyable {
  private let inPlace = InPlace()
  /// All pods.
  public internal(set) var pods = Slab<Pod>(capacity: 256)
  /// All nodes, by index.
  public internal(set) var nodes: [NodeState] = []
  /// CPUs of the nodes; container ids are in `Pod.mainCPU` and `Pod.proxyCPU`.
  public var cpu: CPUModel

  /// How many pods there are, or jobs on all CPUs, whichever are more.
  package var crowd: Int { max(pods.count, cpu.jobCount) }
  /// What seldom changes of the nodes (name, labels, taints, capacity), by index.
  package internal(set) var nodeSpecs: [NodeSpec] = []
  /// What a node's object has of them when it is made anew.
  var nodeRegistrations: [NodeRegistration] = []
  /// Names of the zones, by index.
  package internal(set) var zoneNames: [String] = []
  /// Everything that owns pods (Deployments, StatefulSets, Jobs and the like), by index.
  package internal(set) var workloads: [WorkloadState] = []
  /// All Services, by index.
  package internal(set) var services: [ServiceState] = []
  /// Templates of pods, by index.
  package internal(set) var templates: [CompiledTemplate] = []
  /// All disruption budgets.
  package internal(set) var budgets: [BudgetState] = []
  /// Namespaces with their labels.
  package internal(set) var namespaces: [ClusterSpec.Namespace] = []
  /// Defaults of the Kubernetes version.
  package let version: ClusterVersion
  /// Sentences that say what was assumed or is not modelled.
  package internal(set) var notes: [String]
  /// The run's seed.
  let seed: UInt64
  /// Whether everything is in place before time zero.
  let startsRunning: Bool
  /// Whether the initial state is being made: without events and delays, as if it had settled long
  /// ago.
  var isSettling = false

  var namespaceTable = NameTable()
  var selectors = SelectorIndex()
  var scheduler: Scheduler
  var volumes: VolumeTable
  /// The containers of pods that are on nodes: a run of entries for each pod.
  var containers: [ContainerState] = []
  /// The first entries of the runs in `containers` that are free, by the length of the run.
  var freeContainers: [[Int32]] = []
  /// The pods that are bound to each node, by node.
  var nodePods: [[PodHandle]] = []
  var images: ImageCatalog
  /// Images that nodes hold, by node.
  var imageRecords: [[ImageRecord]] = []
  /// Images on their way, by node.
  var pulls: [PullQueue] = []
  var configurations = ConfigurationTable()
  var memory = MemoryModel()
  var disks = DiskModel()
  /// The logs of the software in pods, by the pods' index.
  var logs: [ContainerLog] = []
  /// Eviction managers, by node.
  var evictions: [EvictionState] = []
  /// Pods that kubelets have evicted, by node and signal.
  var evictionCounts: [EvictionCount] = []
  var zones: [ZoneHealth] = []
  /// File systems that have grown so far.
  package internal(set) var expandedClaims = 0
  var events: [ClusterEvent] = []
  /// What controllers' recorders remember.
  var controllerEvents = EventTable()
  /// What kubelets' recorders remember of pods of which they have said much.
  var eventGroups: [EventGroups] = []
  /// Places in it that are free.
  var freeEventGroups: [Int32] = []
  /// Other resources that were asked for pods that are there.
  var resizes: [PodResize] = []
  /// Places in it that are free.
  var freeResizes: [Int32] = []
  var greatestTemplates = GreatestTemplates()
  /// Conditions of autoscalers that changed since they were last taken.
  var conditionChanges: [ConditionChange] = []
  /// Services by name: `namespace/name`, and the index of the first of that name.
  var serviceNames = NameTable()
  var serviceNumbers: [Int32] = []
  /// Workloads by kind, namespace and name, and the index of the first of that name.
  var workloadNames = NameTable()
  var workloadNumbers: [Int32] = []
  /// The Services that are the cluster's DNS while they are there.
  var dnsServices: [Int32] = []
  /// The bare pods, by workload: those of manifests, and those that were left without an owner.
  var barePods: [Int32] = []
  /// The ReplicaSets of manifests, by workload.
  var writtenSets: [Int32] = []
  /// The Deployments with a model of their software, by workload, ascending.
  var modelledDeployments: [Int32] = []
  /// Deployments whose ReplicaSets have no owner, by workload.
  var abandoned: [Int32] = []
  /// Namespaces that were deleted, in the order of their deletion.
  var namespaceEnds: [NamespaceEnd] = []
  /// Namespaces that workloads are in.
  var workloadNamespaces = NameTable()
  /// Services by the number of their selector.
  var servicesBySelector: [[Int32]] = []
  /// The keys of random draws, by workload, by Service and by node.
  var workloadKeys: [UInt64] = []
  var serviceKeys: [UInt64] = []
  var nodeKeys: [UInt64] = []
  /// The kubelets' leases, by node.
  var nodeLeases: [NodeLease] = []
  /// The phase of the passes of the node controller and of the pod garbage collector.
  var monitorPhase: SimDuration
  /// The horizontal autoscalers and the metrics that they follow.
  package var autoscaling: Autoscaling
  /// The cluster autoscaler with its elastic pools.
  package internal(set) var nodeAutoscaler: NodeAutoscaler
  /// The compiled laws of durations.
  var laws = SamplerBank()
  /// The nodes with the control plane, and which of them leads each component.
  var controlPlane: ControlPlane
  /// API clients of the controllers that create pods, by `ControllerClient`.
  var clientRates: [ClientRate]
  /// Drains of nodes under way.
  var drains: [Drain] = []
  /// Reboots of machines under way.
  var shutdowns: [NodeShutdown] = []
  /// The sync of the kube-proxies that was scheduled last.
  var proxySyncAt = Cluster.settledSince
  /// How many syncs they may run at once.
  var proxySyncs: ClientRate
  /// Ended pods whose kubelets could not tell the API, which was down.
  var lateRemovals: [PodHandle] = []
  /// The LimitRanges that admission applies to pods.
  var limitRanges: [LimitRangeSpec]
  /// The ResourceQuotas of namespaces.
  package internal(set) var quotas: [QuotaSpec]
  /// The objects other than pods that quotas count.
  var ledger: ObjectLedger
  /// The objects that changes have written or deleted.
  var written = WrittenObjects()
  /// The objects that admission refused at the start.
  let refusals: [ClusterSpec.Refusal]
  /// The ConfigMaps and Secrets among them.
  let refusedConfigurations: [QuotaObject]
  /// What service accounts may do: roles and their bindings.
  var access: AccessRules
  /// The webhooks that the API server asks, in their order.
  var webhookConfigurations: [WebhookConfigurationSpec]
  /// Calls of webhooks so far.
  var webhookCalls: UInt64 = 0
  /// Pods that ended and whose objects stay, and how many of them may.
  var endedPods = EndedPods()
  /// Changes of operators' objects that wait for their operators.
  var operatorUpdates: [OperatorUpdate] = []
  /// The leases by which the copies of an operator elect the one that acts.
  var leases: [OperatorLease] = []
  /// The autoscalers that follow the number of nodes.
  var proportionalAutoscalers: [ProportionalAutoscaler] = []
  /// The workload whose pods are the DNS caches of their nodes; -1 where nodes have none.
  var nodeCacheWorkload: Int32 = -1
  /// The policies for which connections pods may open and accept.
  package internal(set) var networkPolicies: [NetworkPolicy]
  /// Whether the wire tells pods apart by labels that may change while they run.
  package var routesByLabels = false
}
