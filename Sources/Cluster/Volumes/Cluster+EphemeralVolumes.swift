import SimulationKernel

/// Generic ephemeral volumes: the claim of one pod, made for it and deleted with it
/// (pkg/controller/volume/ephemeral).
extension Cluster {
  /// The claims of a pod's ephemeral volumes, which are named after the pod and the volume
  /// (component-helpers storage/ephemeral VolumeClaimName).
  func ephemeralClaims(of pod: PodHandle) -> [ClaimSpecification] {
    let wanted = templates[Int(pods[pod].template)].ephemeralClaims
    guard !wanted.isEmpty else { return [] }
    let podName = name(of: pod)
    return wanted.map { template in
      var claim = template
      claim.name = podName + "-" + template.name
      return claim
    }
  }

  /// Index of the claim that was made for a pod; nil where there is none, or one of that name which
  /// is somebody else's (component-helpers storage/ephemeral VolumeIsForPod).
  func ownClaim(_ claim: ClaimSpecification) -> Int? {
    volumes.claim(namespace: claim.namespace, name: claim.name)
      .flatMap { volumes.claims[$0].isEphemeral ? $0 : nil }
  }

  /// Why a pod waits for the claim of an ephemeral volume that it does not have.
  func problem(ofMissing claim: ClaimSpecification, of pod: PodHandle) -> String {
    guard volumes.claim(namespace: claim.namespace, name: claim.name) != nil else {
      return "waiting for ephemeral volume controller to create the persistentvolumeclaim "
        + "\"\(claim.name)\""
    }
    return "PVC \(claim.namespace)/\(claim.name) was not created for pod "
      + "\(namespace(of: pod))/\(name(of: pod)) (pod is not owner)"
  }

  /// Creates those of a pod's claims that are not there and that the API lets in; the others are
  /// tried again with the pod.
  mutating func createEphemeralClaims(of pod: PodHandle, in simulation: inout Simulation) {
    for claim in ephemeralClaims(of: pod) where claimRefusal(claim) == nil {
      if create(claim, in: &simulation),
        let index = volumes.claim(namespace: claim.namespace, name: claim.name)
      {
        volumes.claims[index].isEphemeral = true
      }
    }
  }

  /// Deletes the claims that a pod owned: the garbage collector follows their owner reference.
  mutating func deleteEphemeralClaims(of pod: PodHandle, in simulation: inout Simulation) {
    for claim in ephemeralClaims(of: pod).compactMap({ ownClaim($0) }) {
      remove(claim: claim, in: &simulation)
    }
  }
}
