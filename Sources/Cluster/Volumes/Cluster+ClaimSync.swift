import SimulationKernel

/// The volume controller's look at claims without a volume: at their creation, and every 15 s
/// (pkg/controller/volume/persistentvolume pv_controller.go syncUnboundClaim).
///
/// What a claim waits for is said at each look, as long as the controller's recorder lets it
/// through. That the controller also looks after each change of a claim's object is not modelled.
extension Cluster {
  /// `--pvclaimbinder-sync-period`.
  private static let claimPeriod = SimDuration.seconds(15)

  /// What the controller says of a claim that it finds no volume for.
  private struct ClaimWord {
    let reason: String
    let message: String
    var isWarning = false
  }

  /// Lets the controller look again at its next turn.
  mutating func armClaimSync(in simulation: inout Simulation) {
    guard !isSettling, volumes.syncAt == .infinity else { return }
    var phase = EntityRandom(seed: seed, stream: "volume-controller/resync")
    volumes.syncAt = nextTick(
      from: simulation.now + .nanoseconds(1), phase: phase.duration(below: Self.claimPeriod),
      period: Self.claimPeriod)
    schedule(.claimSync, at: volumes.syncAt, argument: 0, in: &simulation)
  }

  /// One turn over all claims without a volume.
  mutating func syncClaims(in simulation: inout Simulation) {
    guard volumes.syncAt == simulation.now else { return }
    volumes.syncAt = .infinity
    let unbound = volumes.unboundClaims
    guard !unbound.isEmpty else { return }
    armClaimSync(in: &simulation)
    guard areControllersUp else { return }
    let users = unplacedUsers(of: unbound)
    for (claim, pods) in zip(unbound, users) {
      sync(claim: claim, usedBy: pods, in: &simulation)
    }
  }

  /// Looks for a claim's volume, or has one made; says what it waits for otherwise.
  mutating func sync(claim: Int, usedBy pods: [String], in simulation: inout Simulation) {
    volumes.assignDefaultClass(to: claim)
    if volumes.bindAtOnce(claim) {
      wakeScheduler(.volume, in: &simulation)
    } else if volumes.asksForVolume(claim) {
      if volumes.claims[claim].madeAt == .infinity {
        provisionAtOnce(claim, in: &simulation)
      } else {
        recordExternalProvisioning(claim, in: simulation)
      }
    } else if let word = word(on: claim, usedBy: pods) {
      record(
        claim: claim, word.reason, word.message, isWarning: word.isWarning, by: .volumeController,
        in: simulation)
    }
  }

  /// Nothing is said of a claim that names its volume, or whose driver takes no selector.
  private func word(on claim: Int, usedBy pods: [String]) -> ClaimWord? {
    let spec = volumes.claims[claim].spec
    guard spec.volumeName == nil else { return nil }
    if volumes.waitsForConsumer(claim) {
      guard !pods.isEmpty else {
        return ClaimWord(
          reason: "WaitForFirstConsumer",
          message: "waiting for first consumer to be created before binding")
      }
      let names = (pods.count > 1 ? "pods " : "pod ") + pods.joined(separator: ",")
      return ClaimWord(
        reason: "WaitForPodScheduled", message: "waiting for \(names) to be scheduled")
    }
    if volumes.claims[claim].storageClass >= 0 {
      guard volumes.provisioner(of: claim) == nil else { return nil }
      return ClaimWord(
        reason: "ProvisioningFailed",
        message: "no volume plugin matched name: kubernetes.io/no-provisioner", isWarning: true)
    }
    guard let name = spec.storageClass, !name.isEmpty else {
      return ClaimWord(
        reason: "FailedBinding",
        message:
          "no persistent volumes available for this claim and no storage class is set")
    }
    return ClaimWord(
      reason: "ProvisioningFailed", message: "storageclass.storage.k8s.io \"\(name)\" not found",
      isWarning: true)
  }

  /// Deletes a class; false where there is none of the name.
  ///
  /// Volumes are not affected. A claim without one is taken for one that binds at once, and of a
  /// class that is not found (component-helpers storage/volume IsDelayBindingMode).
  mutating func deleteStorageClass(_ name: String, in simulation: inout Simulation) -> Bool {
    guard volumes.delete(storageClass: name) else { return false }
    if !volumes.unboundClaims.isEmpty { armClaimSync(in: &simulation) }
    return true
  }

  /// The pods that no node has yet, by the claims that they use.
  private func unplacedUsers(of claims: [Int]) -> [[String]] {
    var users = Array(repeating: [String](), count: claims.count)
    var indices = Array(repeating: -1, count: volumes.claims.count)
    for (index, claim) in claims.enumerated() { indices[claim] = index }
    for workload in workloads.indices {
      for pod in workloads[workload].pods
      where pods[pod].node < 0 && isActive(pod) && hasClaims(pod) {
        for case let claim? in self.claims(of: pod).map(\.index) where indices[claim] >= 0 {
          users[indices[claim]].append(name(of: pod))
        }
      }
    }
    return users
  }
}
