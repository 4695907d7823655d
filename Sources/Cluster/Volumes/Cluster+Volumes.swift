import Manifests
import SimulationKernel

/// Volumes of pods: where they let a pod run, binding, attachment.
extension Cluster {
  /// Indices of a pod's claims; nil stands for a claim that does not exist.
  private func claims(of pod: PodHandle) -> [(name: String, index: Int?)] {
    let state = pods[pod]
    let owner = workloads[Int(state.workload)]
    let shared = templates[Int(state.template)].spec.claims
    guard !shared.isEmpty || !owner.spec.claimTemplates.isEmpty else { return [] }
    var names = shared
    if !owner.spec.claimTemplates.isEmpty {
      let podName = name(of: pod)
      names += owner.spec.claimTemplates.map { claimName($0.name, podName, owner.kind) }
    }
    return names.map { ($0, volumes.claim(namespace: owner.namespace, name: $0)) }
  }

  /// The name of a pod's own claim: `<template>-<pod>`; CloudNativePG's is the pod's with a suffix.
  private func claimName(_ template: String, _ pod: String, _ kind: WorkloadKind) -> String {
    kind == .operated ? pod + template : template + "-" + pod
  }

  /// Creates the claims that a controller makes for one pod.
  mutating func createClaims(of pod: PodHandle) {
    let owner = workloads[Int(pods[pod].workload)]
    for template in owner.spec.claimTemplates {
      var claim = template
      claim.name = claimName(template.name, name(of: pod), owner.kind)
      claim.namespace = owner.namespace
      volumes.create(claim)
    }
  }

  /// Why a pod's claims keep it from every node, in the words of VolumeBinding's PreFilter.
  func claimProblem(of pod: PodHandle) -> String? {
    for (name, index) in claims(of: pod) {
      let reason: String
      if let index {
        guard volumes.claims[index].volume < 0, !volumes.waitsForConsumer(index) else { continue }
        reason = "pod has unbound immediate PersistentVolumeClaims"
      } else {
        reason = "persistentvolumeclaim \"\(name)\" not found"
      }
      let count = scheduler.cache.presentCount
      return "0/\(count) nodes are available: \(reason). preemption: 0/\(count) nodes are "
        + "available: \(count) Preemption is not helpful for scheduling."
    }
    return nil
  }

  /// What a pod's claims allow, by node; nil for a pod without claims.
  func volumePlacement(of pod: PodHandle) -> VolumeBinding.Prepared? {
    let claims = claims(of: pod).compactMap(\.index)
    guard !claims.isEmpty else { return nil }
    var prepared = VolumeBinding.Prepared(
      reaches: Array(repeating: true, count: nodes.count),
      finds: Array(repeating: true, count: nodes.count))
    for claim in claims {
      let volume = volumes.claims[claim].volume
      if volume >= 0 {
        guard !volumes.volumes[Int(volume)].spec.nodeTerms.isEmpty else { continue }
        for node in nodes.indices where prepared.reaches[node] {
          prepared.reaches[node] = volumes.volumes[Int(volume)].allows(nodeSpecs[node])
        }
      } else {
        limit(&prepared.finds, toNodesFor: claim)
      }
    }
    return prepared
  }

  private func limit(_ finds: inout [Bool], toNodesFor claim: Int) {
    if let maker = volumes.provisioner(of: claim) {
      guard !maker.zones.isEmpty else { return }
      for node in nodes.indices {
        let zone = nodeSpecs[node].labels["topology.kubernetes.io/zone"]
        finds[node] = finds[node] && zone.map(maker.zones.contains) ?? false
      }
      return
    }
    for node in nodes.indices where finds[node] {
      finds[node] = volumes.smallestFree(for: claim) { $0.allows(nodeSpecs[node]) } != nil
    }
  }

  /// Binds a placed pod's unbound claims on its node and says whether a volume had to be made.
  mutating func reserveVolumes(of pod: PodHandle, on node: Int) -> Bool {
    var isMade = false
    let spec = nodeSpecs[node]
    for claim in claims(of: pod).compactMap(\.index) where volumes.claims[claim].volume < 0 {
      if let maker = volumes.provisioner(of: claim) {
        let zone = spec.labels["topology.kubernetes.io/zone"]
        let host = NodeRequirement(
          key: "kubernetes.io/hostname", comparison: .isIn,
          values: [spec.labels["kubernetes.io/hostname"] ?? spec.name])
        let terms =
          maker.isLocal ? [NodeTerm(labels: [host])] : zone.map { [VolumeTable.zoneTerm($0)] }
        volumes.provision(claim, terms: terms ?? [])
        isMade = true
      } else if let volume = volumes.smallestFree(for: claim, where: { $0.allows(spec) }) {
        volumes.bind(claim, to: volume)
      }
    }
    return isMade
  }

  private func exclusiveVolumes(of pod: PodHandle) -> [Int] {
    claims(of: pod).compactMap(\.index).map { Int(volumes.claims[$0].volume) }
      .filter { $0 >= 0 && volumes.volumes[$0].isExclusive }
  }

  /// Attaches a pod's exclusive volumes to its node.
  ///
  /// Returns how long that takes, or nil while one is still attached elsewhere (the multi-attach
  /// error).
  mutating func attachVolumes(of pod: PodHandle, in simulation: inout Simulation) -> SimDuration? {
    var isNew = false
    for volume in exclusiveVolumes(of: pod) {
      let holder = volumes.volumes[volume].attachedTo
      if holder == pods[pod].node {
        volumes.volumes[volume].detachedAt = .infinity
        continue
      }
      let volumeName = volumes.volumes[volume].spec.name
      guard holder < 0 else {
        record(
          pod, "FailedAttachVolume",
          "Multi-Attach error for volume \"\(volumeName)\" Volume is already exclusively "
            + "attached to one node and can't be attached to another",
          isWarning: true, in: simulation)
        return nil
      }
      volumes.volumes[volume].attachedTo = pods[pod].node
      isNew = true
      record(
        pod, "SuccessfulAttachVolume",
        "AttachVolume.Attach succeeded for volume \"\(volumeName)\"", in: simulation)
    }
    return isNew ? Timings.attach : .zero
  }

  /// Begins to detach the volumes of a pod whose object is about to go: at once from a healthy
  /// node, by force after six minutes from another (pkg/controller/volume/attachdetach).
  mutating func detachVolumes(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard node >= 0 else { return }
    for volume in exclusiveVolumes(of: pod) where volumes.volumes[volume].attachedTo == Int32(node)
    {
      let isHealthy = nodes[node].ready == .true && nodes[node].isUp || isOutOfService(node)
      let end = simulation.now + (isHealthy ? Timings.detach : Timings.forceDetach)
      volumes.volumes[volume].detachedAt = end
      schedule(.volumeDetached, at: end, argument: UInt32(volume), in: &simulation)
    }
  }

  /// A detachment's end, unless a pod took the volume again meanwhile.
  mutating func finishDetachment(of volume: Int, in simulation: inout Simulation) {
    guard volumes.volumes[volume].detachedAt == simulation.now else { return }
    volumes.volumes[volume].attachedTo = -1
    volumes.volumes[volume].detachedAt = .infinity
    wakeScheduler(.volume, in: &simulation)
  }
}
