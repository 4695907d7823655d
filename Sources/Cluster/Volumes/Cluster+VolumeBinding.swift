import Manifests
import SimulationKernel

/// The volume binder's part of a scheduling cycle (framework/plugins/volumebinding).
extension Cluster {
  /// Why a pod's claims keep it from every node, in the words of VolumeBinding's PreFilter: that
  /// one is not there comes before that one is not bound.
  func claimProblem(of pod: PodHandle) -> String? {
    guard hasClaims(pod) else { return nil }
    var isUnbound = false
    for (name, index) in claims(of: pod) {
      if let reason = absence(of: name, index, pod) { return hopelessness(reason) }
      if let index, volumes.claims[index].volume < 0, !volumes.waitsForConsumer(index) {
        isUnbound = true
      }
    }
    return isUnbound ? hopelessness("pod has unbound immediate PersistentVolumeClaims") : nil
  }

  private func hopelessness(_ reason: String) -> String {
    let count = scheduler.cache.presentCount
    return "0/\(count) nodes are available: \(reason)." + version.afterPreFilter(nodes: count)
  }

  /// Why a pod can not have a claim at all (volume_binding.go podHasPVCs).
  private func absence(of name: String, _ index: Int?, _ pod: PodHandle) -> String? {
    if let index {
      return volumes.claims[index].isTerminating
        ? "persistentvolumeclaim \"\(name)\" is being deleted" : nil
    }
    let own = ephemeralClaims(of: pod).first { $0.name == name }
    return own.map { problem(ofMissing: $0, of: pod) }
      ?? "persistentvolumeclaim \"\(name)\" not found"
  }

  /// What a pod's claims ask of a node; nil for a pod without claims.
  mutating func volumeDemand(of pod: PodHandle) -> VolumeDemand? {
    guard hasClaims(pod) else { return nil }
    var demand = VolumeDemand()
    for claim in claims(of: pod).compactMap(\.index) {
      if volumes.claims[claim].spec.access == [.readWriteOncePod] {
        demand.exclusive.append(Int32(claim))
      }
      let volume = Int(volumes.claims[claim].volume)
      if volume >= 0 {
        let spec = volumes.volumes[volume].spec
        if !spec.nodeTerms.isEmpty { demand.boundTerms.append(spec.nodeTerms) }
        demand.zones += VolumeZone.requirements(of: spec.labels)
      } else if volumes.waitsForConsumer(claim) {
        demand.searches.append(volumes.search(for: claim))
      } else {
        // PreFilter turns such a pod away; a trial of nodes to come finds it no place either.
        demand.searches.append(
          VolumeDemand.Search(claim: claim, candidates: [], provisions: false, topologies: []))
      }
    }
    demand.searches.sort {
      (volumes.claims[$0.claim].spec.bytes, $0.claim)
        < (volumes.claims[$1.claim].spec.bytes, $1.claim)
    }
    demand.uses = claimUses(of: pod)
    return demand
  }

  /// A pod's claims with the drivers that attach their volumes.
  mutating func claimUses(of pod: PodHandle) -> [ClaimUse] {
    guard hasClaims(pod) else { return [] }
    return claims(of: pod).compactMap(\.index).map { claim in
      let driver = volumes.driver(of: claim)
      return ClaimUse(
        claim: Int32(claim), driver: driver.map { scheduler.cache.internDriver($0) } ?? -1)
    }
  }

  /// Binds a placed pod's unbound claims on its node and returns those whose volumes are made.
  mutating func reserveVolumes(of pod: PodHandle, on node: Int) -> [Int] {
    guard var demand = volumeDemand(of: pod), !demand.searches.isEmpty else { return [] }
    // A pod that names its node passes no filter: its other claims wait for their provisioner.
    demand.searches.removeAll { !volumes.waitsForConsumer($0.claim) }
    let spec = nodeSpecs[node]
    let choices = (try? demand.choice(name: spec.name, labels: spec.labels)) ?? []
    for choice in choices {
      if let volume = choice.volume {
        volumes.bind(choice.claim, to: volume)
      } else {
        volumes.provision(choice.claim, on: spec)
      }
    }
    return choices.filter { $0.volume == nil }.map(\.claim)
  }

  /// The provisioner makes the volumes that a pod's binding waits for.
  mutating func provision(
    _ claims: [Int], for pod: PodHandle, in simulation: inout Simulation
  ) {
    for claim in claims { beginProvisioning(claim, in: &simulation) }
    schedule(
      .podVolumesBound, after: Timings.provisioning, argument: pod.rawValue, in: &simulation)
  }

  /// The volume controller leaves a claim's volume to its provisioner.
  private mutating func beginProvisioning(_ claim: Int, in simulation: inout Simulation) {
    recordExternalProvisioning(claim, in: simulation)
    askDriver(forVolumeOf: claim, in: &simulation)
  }

  /// What the volume controller says each time that it finds a claim without the volume that
  /// another is to make (pkg/controller/volume/persistentvolume/pv_controller.go
  /// provisionClaimOperationExternal).
  mutating func recordExternalProvisioning(_ claim: Int, in simulation: borrowing Simulation) {
    guard let driver = volumes.provisioner(of: claim)?.driver, !driver.isEmpty else { return }
    record(
      claim: claim, "ExternalProvisioning",
      "Waiting for a volume to be created either by the external provisioner '\(driver)' or "
        + "manually by the system administrator. If volume creation is delayed, please verify "
        + "that the provisioner is running and correctly registered.", by: .volumeController,
      in: simulation)
  }

  /// A provisioner asks its driver for a claim's volume, and says so (kubernetes-sigs
  /// sig-storage-lib-external-provisioner controller.go provisionClaimOperation).
  private mutating func askDriver(
    forVolumeOf claim: Int, in simulation: inout Simulation
  ) {
    let spec = volumes.claims[claim].spec
    record(
      claim: claim, "Provisioning",
      "External provisioner is provisioning volume for claim \"\(spec.namespace)/\(spec.name)\"",
      by: .externalProvisioner, in: simulation)
    schedule(
      .volumeMade, after: Timings.provisioning, argument: UInt32(claim), in: &simulation)
  }

  /// Lets the volumes of the claims of a manifest be made that no pod waits for; at a running start
  /// they are there.
  mutating func startClaims(in simulation: inout Simulation) {
    for claim in volumes.claims.indices { startClaim(claim, in: &simulation) }
  }

  /// The volume controller sees a claim that is new.
  mutating func startClaim(_ claim: Int, in simulation: inout Simulation) {
    guard volumes.claims[claim].volume < 0 else { return }
    guard !isSettling else {
      provisionAtOnce(claim, in: &simulation)
      return
    }
    armClaimSync(in: &simulation)
    if areControllersUp { sync(claim: claim, usedBy: [], in: &simulation) }
  }

  /// Lets a claim's volume be made if its class binds at once (volumeBindingMode Immediate) and no
  /// volume was there.
  mutating func provisionAtOnce(_ claim: Int, in simulation: inout Simulation) {
    guard volumes.asksForVolume(claim) else { return }
    guard !isSettling else {
      _ = makeVolume(of: claim, isForced: true)
      return
    }
    volumes.claims[claim].madeAt = simulation.now + Timings.provisioning
    volumes.claims[claim].isBackingOff = false
    beginProvisioning(claim, in: &simulation)
  }

  /// Whether the volume of one of a pod's claims is on its way: the kubelet of the node that it
  /// names waits for it.
  func awaitsVolume(_ pod: PodHandle) -> Bool {
    claims(of: pod).contains { $0.index.map(volumes.asksForVolume) ?? false }
  }

  private mutating func makeVolume(of claim: Int, isForced: Bool = false) -> Bool {
    if volumes.placesAsOf != scheduler.cache.orderNumber {
      volumes.forgetPlaces(asOf: scheduler.cache.orderNumber)
    }
    let (states, specs) = (nodes, nodeSpecs)
    return volumes.provision(claim, isForced: isForced) {
      specs.indices.filter { !states[$0].isDeleted }.map { specs[$0] }
    }
  }

  /// A provisioner has made a claim's volume; a claim that no pod waited for is bound to it, which
  /// waiting pods learn.
  ///
  /// Without controllers nothing is bound: it is tried again.
  mutating func noteMade(_ claim: Int, in simulation: inout Simulation) {
    let isAtOnce = volumes.asksForVolume(claim)
    if isAtOnce {
      guard volumes.claims[claim].madeAt == simulation.now else { return }
      guard !volumes.claims[claim].isBackingOff else {
        volumes.claims[claim].madeAt = simulation.now + Timings.provisioning
        volumes.claims[claim].isBackingOff = false
        askDriver(forVolumeOf: claim, in: &simulation)
        return
      }
      guard areControllersUp else {
        volumes.claims[claim].madeAt = simulation.now + Timings.provisioning
        schedule(
          .volumeMade, after: Timings.provisioning, argument: UInt32(claim), in: &simulation)
        return
      }
      guard makeVolume(of: claim) else {
        failProvisioning(claim, in: &simulation)
        return
      }
    }
    let volume = Int(volumes.claims[claim].volume)
    // A claim that asks no more has got a volume meanwhile that a file wrote.
    guard volume >= 0, isAtOnce || volumes.waitsForConsumer(claim) else { return }
    record(
      claim: claim, "ProvisioningSucceeded",
      "Successfully provisioned volume \(volumes.volumes[volume].spec.name)",
      by: .externalProvisioner, in: simulation)
    if isAtOnce { wakeScheduler(.volume, in: &simulation) }
  }

  /// The driver has no room for a claim's volume, which the provisioner says in the driver's words
  /// and asks for again, first a second later and then after twice the time, up to five minutes
  /// (sig-storage-lib-external-provisioner controller.go provisionClaimOperation;
  /// external-provisioner --retry-interval-start, --retry-interval-max; CSI CreateVolume errors).
  private mutating func failProvisioning(_ claim: Int, in simulation: inout Simulation) {
    let name = volumes.provisioner(of: claim)?.name ?? ""
    record(
      claim: claim, "ProvisioningFailed",
      "failed to provision volume with StorageClass \"\(name)\": "
        + "rpc error: code = ResourceExhausted desc = not enough free storage", isWarning: true,
      by: .externalProvisioner, in: simulation)
    let failures = volumes.claims[claim].failedAttempts
    volumes.claims[claim].failedAttempts += 1
    let wait = SimDuration.seconds(min(300, 1 << min(failures, 9)))
    volumes.claims[claim].isBackingOff = true
    volumes.claims[claim].madeAt = simulation.now + wait
    schedule(
      .volumeMade, at: volumes.claims[claim].madeAt, argument: UInt32(claim), in: &simulation)
  }

  /// PreBind's wait for a pod's volumes is over: it is bound, unless it is about to go.
  mutating func noteVolumesBound(of pod: PodHandle, in simulation: borrowing Simulation) {
    guard !pods[pod].isTerminating else { return }
    recordScheduled(pod, in: simulation)
  }
}
