import Manifests
import SimulationKernel

/// Volumes of pods: where they let a pod run, binding, attachment.
extension Cluster {
  /// Whether a pod has claims.
  package func hasClaims(_ pod: PodHandle) -> Bool {
    let owner = Int(pods[pod].workload)
    let template = Int(pods[pod].template)
    return !templates[template].spec.claims.isEmpty
      || !workloads[owner].spec.claimTemplates.isEmpty
      || !templates[template].ephemeralClaims.isEmpty
  }

  /// Indices of a pod's claims; nil stands for a claim that does not exist.
  func claims(of pod: PodHandle) -> [(name: String, index: Int?)] {
    guard hasClaims(pod) else { return [] }
    let state = pods[pod]
    let owner = workloads[Int(state.workload)]
    var names = templates[Int(state.template)].spec.claims
    if !owner.spec.claimTemplates.isEmpty {
      let podName = name(of: pod)
      names += owner.spec.claimTemplates.map { claimName($0.name, podName, owner.kind) }
    }
    var found = names.map {
      (name: $0, index: volumes.claim(namespace: owner.namespace, name: $0))
    }
    for claim in ephemeralClaims(of: pod) {
      found.append((name: claim.name, index: ownClaim(claim)))
    }
    return found
  }

  /// The name of a pod's first claim; nil for a pod without any.
  package func firstClaim(of pod: PodHandle) -> String? { claims(of: pod).first?.name }

  /// The name of a pod's own claim: `<template>-<pod>`; CloudNativePG's is the pod's with a suffix.
  func claimName(_ template: String, _ pod: String, _ kind: WorkloadKind) -> String {
    kind == .operated ? pod + template : template + "-" + pod
  }

  /// Creates the claims that a controller makes for one pod, before the pod itself
  /// (StatefulPodControl.CreateStatefulPod).
  ///
  /// Returns what kept some of them out; nil where all are there.
  mutating func createClaims(
    ofPod ordinal: Int32, _ workload: Int, in simulation: inout Simulation
  ) -> String? {
    guard !workloads[workload].spec.claimTemplates.isEmpty else { return nil }
    let owner = workloads[workload]
    let member = owner.name + "-" + String(ordinal)
    var failures: [String] = []
    for template in owner.spec.claimTemplates {
      var claim = template
      claim.name = claimName(template.name, member, owner.kind)
      claim.namespace = owner.namespace
      if isEnding(claim: claim.name, in: owner.namespace) {
        failures.append("pvc \(claim.name) is being deleted")
      } else if let refusal = webhookRefusal(of: claim, workload, at: simulation.now)
        ?? claimRefusal(claim)
      {
        failures.append("failed to create PVC \(claim.name): \(refusal)")
        recordClaim(
          of: workload, "FailedCreate",
          "create Claim \(claim.name) for Pod \(member) in StatefulSet \(owner.name) failed error: "
            + refusal, isWarning: true, in: simulation)
      } else if create(claim, in: &simulation) {
        recordClaim(
          of: workload, "SuccessfulCreate",
          "create Claim \(claim.name) Pod \(member) in StatefulSet \(owner.name) success",
          in: simulation)
      }
    }
    guard failures.count > 1 else { return failures.first }
    return "[\(failures.joined(separator: ", "))]"
  }

  /// Creates a claim that is not there; the volume controller looks at it at once.
  @discardableResult
  mutating func create(
    _ claim: ClaimSpecification, in simulation: inout Simulation
  ) -> Bool {
    guard volumes.create(claim) else { return false }
    guard let index = volumes.claim(namespace: claim.namespace, name: claim.name) else {
      return true
    }
    startClaim(index, in: &simulation)
    return true
  }

  private mutating func recordClaim(
    of workload: Int, _ reason: String, _ message: String, isWarning: Bool = false,
    in simulation: borrowing Simulation
  ) {
    guard workloads[workload].kind == .statefulSet else { return }
    record(workload: workload, reason, message, isWarning: isWarning, in: simulation)
  }

  /// Why webhooks do not let a claim of a workload in that is not there; nil where they do.
  private mutating func webhookRefusal(
    of claim: ClaimSpecification, _ workload: Int, at now: SimTime
  ) -> String? {
    guard !webhookConfigurations.isEmpty,
      volumes.claim(namespace: claim.namespace, name: claim.name) == nil
    else { return nil }
    let request = webhookRequest(
      "CREATE", "persistentvolumeclaims", namespace: claim.namespace, labels: claim.labels)
    let answer = askWebhooks(about: request)
    occupy(workload, for: answer.waited, at: now)
    return answer.failure?.text
  }

  /// Why the API does not let a claim in that is not there; nil where it does.
  func claimRefusal(_ claim: ClaimSpecification) -> String? {
    guard volumes.claim(namespace: claim.namespace, name: claim.name) == nil else { return nil }
    if let refusal = claim.refusal {
      return "PersistentVolumeClaim \"\(claim.name)\" is invalid: \(refusal)"
    }
    var problem = limitRanges.problem(with: claim)
    if problem == nil {
      problem = quotaProblem(
        of: volumes.charges(of: claim), .claim(attributesClass: claim.attributesClass),
        in: claim.namespace)
    }
    return problem.map { "persistentvolumeclaims \"\(claim.name)\" is forbidden: \($0)" }
  }

  private func exclusiveVolumes(of pod: PodHandle) -> [Int] {
    claims(of: pod).compactMap(\.index).map { Int(volumes.claims[$0].volume) }
      .filter { $0 >= 0 && volumes.volumes[$0].isExclusive }
  }

  /// Attaches a pod's exclusive volumes to its node.
  ///
  /// Returns how long that takes, or nil while one is still attached elsewhere (the multi-attach
  /// error) or no controller is there to attach it (pkg/controller/volume/attachdetach).
  mutating func attachVolumes(of pod: PodHandle, in simulation: inout Simulation) -> SimDuration? {
    var end = simulation.now
    for volume in exclusiveVolumes(of: pod) {
      let holder = volumes.volumes[volume].attachedTo
      if holder == pods[pod].node {
        volumes.volumes[volume].detachedAt = .infinity
        end = max(end, volumes.volumes[volume].attachedAt)
        continue
      }
      guard holder < 0 else {
        recordAttachedVolume(volume, of: pod, in: simulation)
        return nil
      }
      guard areControllersUp else {
        recordMountTimeout(of: pod, in: simulation)
        return nil
      }
      volumes.volumes[volume].attachedTo = pods[pod].node
      volumes.volumes[volume].attachedFor = pod
      guard !isSettling else { continue }
      end = simulation.now + Timings.attach
      volumes.volumes[volume].attachedAt = end
      schedule(.volumeAttached, at: end, argument: UInt32(volume), in: &simulation)
    }
    pods[pod].waitsForVolume = false
    return end - simulation.now
  }

  /// The driver has attached a volume, which the attach controller says of the pod that asked for
  /// it (operation_generator.go GenerateAttachVolumeFunc).
  mutating func noteAttached(_ volume: Int, in simulation: borrowing Simulation) {
    let state = volumes.volumes[volume]
    guard state.attachedAt == simulation.now, state.attachedTo >= 0,
      pods.contains(state.attachedFor)
    else { return }
    record(
      state.attachedFor, "SuccessfulAttachVolume",
      "AttachVolume.Attach succeeded for volume \"\(state.spec.name)\"",
      by: .attachDetachController,
      in: simulation)
  }

  /// What is said of a volume that another node still holds: by the attach controller once, with
  /// the pods there that still use it (reconciler.go reportMultiAttachError), by the kubelet each
  /// time that it has waited in vain.
  private mutating func recordAttachedVolume(
    _ volume: Int, of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    if !pods[pod].waitsForVolume {
      let state = volumes.volumes[volume]
      let users = nodePods[Int(state.attachedTo)].filter {
        pods[$0].stage != .ended && exclusiveVolumes(of: $0).contains(volume)
      }
      let use =
        users.isEmpty
        ? "exclusively attached to one node and can't be attached to another"
        : "used by pod(s) \(users.map { name(of: $0) }.joined(separator: ", "))"
      record(
        pod, "FailedAttachVolume",
        "Multi-Attach error for volume \"\(state.spec.name)\" Volume is already \(use)",
        isWarning: true, by: .attachDetachController, in: simulation)
    }
    pods[pod].waitsForVolume = true
    recordMountTimeout(of: pod, in: simulation)
  }

  /// What the kubelet says each time that it has waited in vain (podAttachAndMountTimeout): the
  /// volumes that it can not mount are those that it does not find attached (volume_manager.go
  /// getUnattachedVolumes).
  private mutating func recordMountTimeout(
    of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    let failed = lastMountFailure(of: pod, at: simulation.now)
    guard failed > simulation.now - Timings.attachRetry, failed > pods[pod].startedAt else {
      return
    }
    let names = unattachedVolumes(of: pod).joined(separator: " ")
    record(
      pod, "FailedMount",
      "Unable to attach or mount volumes: unmounted volumes=[\(names)], "
        + "unattached volumes=[\(names)], failed to process volumes=[]: context deadline exceeded",
      isWarning: true, in: simulation)
  }

  /// Names that a pod gives to the volumes which its node does not have, in their order
  /// (volume_manager.go getUnmountedVolumes, getUnattachedVolumes).
  private func unattachedVolumes(of pod: PodHandle) -> [String] {
    let template = templates[Int(pods[pod].template)]
    let owner = workloads[Int(pods[pod].workload)]
    let shown = template.spec.claims.map { claim in
      template.claimVolumes.filter { $0.claim == claim }.map(\.name)
    }
    let own = owner.spec.claimTemplates.map { [volumeName($0.name, owner.kind)] }
    let names = shown + own + template.ephemeralClaims.map { [$0.name] }
    var missing: [String] = []
    for (claim, names) in zip(claims(of: pod), names) {
      guard let index = claim.index.map({ Int(volumes.claims[$0].volume) }), index >= 0,
        volumes.volumes[index].isExclusive, volumes.volumes[index].attachedTo != pods[pod].node
      else { continue }
      missing += names.isEmpty ? [claim.name] : names.filter { !missing.contains($0) }
    }
    return missing.sorted()
  }

  /// The volume that shows a pod's own claim: its template's name; CloudNativePG's instances have
  /// names for theirs (pkg/specs/volumes.go).
  private func volumeName(_ template: String, _ kind: WorkloadKind) -> String {
    guard kind == .operated else { return template }
    switch template {
    case "": return "pgdata"
    case "-wal": return "pg-wal"
    default: return String(template.dropFirst())
    }
  }

  /// When the kubelet's last wait for a pod's volumes ended in vain, before a time; the pod's start
  /// without one.
  ///
  /// Each wait but the first begins with the look after the one before.
  private func lastMountFailure(of pod: PodHandle, at now: SimTime) -> SimTime {
    var failed = pods[pod].startedAt
    var next = failed + Timings.mountTimeout
    while next <= now {
      failed = next
      next = failed + lookDelay(of: pod, after: 0, at: failed) + Timings.mountTimeout
    }
    return failed
  }

  /// Begins to detach the volumes of a pod that has ended or whose object is about to go, unless
  /// another pod of the node uses them.
  ///
  /// The next status of a node says that a volume is in use no more, which is waited for
  /// (attachdetach/reconciler reconciler.go MountedByNode, operation_generator.go
  /// verifyVolumeIsSafeToDetach); from one that can not say it, it is taken by force after six
  /// minutes.
  mutating func detachVolumes(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard node >= 0 else { return }
    for volume in exclusiveVolumes(of: pod)
    where volumes.volumes[volume].attachedTo == Int32(node)
      && volumes.volumes[volume].detachedAt == .infinity
    {
      let isInUse = nodePods[node].contains { other in
        other != pod && pods[other].stage != .ended && exclusiveVolumes(of: other).contains(volume)
      }
      guard !isInUse else { continue }
      let free = freeing(from: node, at: simulation.now)
      let end = (free ?? simulation.now + Timings.forceDetach) + Timings.detach
      volumes.volumes[volume].detachedAt = end
      schedule(.volumeDetached, at: end, argument: UInt32(volume), in: &simulation)
    }
  }

  /// When a node's kubelet has said with its next status that it has unmounted a volume; nil where
  /// it can not.
  ///
  /// A node that shuts down is not ready, but its kubelet ends its pods and says so until the power
  /// goes. It writes nothing where its node's object is gone: what that said last of volumes in use
  /// holds (attach_detach_controller.go nodeDelete). A node that is out of service is not asked.
  private func freeing(from node: Int, at now: SimTime) -> SimTime? {
    guard !nodes[node].isDeleted else { return nil }
    if isOutOfService(node) { return now }
    let isWell = runsKubelet(node) && (nodes[node].ready == .true || tendsPods(node))
    return isWell && nodes[node].isReachable ? nextStatus(of: node, from: now) : nil
  }

  /// A node that falls silent, or whose object is gone, says of no volume any more that it is free:
  /// those that waited for its next status are taken by force.
  mutating func postponeDetachments(from node: Int, in simulation: inout Simulation) {
    guard !isOutOfService(node) else { return }
    let awaited = nextStatus(of: node, from: simulation.now) + Timings.detach
    let end = simulation.now + Timings.forceDetach + Timings.detach
    for volume in volumes.volumes.indices
    where volumes.volumes[volume].attachedTo == Int32(node)
      && volumes.volumes[volume].detachedAt == awaited
    {
      volumes.volumes[volume].detachedAt = end
      schedule(.volumeDetached, at: end, argument: UInt32(volume), in: &simulation)
    }
  }

  /// A kubelet that is back unmounts what the pods that are gone left mounted, and says so; a node
  /// that is declared out of service is not waited for either.
  ///
  /// No volume has to be taken from its node by force then (kubelet volumemanager/reconciler
  /// reconstruct.go, controller attachdetach/reconciler reconciler.go).
  mutating func hastenDetachments(from node: Int, in simulation: inout Simulation) {
    guard let free = freeing(from: node, at: simulation.now) else { return }
    let end = free + Timings.detach
    for volume in volumes.volumes.indices
    where volumes.volumes[volume].attachedTo == Int32(node)
      && volumes.volumes[volume].detachedAt != .infinity
      && volumes.volumes[volume].detachedAt > end
    {
      volumes.volumes[volume].detachedAt = end
      schedule(.volumeDetached, at: end, argument: UInt32(volume), in: &simulation)
    }
  }

  /// Another process waits anew for the nodes that do not unmount their volumes: since when the
  /// first one waited was in its memory (attachdetach/cache actual_state_of_world.go
  /// SetDetachRequestTime).
  mutating func restartDetachments(in simulation: inout Simulation) {
    for volume in volumes.volumes.indices {
      let node = Int(volumes.volumes[volume].attachedTo)
      guard volumes.volumes[volume].detachedAt != .infinity, node >= 0,
        freeing(from: node, at: simulation.now) == nil
      else { continue }
      let end = simulation.now + Timings.forceDetach + Timings.detach
      volumes.volumes[volume].detachedAt = end
      schedule(.volumeDetached, at: end, argument: UInt32(volume), in: &simulation)
    }
  }

  /// Detachments that were due while nothing carried them out are made now.
  mutating func resumeDetachments(in simulation: inout Simulation) {
    for volume in volumes.volumes.indices
    where volumes.volumes[volume].detachedAt <= simulation.now {
      let end = simulation.now + Timings.detach
      volumes.volumes[volume].detachedAt = end
      schedule(.volumeDetached, at: end, argument: UInt32(volume), in: &simulation)
    }
  }

  /// A detachment's end, unless a pod took the volume again meanwhile.
  ///
  /// Without controllers nothing is detached.
  mutating func finishDetachment(of volume: Int, in simulation: inout Simulation) {
    guard areControllersUp, volumes.volumes[volume].detachedAt == simulation.now else { return }
    volumes.volumes[volume].attachedTo = -1
    volumes.volumes[volume].detachedAt = .infinity
    wakeScheduler(.volume, in: &simulation)
  }
}
