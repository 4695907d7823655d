import SimulationKernel

/// Generic ephemeral volumes: the claim of one pod, made for it and deleted with it
/// (pkg/controller/volume/ephemeral).
extension Cluster {
  /// The claims of a pod's ephemeral volumes, which are named after the pod and the volume
  /// (component-helpers storage/ephemeral VolumeClaimName).
  func ephemeralClaims(of pod: PodHandle) -> [ClaimSpecification] {
    let wanted = workloads[Int(pods[pod].workload)].spec.ephemeralClaims
    guard !wanted.isEmpty else { return [] }
    let podName = name(of: pod)
    return wanted.map { template in
      var claim = template
      claim.name = podName + "-" + template.name
      return claim
    }
  }

  /// Creates those of a pod's claims that are not there and that the API lets in; the others are
  /// tried again with the pod.
  mutating func createEphemeralClaims(of pod: PodHandle, in simulation: inout Simulation) {
    for claim in ephemeralClaims(of: pod) where claimRefusal(claim) == nil {
      create(claim, in: &simulation)
    }
  }

  /// Deletes the claims that a pod owned: the garbage collector follows their owner reference.
  mutating func deleteEphemeralClaims(of pod: PodHandle) {
    for claim in ephemeralClaims(of: pod) {
      guard let index = volumes.claim(namespace: claim.namespace, name: claim.name) else {
        continue
      }
      volumes.delete(index)
    }
  }
}
