package import Manifests
package import SimulationKernel

/// Resolves the targets of faults to the machines and pods that they mean at present.
extension Cluster {
  /// Machines of a target that are part of the cluster, by index.
  package func nodes(of target: NodeTarget, random: EntityRandom) -> [Int] {
    switch target {
    case .node(let name, _): nodeIndex(name).map { [$0] } ?? []
    case .zone(let zone, _): nodes(ofZone: zone)
    case .machines(let target): machines(of: target, random: random)
    }
  }

  /// Those of some machines that are powered on, as targets.
  func poweredOn(_ machines: [Int]) -> [ClusterFaultTarget] {
    machines.filter { nodes[$0].isUp }.map { .node($0) }
  }

  /// The machines of the pods that a target's mode chooses, by index.
  private func machines(of target: PodTarget, random: EntityRandom) -> [Int] {
    let hosts = pods(of: target, random: random).map { Int(pods[$0].node) }
    return nodes.indices.filter { hosts.contains($0) }
  }

  /// Machines of a zone that are part of the cluster, by index.
  package func nodes(ofZone name: String) -> [Int] {
    guard let zone = zoneNames.firstIndex(of: name) else { return [] }
    return nodes.indices.filter { nodes[$0].zone == Int32(zone) && !nodes[$0].isDeleted }
  }

  /// The pods that a target's mode chooses.
  package func pods(of target: PodTarget, random: EntityRandom) -> [PodHandle] {
    var random = random
    return target.mode.choose(among: pods(of: target.group), random: &random)
  }

  /// The live pods of a group, by workload and then by age.
  ///
  /// A store's pods are those whose workload or whose label `app.kubernetes.io/name` has the
  /// system's name, and those that the room `Stores` labels as its members (`StoreRoleLabel`).
  package func pods(of group: PodGroup) -> [PodHandle] {
    switch group {
    case .selected(let selector): livePods { matches($0, selector) }
    case .workload(let reference):
      livePods { pod in
        // An adopted pod is its maker's and its owner's.
        isMeant(reference, workloads[Int(pods[pod].owner)])
          || isMeant(reference, workloads[Int(pods[pod].workload)])
      }
    case .volume(let claim):
      livePods { pod in
        namespace(of: pod) == claim.namespace && claims(of: pod).contains { $0.name == claim.name }
      }
    case .store(let store):
      livePods { pod in
        let owner = workloads[Int(pods[pod].workload)]
        let isMember =
          owner.name == store.system || label("app.kubernetes.io/name", of: pod) == store.system
          || label(StoreRoleLabel.system, of: pod) == store.system
        return isMember && hasRole(of: store, pod)
      }
    }
  }

  private func isMeant(_ reference: WorkloadReference, _ owner: WorkloadState) -> Bool {
    owner.name == reference.name && (reference.namespace.map { $0 == owner.namespace } ?? true)
      && (reference.kind.map { owner.isCalled($0) } ?? true)
  }

  private func livePods(_ isWanted: (PodHandle) -> Bool) -> [PodHandle] {
    workloads.flatMap { owner in
      owner.pods.filter { pod in
        let state = pods[pod]
        return !state.isTerminating && state.phase != .succeeded && state.phase != .failed
          && isWanted(pod)
      }
    }
  }

  /// Whether a pod has the role in its store that a target asks for; pods of stores without a model
  /// show theirs by the labels that their operators set.
  private func hasRole(of store: StoreTarget, _ pod: PodHandle) -> Bool {
    let labels = labels(of: pod)
    guard let role = store.role else {
      return store.shard.map { shard in
        StoreTarget.Role.allCases.contains { StoreRoleLabel.show($0, shard: shard, labels) }
      } ?? true
    }
    return StoreRoleLabel.show(role, shard: store.shard, labels)
      || (store.shard == nil
        && ["role", "cnpg.io/instanceRole", "spilo-role"].contains {
          label($0, of: pod) == role.rawValue
        })
  }

  private func matches(_ pod: PodHandle, _ selector: PodSelector) -> Bool {
    let state = pods[pod]
    let space = namespace(of: pod)
    guard selector.namespaces.isEmpty || selector.namespaces.contains(space) else { return false }
    guard selector.phases.isEmpty || selector.phases.contains(state.phase.apiName) else {
      return false
    }
    let isNamed = selector.pods.contains {
      $0.namespace == space && $0.names.contains(name(of: pod))
    }
    guard selector.pods.isEmpty || isNamed else { return false }
    guard selector.nodes.isEmpty && selector.nodeLabels.entries.isEmpty || state.node >= 0 else {
      return false
    }
    // Templates keep no annotations, so a condition on one is met by no pod.
    guard selector.annotations.isEmpty else { return false }
    let node = state.node >= 0 ? nodeSpecs[Int(state.node)] : nil
    guard selector.nodes.isEmpty || selector.nodes.contains(node?.name ?? ""),
      selector.nodeLabels.isSubset(of: node?.labels ?? StringMap())
    else { return false }
    return selector.labels.matches(StringMap(labels(of: pod)))
  }
}

extension PodPhase {
  /// The phase as the API writes it.
  var apiName: String {
    switch self {
    case .pending: "Pending"
    case .running: "Running"
    case .succeeded: "Succeeded"
    case .failed: "Failed"
    }
  }
}

extension WorkloadState {
  /// Whether a reference's kind, in lower case and perhaps with its API group, is this one's.
  fileprivate func isCalled(_ reference: String) -> Bool {
    let kind = reference.prefix { $0 != "." }
    return kind == userKind.lowercased() || kind == objectKind.lowercased()
  }
}
