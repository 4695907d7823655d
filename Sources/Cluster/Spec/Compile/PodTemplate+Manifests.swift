package import Manifests
import SimulationKernel

extension PodTemplate {
  /// Reads a pod spec with its metadata.
  ///
  /// - Parameter securityVersion: whose Pod Security Standards the namespace enforces; nil for the
  ///   cluster's own.
  package init(
    _ spec: PodSpec, _ metadata: ObjectMeta, priorities: [PriorityClass],
    runtimes: [RuntimeClass], version: ClusterVersion, securityVersion: ClusterVersion? = nil
  ) {
    self.init()
    labels = metadata.labels
    readAdmission(spec, metadata, priorities, securityVersion ?? version)
    containers = spec.containers.map {
      ContainerSpec($0, of: spec, version: version)
    }
    initContainers = spec.initContainers.map {
      ContainerSpec($0, of: spec, version: version)
    }
    proportionalFlags = spec.containers.compactMap { ProportionalFlags($0) }
    overhead = PodResources(spec.overhead)
    if version.hasPodLevelResources, let resources = spec.resources {
      whole = PodLevelResources(resources)
      limitContainers()
    }
    restartPolicy = ContainerRestarts(spec.restartPolicy)
    terminationGrace = .seconds(Int64(spec.terminationGracePeriodSeconds))
    readNode(spec)
    nodeSelector = spec.nodeSelector
    tolerations = spec.tolerations.compactMap(PodToleration.init)
    spreadConstraints = spec.topologySpreadConstraints.map(SpreadConstraint.init)
    schedulingGates = spec.schedulingGates.map(\.name)
    gateDelay = PodTemplate.gateDelay(of: spec.readinessGates)
    claims = spec.volumes.compactMap { $0.persistentVolumeClaim?.claimName }
    scratchVolumes = spec.volumes.compactMap(ScratchVolume.init)
    configurationVolumes = PodTemplate.configurationVolumes(of: spec)
    pullSecrets = spec.imagePullSecrets.map(\.name)
    readNetwork(spec)
    serviceAccount = spec.serviceAccountName
    priorityClass = spec.priorityClassName
    readPriority(
      of: spec.priorityClassName, given: spec.priority, policy: spec.preemptionPolicy, priorities)
    if let affinity = spec.affinity { add(affinity) }
    runtimeRefusal = spec.runtimeRefusal(by: runtimes)
    if let runtime = spec.runtimeClass(among: runtimes) { add(runtime) }
  }

  /// Reads what the pods want of their node beside resources.
  private mutating func readNode(_ spec: PodSpec) {
    (nodeName, schedulerName) = (spec.nodeName, spec.schedulerName)
    operatingSystem = spec.os?.name
    kernelParameters = (spec.securityContext?.sysctls ?? []).map {
      KernelParameter(name: $0.name, of: spec)
    }
  }

  private mutating func readNetwork(_ spec: PodSpec) {
    usesHostNetwork = spec.hostNetwork
    namedPorts = spec.namedPorts
  }

  /// What admission adds for the runtime that the pods ask for: the resources of its sandbox, and
  /// its wishes about nodes (plugin/pkg/admission/runtimeclass setOverhead, setScheduling).
  private mutating func add(_ runtime: RuntimeClass) {
    if let fixed = runtime.overhead { overhead = PodResources(fixed) }
    for entry in runtime.nodeSelector.entries { nodeSelector[entry.key] = entry.value }
    tolerations = PodToleration.merged(
      tolerations, runtime.tolerations.compactMap(PodToleration.init))
  }

  /// Reads what admission and access look at.
  private mutating func readAdmission(
    _ spec: PodSpec, _ metadata: ObjectMeta, _ priorities: [PriorityClass],
    _ version: ClusterVersion
  ) {
    let cost = metadata.annotations["controller.kubernetes.io/pod-deletion-cost"]
    deletionCost = cost.flatMap { Int32($0) } ?? 0
    readRemoval(spec, metadata)
    security = PodSecurityChecks(spec: spec, version: version).findings
    apiRequests = (spec.initContainers + spec.containers).flatMap {
      KubectlCommand.requests(
        in: $0.command + $0.args, namespace: metadata.namespace ?? "default")
    }
    missingPriorityClass = spec.priorityClassName.flatMap { name in
      name.hasPrefix("system-") || priorities.contains { $0.metadata.name == name } ? nil : name
    }
    deadline = spec.activeDeadlineSeconds.map { .seconds(Int64($0)) }
  }

  /// How long some readiness gates take; nil where nobody sets one of them.
  private static func gateDelay(of gates: [ReadinessGate]) -> SimDuration? {
    guard !gates.isEmpty else { return .zero }
    return gates.contains { GateController(condition: $0.conditionType) == nil }
      ? nil : GateController.delay
  }

  /// Reads what the cluster autoscaler looks at before it moves a pod (cluster-autoscaler
  /// utils/drain).
  private mutating func readRemoval(_ spec: PodSpec, _ metadata: ObjectMeta) {
    let prefix = "cluster-autoscaler.kubernetes.io/safe-to-evict"
    safeToEvict = metadata.annotations[prefix].flatMap { Bool($0) }
    evictsDaemon = metadata.annotations["cluster-autoscaler.kubernetes.io/enable-ds-eviction"]
      .flatMap { Bool($0) }
    let released = (metadata.annotations[prefix + "-local-volumes"] ?? "").split(separator: ",")
    hasLocalStorage = spec.volumes.contains { volume in
      let isLocal = volume.hostPath != nil || volume.emptyDir.map { $0.medium != "Memory" } ?? false
      return isLocal && !released.contains { $0 == volume.name }
    }
  }

  /// A pod's priority and preemption policy: its class's, one of the two system classes', or the
  /// global default's (plugin/pkg/admission/priority).
  mutating func readPriority(
    of name: String?, given written: Int?, policy: PreemptionPolicy?,
    _ priorities: [PriorityClass]
  ) {
    var chosen: PriorityClass?
    switch name {
    case "system-node-critical": priority = 2_000_001_000
    case "system-cluster-critical": priority = 2_000_000_000
    case let name?:
      chosen = priorities.first { $0.metadata.name == name }
      priority = Int32(clamping: chosen?.value ?? 0)
    case nil:
      // Of several defaults the one with the lowest value counts.
      chosen = priorities.filter(\.globalDefault).min { $0.value < $1.value }
      priority = Int32(clamping: chosen?.value ?? 0)
    }
    let computed = chosen?.preemptionPolicy ?? .preemptLowerPriority
    refusedPriority = PodTemplate.refusal(of: written, not: priority, policy, not: computed)
    preempts = (policy ?? computed) != .never
  }

  /// What admission says of a priority and a preemption policy that are not what it computes.
  private static func refusal(
    of written: Int?, not priority: Int32, _ policy: PreemptionPolicy?,
    not computed: PreemptionPolicy
  ) -> String? {
    let rule = "must not be provided in pod spec; priority admission controller computed"
    let source = "from the given PriorityClass name"
    if let written, written != Int(priority) {
      return "the integer value of priority (\(written)) \(rule) \(priority) \(source)"
    }
    guard let policy, policy != computed else { return nil }
    return "the string value of PreemptionPolicy (\(policy.rawValue)) \(rule) "
      + "\(computed.rawValue) \(source)"
  }

  /// Adds the wishes of an affinity.
  mutating func add(_ affinity: Affinity) {
    if let node = affinity.nodeAffinity { add(node) }
    if let near = affinity.podAffinity { add(near, isAnti: false) }
    if let away = affinity.podAntiAffinity { add(away, isAnti: true) }
  }

  private mutating func add(_ affinity: NodeAffinity) {
    if let required = affinity.requiredDuringSchedulingIgnoredDuringExecution {
      hasRequiredNodeTerms = true
      requiredNodeTerms += required.nodeSelectorTerms.map(NodeTerm.init)
    }
    preferredNodeTerms += affinity.preferredDuringSchedulingIgnoredDuringExecution.map {
      WeightedNodeTerm(weight: Int64($0.weight), term: NodeTerm($0.preference))
    }
  }

  /// Adds affinity or anti-affinity to pods.
  mutating func add(_ affinity: PodAffinity, isAnti: Bool) {
    let required = affinity.requiredDuringSchedulingIgnoredDuringExecution.map(AffinityTerm.init)
    if isAnti { requiredAntiAffinity += required } else { requiredAffinity += required }
    preferredAffinity += affinity.preferredDuringSchedulingIgnoredDuringExecution.map {
      WeightedAffinityTerm(
        weight: Int64(isAnti ? -$0.weight : $0.weight), term: AffinityTerm($0.podAffinityTerm))
    }
  }
}

extension ScratchVolume {
  /// Reads a volume; nil for one that is no emptyDir.
  fileprivate init?(_ volume: Volume) {
    guard let scratch = volume.emptyDir else { return nil }
    self.init(
      name: volume.name, sizeLimit: scratch.sizeLimit?.value,
      isInMemory: scratch.medium == "Memory")
  }
}

extension ContainerRestarts {
  /// Reads a restart policy of a pod or a container.
  init(_ policy: RestartPolicy) {
    switch policy {
    case .always: self = .always
    case .onFailure: self = .onFailure
    case .never: self = .never
    }
  }
}

extension PodSpec {
  /// The ports of its containers and sidecars that have names.
  fileprivate var namedPorts: [PolicyEndpoint.NamedPort] {
    (initContainers.filter { $0.restartPolicy == .always } + containers).flatMap(\.ports)
      .compactMap { port in
        port.name.map {
          PolicyEndpoint.NamedPort(name: $0, number: port.containerPort, protocol: port.protocol)
        }
      }
  }
}
