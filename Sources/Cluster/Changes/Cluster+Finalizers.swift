import Manifests
import SimulationKernel

/// Finalizers of pods: while one has any, its object stays, and an apply alone takes them away.
extension Cluster {
  /// The finalizers of a pod.
  func finalizers(of pod: PodHandle) -> [String] {
    templates[Int(pods[pod].template)].finalizers
  }

  /// Whether a bare pod is to go and its finalizers keep its object.
  func isKeptByFinalizer(_ workload: Int) -> Bool {
    guard workloads[workload].kind == .pod,
      workloads[workload].revisions.contains(where: {
        !templates[Int($0.template)].finalizers.isEmpty
      }), let pod = pod(ofBare: workload)
    else { return false }
    return !finalizers(of: pod).isEmpty
  }

  /// What the API says against finalizers that are new to an object which is about to go
  /// (apimachinery pkg/api/validation ValidateNoNewFinalizers); nil where it takes them.
  mutating func refuseFinalizers(
    of spec: WorkloadSpec, _ workload: Int, in simulation: borrowing Simulation
  ) -> String? {
    guard workloads[workload].kind == .pod, let pod = pod(ofBare: workload),
      pods[pod].isTerminating
    else { return nil }
    let known = finalizers(of: pod)
    let new = spec.finalizers.filter { !known.contains($0) }.sorted()
    guard !new.isEmpty else { return nil }
    let list = new.map { "\"\($0)\"" }.joined(separator: ", ")
    let problem =
      "The Pod \"\(spec.name)\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be "
      + "added if the object is being deleted, found new finalizers []string{\(list)}"
    record(workload: workload, "Invalid", problem, isWarning: true, in: simulation)
    return problem
  }

  /// Writes what a file says of a bare pod that has ended or is about to go; without finalizers its
  /// deletion goes on.
  mutating func rewriteLeaving(
    _ pod: PodHandle, as template: Int32, in simulation: inout Simulation
  ) {
    pods[pod].template = template
    guard pods[pod].isTerminating, pods[pod].stage == .ended, finalizers(of: pod).isEmpty else {
      return
    }
    schedule(
      .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
  }
}
