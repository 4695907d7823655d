package import Manifests
public import SimulationKernel

/// The Kubernetes control plane and its nodes.
///
/// Owns every object of the API that acts: nodes, pods, controllers, Services and volumes. Time
/// passes by notices to `Room.cluster`; the rooms above get a `PodNotice` or `ServiceNotice`.
public struct Cluster: ~Copyable {
  private let inPlace = InPlace()
  /// All pods.
  public internal(set) var pods = Slab<Pod>(capacity: 256)
  /// All nodes, by index.
  public internal(set) var nodes: [NodeState] = []
  /// CPUs of the nodes; container ids are in `Pod.mainCPU` and `Pod.proxyCPU`.
  public var cpu: CPUModel

  /// Pods, or jobs on all CPUs, whichever are more.
  package var crowd: Int { max(pods.count, cpu.jobCount) }
  /// Cold facts of the nodes, by index.
  package internal(set) var nodeSpecs: [NodeSpec] = []
  /// Names of the zones, by index.
  package internal(set) var zoneNames: [String] = []
  /// Everything that owns pods, by index.
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
  /// What was assumed or not modelled.
  package internal(set) var notes: [String]
  /// The run's seed.
  let seed: UInt64
  /// Whether everything is in place before time zero.
  let startsRunning: Bool
  /// Whether the initial state is being made: no events, no delays.
  var isSettling = false

  var namespaceTable = NameTable()
  var selectors = SelectorIndex()
  var scheduler: Scheduler
  var volumes: VolumeTable
  var containers: [ContainerState] = []
  var freeContainers: [[Int32]] = []
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
  var zones: [ZoneHealth] = []
  /// File systems that have grown so far.
  package internal(set) var expandedClaims = 0
  var events: [ClusterEvent] = []
  /// Conditions of autoscalers that changed since they were last taken.
  var conditionChanges: [ConditionChange] = []
  /// Services by the number of their selector.
  var servicesBySelector: [[Int32]] = []
  /// Keys of the draws of workloads, Services and nodes.
  var workloadKeys: [UInt64] = []
  var serviceKeys: [UInt64] = []
  var nodeKeys: [UInt64] = []
  var monitorPhase: SimDuration
  /// The horizontal autoscalers and the metrics that they follow.
  package var autoscaling: Autoscaling
  /// The cluster autoscaler with its elastic pools.
  package internal(set) var nodeAutoscaler: NodeAutoscaler
  /// Laws of what takes time, compiled.
  var laws = SamplerBank()
  /// The masters and who leads among them.
  var controlPlane: ControlPlane
  /// API clients of the controllers that create pods, by `ControllerClient`.
  var clientRates: [ClientRate]
  /// Drains of nodes under way.
  var drains: [Drain] = []
  /// Reboots of machines under way.
  var shutdowns: [NodeShutdown] = []
  /// Ended pods whose kubelets could not tell the API, which was down.
  var lateRemovals: [PodHandle] = []
  /// What admission looks at beside the pod.
  var limitRanges: [LimitRangeSpec]
  /// What namespaces may hold and ask for together.
  package internal(set) var quotas: [QuotaSpec]
  /// What quotas count beside pods.
  var ledger: ObjectLedger
  /// What they kept out at the start.
  let refusals: [ClusterSpec.Refusal]
  /// Roles and bindings.
  var access: AccessRules
  /// Pods that ended and whose objects stay, and how many of them may.
  var endedPods = EndedPods()
  /// Changes of operators' objects that wait for their operators.
  var heldUpdates: [HeldUpdate] = []
  /// Leases of the operators whose copies elect the one that acts.
  var leases: [OperatorLease] = []
  /// The workload whose pods are the DNS caches of their nodes; -1 where nodes have none.
  var nodeCacheWorkload: Int32 = -1
  /// Which connections pods may make and take.
  package internal(set) var networkPolicies: [NetworkPolicy]
  /// Whether the wire tells pods apart by labels that may change while they run.
  package var routesByLabels = false
}
