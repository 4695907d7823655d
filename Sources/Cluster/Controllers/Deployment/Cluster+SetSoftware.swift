import Manifests
import SimulationKernel

/// Whose software runs in the pods of written ReplicaSets.
///
/// A Deployment that adopts one describes what its containers have run all along: with the model
/// of a Deployment that selects it, before it is adopted too, its pods are the model's.
extension Cluster {
  /// Whose software the pods of a revision run: their maker's, or the Deployment's that has taken
  /// their ReplicaSet where a model describes its software alone.
  func softwareOwner(ofRevision revision: Int, of workload: Int) -> Int {
    guard let origin = workloads[workload].revisions[revision].origin else {
      return softwareOwner(ofMaker: workload)
    }
    let maker = Int(origin.workload)
    let isOwners =
      workloads[maker].software == Room.cluster.rawValue
      && workloads[workload].software == Room.workload.rawValue
    return isOwners ? workload : softwareOwner(ofMaker: maker)
  }

  /// Whose software runs in the pods that a workload makes: its own, or that of the first
  /// Deployment with a model which selects a written ReplicaSet without one.
  func softwareOwner(ofMaker maker: Int) -> Int {
    guard workloads[maker].software == Room.cluster.rawValue,
      let labels = workloads[maker].spec.setLabels
    else { return maker }
    let home = workloads[maker].namespaceNumber
    return modelledDeployments.map { Int($0) }.first { other in
      workloads[other].namespaceNumber == home
        && workloads[other].software == Room.workload.rawValue
        && !workloads[other].spec.selector.isEmpty
        && workloads[other].spec.selector.matches(labels)
    } ?? maker
  }

  /// A model describes the software of a workload.
  mutating func noteModel(of workload: Int) {
    let place = modelledDeployments.lastIndex { Int($0) < workload }.map { $0 + 1 } ?? 0
    let isKnown =
      place < modelledDeployments.count && Int(modelledDeployments[place]) == workload
    guard workloads[workload].kind == .deployment, !isKnown else { return }
    modelledDeployments.insert(Int32(workload), at: place)
  }

  /// Counts a pod, once more or once less, that runs the software of another workload than its
  /// owner.
  mutating func countLoan(of pod: PodHandle, by step: Int) {
    let lender = Int(pods[pod].softwareOwner)
    if lender != Int(pods[pod].owner) { workloads[lender].lentPods += step }
  }

  /// The pods that run a workload's software: its own, and those of others that have it from there,
  /// as ReplicaSets that it has not adopted yet.
  package func pods(withSoftwareOf workload: Int) -> [PodHandle] {
    guard workloads[workload].lentPods > 0 else { return workloads[workload].pods }
    let home = workloads[workload].namespaceNumber
    return workloads.indices.filter { workloads[$0].namespaceNumber == home }.flatMap { owner in
      workloads[owner].pods.filter {
        owner == workload || Int(pods[$0].softwareOwner) == workload
      }
    }
  }
}
