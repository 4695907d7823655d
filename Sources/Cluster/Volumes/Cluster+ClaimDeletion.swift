import Manifests
import SimulationKernel

/// Deletion of claims: one that pods on nodes use stays until the last of their objects is gone
/// (pkg/controller/volume/pvcprotection, finalizer kubernetes.io/pvc-protection).
///
/// With it its volume goes, or is Released for good where the reclaim policy retains it: nobody
/// gets it again.
extension Cluster {
  private static let kind = "PersistentVolumeClaim"

  /// Deletes a claim, or marks it to go; false where there is none.
  mutating func deleteClaim(
    namespace: String, name: String, in simulation: inout Simulation
  ) -> Bool {
    guard let claim = volumes.claim(namespace: namespace, name: name) else { return false }
    volumes.claims[claim].isTerminating = true
    release(claim: claim, in: &simulation)
    return true
  }

  /// A claim is gone; pods that wait for the room of its volume are tried again.
  mutating func remove(claim: Int, in simulation: inout Simulation) {
    if volumes.delete(claim) { wakeScheduler(.volume, in: &simulation) }
  }

  /// Whether a claim is to go and still there.
  func isEnding(claim name: String, in namespace: String) -> Bool {
    volumes.claim(namespace: namespace, name: name).map { volumes.claims[$0].isTerminating }
      ?? false
  }

  /// The object of a pod is gone: claims that waited for it alone go.
  mutating func releaseEndingClaims(of pod: PodHandle, in simulation: inout Simulation) {
    for claim in claims(of: pod).compactMap(\.index) where volumes.claims[claim].isTerminating {
      release(claim: claim, in: &simulation)
    }
  }

  /// Controllers that are back look at all claims that are to go.
  mutating func releaseEndingClaims(in simulation: inout Simulation) {
    for claim in volumes.claims.indices where volumes.claims[claim].isTerminating {
      release(claim: claim, in: &simulation)
    }
  }

  private mutating func release(claim: Int, in simulation: inout Simulation) {
    let (namespace, name) = (
      volumes.claims[claim].spec.namespace, volumes.claims[claim].spec.name
    )
    guard areControllersUp, !ledger.keeps(Self.kind, namespace, name), !isUsed(claim) else {
      return
    }
    remove(claim: claim, in: &simulation)
    ledger.remove(Self.kind, namespace, name)
    written.remove(Self.kind, namespace, name)
  }

  /// Whether a pod uses a claim: one that has a node, whether it has ended or not (podUsesPVC).
  private func isUsed(_ claim: Int) -> Bool {
    let namespace = volumes.claims[claim].spec.namespace
    return workloads.indices.contains { workload in
      workloads[workload].namespace == namespace
        && workloads[workload].pods.contains { pod in
          pods[pod].node >= 0 && claims(of: pod).contains { $0.index == claim }
        }
    }
  }

  /// Creates the claims of a StatefulSet's pod that are missing, while it is Pending; false where
  /// one can not be there (stateful_set_control.go processReplica,
  /// createMissingPersistentVolumeClaims).
  mutating func restoreClaims(
    of pod: PodHandle, _ ordinal: Int32, _ workload: Int, in simulation: inout Simulation
  ) -> Bool {
    guard pods[pod].phase == .pending, workloads[workload].kind == .statefulSet,
      !workloads[workload].spec.claimTemplates.isEmpty
    else { return true }
    let owner = workloads[workload]
    let podName = name(of: pod)
    let isMissing = owner.spec.claimTemplates.contains { template in
      let claim = claimName(template.name, podName, owner.kind)
      let index = volumes.claim(namespace: owner.namespace, name: claim)
      return index.map { volumes.claims[$0].isTerminating } ?? true
    }
    guard isMissing else { return true }
    guard !isEnding(owner.namespace),
      createClaims(ofPod: ordinal, workload, in: &simulation) == nil
    else { return false }
    wakeScheduler(.volume, in: &simulation)
    return true
  }
}
