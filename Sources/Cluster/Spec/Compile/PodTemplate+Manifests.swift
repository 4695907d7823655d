import Manifests
import SimulationKernel

extension PodTemplate {
  /// Reads a pod spec; `labels` are the pod's.
  init(_ spec: PodSpec, labels: StringMap, priorities: [PriorityClass]) {
    self.init()
    self.labels = labels
    containers = spec.containers.map {
      ContainerSpec($0, usesHostNetwork: spec.hostNetwork)
    }
    initContainers = spec.initContainers.map {
      ContainerSpec($0, usesHostNetwork: spec.hostNetwork)
    }
    overhead = PodResources(spec.overhead)
    switch spec.restartPolicy {
    case .always: restartPolicy = .always
    case .onFailure: restartPolicy = .onFailure
    case .never: restartPolicy = .never
    }
    terminationGrace = .seconds(Int64(spec.terminationGracePeriodSeconds))
    nodeName = spec.nodeName
    nodeSelector = spec.nodeSelector
    tolerations = spec.tolerations.compactMap(PodToleration.init)
    spreadConstraints = spec.topologySpreadConstraints.map(SpreadConstraint.init)
    schedulingGates = spec.schedulingGates.map(\.name)
    claims = spec.volumes.compactMap { $0.persistentVolumeClaim?.claimName }
    configurationVolumes = PodTemplate.configurationVolumes(of: spec)
    usesHostNetwork = spec.hostNetwork
    serviceAccount = spec.serviceAccountName
    priorityClass = spec.priorityClassName
    priority = PodTemplate.priority(
      of: spec.priorityClassName, given: spec.priority, priorities: priorities)
    if let affinity = spec.affinity { add(affinity) }
  }

  /// A pod's priority: its class's, one of the two system classes', or the global default.
  static func priority(
    of name: String?, given: Int?, priorities: [PriorityClass]
  ) -> Int32 {
    switch name {
    case "system-node-critical": return 2_000_001_000
    case "system-cluster-critical": return 2_000_000_000
    case let name?:
      let found = priorities.first { $0.metadata.name == name }
      return Int32(clamping: found?.value ?? given ?? 0)
    case nil:
      return Int32(clamping: given ?? priorities.first(where: \.globalDefault)?.value ?? 0)
    }
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
