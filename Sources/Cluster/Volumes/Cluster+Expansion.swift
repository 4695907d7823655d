import SimulationKernel

/// Claims that ask for more: the API lets only claims of classes that allow it grow, and none
/// shrink; the driver's resizer grows the volume, then the kubelet the file system
/// (pkg/controller/volume/expand, kubernetes-csi external-resizer,
/// pkg/volume/util/operationexecutor).
extension Cluster {
  /// Drivers whose volumes grow only while no node uses them (VolumeExpansion OFFLINE).
  private static let offlineDrivers = [
    "kubernetes.io/azure-disk", "kubernetes.io/vsphere-volume",
  ]

  /// An operator brings the claims of its pods to new sizes; a StatefulSet's templates are as they
  /// were created.
  ///
  /// Returns why the API server does not take the object at all.
  mutating func resizeClaims(
    of workload: Int, to spec: WorkloadSpec, in simulation: inout Simulation
  ) -> String? {
    let before = workloads[workload].spec.claimTemplates
    let sizes = spec.claimTemplates.map(\.bytes)
    guard workloads[workload].createdCount > 0, before.map(\.bytes) != sizes else { return nil }
    if spec.kind == .statefulSet, spec.userKind == spec.kind.rawValue {
      let problem = StatefulSetUpdate.words
      record(workload: workload, "Invalid", problem, isWarning: true, by: .kubectl, in: simulation)
      return problem
    }
    guard !recreatesForClaims(workload) else {
      rewriteSet(of: workload, in: &simulation)
      return nil
    }
    for pod in workloads[workload].pods {
      for template in spec.claimTemplates {
        let name = claimName(template.name, self.name(of: pod), spec.kind)
        resize(
          claim: name, namespace: spec.namespace, to: template.bytes, by: .anOperator,
          in: &simulation)
      }
    }
    return nil
  }

  /// Asks for another size of a claim that is there; returns why the API refuses it.
  @discardableResult
  mutating func resize(
    claim name: String, namespace: String, to bytes: Int64, by asker: EventSource = .kubectl,
    in simulation: inout Simulation
  ) -> String? {
    guard let claim = volumes.claim(namespace: namespace, name: name),
      volumes.claims[claim].spec.bytes != bytes
    else { return nil }
    if let (reason, text) = resizeRefusal(of: claim, to: bytes) {
      record(
        kind: "PersistentVolumeClaim", namespace: namespace, name: name, reason, text,
        isWarning: true, by: asker, in: simulation)
      return text
    }
    volumes.ask(claim, for: bytes)
    recordResizing(claim, in: simulation)
    armExpansion(of: claim, after: Timings.expansion, in: &simulation)
    return nil
  }

  /// What the API says to a claim that asks for another size, in the words of kubectl: validation
  /// comes before admission.
  private func resizeRefusal(of claim: Int, to bytes: Int64) -> (reason: String, text: String)? {
    let name = volumes.claims[claim].spec.name
    let recovers = version.recoversFromExpansion
    if let problem = volumes.invalidity(of: claim, at: bytes, recovers: recovers) {
      return ("Invalid", "The PersistentVolumeClaim \"\(name)\" is invalid: \(problem)")
    }
    return admissionProblem(of: claim, to: bytes).map {
      ("Forbidden", "persistentvolumeclaims \"\(name)\" is forbidden: \($0)")
    }
  }

  /// Why admission does not let a claim ask for another size: the rule of its class, then those of
  /// its namespace.
  private func admissionProblem(of claim: Int, to bytes: Int64) -> String? {
    if let problem = volumes.growthProblem(of: claim, to: bytes) { return problem }
    let before = volumes.claims[claim].spec
    var after = before
    after.bytes = bytes
    if let problem = limitRanges.problem(with: after) { return problem }
    return quotaProblem(
      of: volumes.charges(of: after).grown(from: volumes.charges(of: before)),
      in: after.namespace)
  }

  /// A claim's expansion goes on: the driver has grown the volume, or the kubelet of a pod that has
  /// it mounted looks at its file system, which else grows with the next mount.
  mutating func continueExpansion(of claim: Int, in simulation: inout Simulation) {
    guard volumes.claims[claim].expandsAt == simulation.now else { return }
    volumes.claims[claim].expandsAt = .infinity
    guard volumes.hasSmallVolume(claim) else {
      if volumes.hasSmallFileSystem(claim), let pod = mounter(of: claim) {
        growFileSystem(of: claim, mountedBy: pod, in: simulation)
      }
      return
    }
    guard !isInUseOffline(claim) else {
      refuseExpansion(of: claim, in: &simulation)
      return
    }
    if volumes.claims[claim].isRefusedInUse {
      volumes.claims[claim].isRefusedInUse = false
      recordResizing(claim, in: simulation)
    }
    volumes.growVolume(claim)
    record(
      claim: claim, "FileSystemResizeRequired", "Require file system resize of volume on node",
      by: .externalResizer(of: resizer(of: claim)), in: simulation)
    armExpansion(of: claim, after: Timings.fileSystemResize, in: &simulation)
  }

  /// The driver does not grow a volume that a node uses, which it says once; the resizer asks it
  /// again when no node uses it, and says meanwhile that it does not (external-resizer
  /// pkg/controller resizePVC, hasInUseErrors).
  ///
  /// Its back-off is simplified to one length.
  private mutating func refuseExpansion(of claim: Int, in simulation: inout Simulation) {
    let spec = volumes.claims[claim].spec
    let driver = resizer(of: claim)
    let text =
      volumes.claims[claim].isRefusedInUse
      ? "Unable to expand \(spec.namespace)/\(spec.name) because CSI driver \(driver) only "
        + "supports offline expansion and volume is currently in-use"
      : "resize volume \"\(volumeName(of: claim))\" by resizer \"\(driver)\" failed: rpc error: "
        + "code = FailedPrecondition desc = volume is in use"
    volumes.claims[claim].isRefusedInUse = true
    record(
      claim: claim, "VolumeResizeFailed", text, isWarning: true, by: .externalResizer(of: driver),
      in: simulation)
    armExpansion(of: claim, after: Timings.expansionRetry, in: &simulation)
  }

  /// A claim's expansion goes on after a time, and at no other.
  private mutating func armExpansion(
    of claim: Int, after wait: SimDuration, in simulation: inout Simulation
  ) {
    volumes.claims[claim].expandsAt = simulation.now + wait
    schedule(
      .volumeExpanded, at: volumes.claims[claim].expandsAt, argument: UInt32(claim),
      in: &simulation)
  }

  private mutating func recordResizing(_ claim: Int, in simulation: borrowing Simulation) {
    record(
      claim: claim, "Resizing", "External resizer is resizing volume \(volumeName(of: claim))",
      by: .externalResizer(of: resizer(of: claim)), in: simulation)
  }

  private func resizer(of claim: Int) -> String { volumes.driver(of: claim) ?? "" }

  private func volumeName(of claim: Int) -> String {
    let volume = Int(volumes.claims[claim].volume)
    return volume >= 0 ? volumes.volumes[volume].spec.name : ""
  }

  /// The first pod that has a claim's volume mounted.
  private func mounter(of claim: Int) -> PodHandle? {
    let volume = volumes.volumes[Int(volumes.claims[claim].volume)]
    if volume.attachedTo >= 0 {
      return nodePods[Int(volume.attachedTo)].first { mounts($0, claim) }
    }
    let namespace = volumes.claims[claim].spec.namespace
    for workload in workloads.indices where workloads[workload].namespace == namespace {
      if let pod = workloads[workload].pods.first(where: { mounts($0, claim) }) { return pod }
    }
    return nil
  }

  private func mounts(_ pod: PodHandle, _ claim: Int) -> Bool {
    switch pods[pod].stage {
    case .gated, .queued, .bound, .mounting, .ended: false
    default: claims(of: pod).contains { $0.index == claim }
    }
  }

  /// A pod's volumes are mounted, with which those of its file systems grow that are smaller than
  /// their volumes (operation_generator.go GenerateMountVolumeFunc).
  mutating func growFileSystems(of pod: PodHandle, in simulation: borrowing Simulation) {
    guard hasClaims(pod) else { return }
    for claim in claims(of: pod).compactMap(\.index) where volumes.hasSmallFileSystem(claim) {
      growFileSystem(of: claim, mountedBy: pod, in: simulation)
    }
  }

  /// A kubelet has grown a claim's file system, which it says of the pod and of the claim
  /// (pkg/volume/util/operationexecutor node_expander.go).
  private mutating func growFileSystem(
    of claim: Int, mountedBy pod: PodHandle, in simulation: borrowing Simulation
  ) {
    volumes.growFileSystem(claim)
    expandedClaims += 1
    let text =
      "MountVolume.NodeExpandVolume succeeded for volume \"\(volumeName(of: claim))\" "
      + nodeSpecs[Int(pods[pod].node)].name
    record(pod, "FileSystemResizeSuccessful", text, in: simulation)
    record(claim: claim, "FileSystemResizeSuccessful", text, by: .kubelet, in: simulation)
  }

  private func isInUseOffline(_ claim: Int) -> Bool {
    let volume = Int(volumes.claims[claim].volume)
    guard volume >= 0, let driver = volumes.driver(of: claim) else { return false }
    return Self.offlineDrivers.contains(driver) && volumes.volumes[volume].attachedTo >= 0
  }

  /// Records an event about a claim; what the volume controller and a provisioner repeat of a
  /// claim that waits only as far as their recorders let it through.
  mutating func record(
    claim: Int, _ reason: String, _ message: String, isWarning: Bool = false,
    by source: EventSource, in simulation: borrowing Simulation
  ) {
    switch source {
    case .volumeController:
      guard volumes.claims[claim].controllerSpam.lets(at: simulation.now) else { return }
    case .externalProvisioner:
      guard volumes.claims[claim].provisionerSpam.lets(at: simulation.now) else { return }
    default: break
    }
    let spec = volumes.claims[claim].spec
    record(
      kind: "PersistentVolumeClaim", namespace: spec.namespace, name: spec.name, reason, message,
      isWarning: isWarning, by: source, in: simulation)
  }

  /// Bytes that the file system on a pod's first claim has after an expansion; nil for one that
  /// never grew.
  package func expandedBytes(of pod: PodHandle) -> Int64? {
    claims(of: pod).first?.index.flatMap { volumes.claims[$0].fileSystemBytes }
  }
}
