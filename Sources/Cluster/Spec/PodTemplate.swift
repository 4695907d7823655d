package import Manifests
package import SimulationKernel

/// What runs in a workload's pods and where it may run, with all defaults resolved.
package struct PodTemplate: Sendable {
  /// Labels of every pod.
  package var labels = StringMap()
  /// App containers; a workload says which is the main one.
  package var containers = [ContainerSpec(name: "main", image: "")]
  /// Init containers and sidecars in order.
  package var initContainers: [ContainerSpec] = []
  /// Resources of the sandbox.
  package var overhead = PodResources()
  /// Restart policy.
  package var restartPolicy = ContainerRestarts.always
  /// From the deletion request to SIGKILL.
  package var terminationGrace = SimDuration.seconds(30)
  /// Labels that a node must have.
  package var nodeSelector = StringMap()
  /// Terms of which a node must meet one; empty means no requirement.
  package var requiredNodeTerms: [NodeTerm] = []
  /// Whether required terms are given at all (an empty list of them matches no node).
  package var hasRequiredNodeTerms = false
  /// Terms that add to a node's score.
  package var preferredNodeTerms: [WeightedNodeTerm] = []
  /// Pods that must be near.
  package var requiredAffinity: [AffinityTerm] = []
  /// Pods that must be away.
  package var requiredAntiAffinity: [AffinityTerm] = []
  /// Pods that should be near (positive weight) or away (negative weight).
  package var preferredAffinity: [WeightedAffinityTerm] = []
  /// Even spreading over nodes and zones.
  package var spreadConstraints: [SpreadConstraint] = []
  /// Taints endured.
  package var tolerations: [PodToleration] = []
  /// Node that the pod is bound to without the scheduler.
  package var nodeName: String?
  /// Whether the node's kubelet runs it from a file of its own: the API only has its mirror.
  package var isStatic = false
  /// Name of its priority class.
  package var priorityClass: String?
  /// Priority as resolved from its class.
  package var priority: Int32 = 0
  /// Its priority class where there is none of that name.
  package var missingPriorityClass: String?
  /// Why admission refuses the pods for a priority, or a preemption policy, that they say
  /// themselves; nil where it does not.
  package var refusedPriority: String?
  /// Why admission refuses the pods for the runtime that they ask for; nil where it does not.
  package var runtimeRefusal: RuntimeRefusal?
  /// The service account that it names and nobody defines: admission refuses it.
  package var missingAccount: String?
  /// How long the pods may be active (`activeDeadlineSeconds`); nil for ever.
  package var deadline: SimDuration?
  /// What the pods ask as a whole; nil where only their containers ask.
  package var whole: PodLevelResources?
  /// Whether its pods may preempt others (preemptionPolicy).
  package var preempts = true
  /// From the readiness of the containers to that of the pod: the time that controllers take to set
  /// its readiness gates; nil where nobody sets one of them.
  package var gateDelay: SimDuration? = .zero
  /// The profile that places its pods.
  package var schedulerName = "default-scheduler"
  /// Names of scheduling gates.
  package var schedulingGates: [String] = []
  /// The operating system that its containers are for; that of the node where it is nil.
  package var operatingSystem: String?
  /// Kernel parameters that its pods set.
  package var kernelParameters: [KernelParameter] = []
  /// What keeps its claims of devices from a place; nil where nothing does.
  package var deviceProblem: DeviceProblem?
  /// Claims mounted by every pod, by name in the pod's namespace.
  package var claims: [String] = []
  /// Its emptyDir volumes.
  package var scratchVolumes: [ScratchVolume] = []
  /// ConfigMaps and Secrets that volumes show.
  package var configurationVolumes: [ConfigurationReference] = []
  /// Secrets with credentials of registries.
  package var pullSecrets: [String] = []
  /// Ports of the containers that run while the pods serve, as far as they have names; nil where
  /// an operator decides.
  package var namedPorts: [PolicyEndpoint.NamedPort]?
  /// Whether the pods use their node's network.
  package var usesHostNetwork = false
  /// Whether a mesh sidecar was injected.
  package var isMeshed: Bool {
    containers.contains { $0.name == "istio-proxy" }
      || initContainers.contains { $0.name == "istio-proxy" }
  }
  /// Service account: the mesh identity and the subject of its API calls.
  package var serviceAccount = "default"
  /// Which of equals a scale-down takes first: the lowest (annotation
  /// controller.kubernetes.io/pod-deletion-cost).
  package var deletionCost: Int32 = 0
  /// Whether the cluster autoscaler may evict its pods (annotation
  /// cluster-autoscaler.kubernetes.io/safe-to-evict); nil where nothing is said.
  package var safeToEvict: Bool?
  /// Whether a daemon is evicted before the cluster autoscaler takes its node away (annotation
  /// cluster-autoscaler.kubernetes.io/enable-ds-eviction); nil where nothing is said.
  package var evictsDaemon: Bool?
  /// Whether it has emptyDir or hostPath volumes that no annotation lets go.
  package var hasLocalStorage = false
  /// When `kubectl rollout restart` was last called for it (annotation restartedAt).
  package var restartedAt: SimTime?
  /// What Pod Security admission has against its pods.
  package var security = PodSecurityFindings()
  /// What its containers ask of the API with kubectl.
  package var apiRequests: [APIRequest] = []
  /// The flags of its cluster-proportional-autoscalers, in the order of its containers.
  package var proportionalFlags: [ProportionalFlags] = []

  /// Makes a template with one container that requests nothing.
  package init() {}

  /// The pod's request: the sum of app containers and sidecars, or the greatest init step with the
  /// sidecars started before it, plus overhead (component-helpers resource.PodRequests).
  package var requests: PodResources {
    var steady = PodResources()
    var peak = PodResources()
    for container in initContainers {
      var step = steady
      step += container.requests
      if container.isSidecar { steady = step }
      peak = peak.maximum(step)
    }
    for container in containers { steady += container.requests }
    var total = steady.maximum(peak)
    if let milli = whole?.milliCPU { total.cpuMilli = milli }
    if let bytes = whole?.memory { total.memory = bytes }
    total += overhead
    return total
  }

  /// The request that the LeastAllocated score counts: 100m and 200 MiB where none is given
  /// (pkg/scheduler/util/pod_resources.go).
  package var nonZeroRequests: PodResources {
    var assumed = self
    for index in assumed.containers.indices { assumed.containers[index].assumeDefaultRequests() }
    for index in assumed.initContainers.indices {
      assumed.initContainers[index].assumeDefaultRequests()
    }
    return assumed.requests
  }
}

extension ContainerSpec {
  fileprivate mutating func assumeDefaultRequests() {
    if !hasCPURequest { requests.cpuMilli = 100 }
    if !hasMemoryRequest { requests.memory = 200 * 1024 * 1024 }
  }
}

/// What happens with containers that end (Kubernetes core/v1 RestartPolicy).
package enum ContainerRestarts: UInt8, Sendable {
  /// Restarted with back-off.
  case always
  /// Restarted with back-off after a failure.
  case onFailure
  /// Never restarted.
  case never
}
