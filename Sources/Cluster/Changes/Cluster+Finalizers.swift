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

  /// What the API says against finalizers that are new to a pod which is about to go; nil where it
  /// takes them.
  mutating func refuseFinalizers(
    of spec: WorkloadSpec, _ workload: Int, in simulation: borrowing Simulation
  ) -> String? {
    guard workloads[workload].kind == .pod, let pod = pod(ofBare: workload),
      pods[pod].isTerminating
    else { return nil }
    let known = finalizers(of: pod)
    let problem = Self.finalizerProblem("Pod", spec.name, known: known, new: spec.finalizers)
    guard let problem else { return nil }
    record(workload: workload, "Invalid", problem, isWarning: true, by: .kubectl, in: simulation)
    return problem
  }

  /// Writes what a file says of a bare pod that has ended or is about to go; without finalizers its
  /// deletion goes on.
  mutating func rewriteLeaving(
    _ pod: PodHandle, as template: Int32, in simulation: inout Simulation
  ) {
    closeResize(of: pod)
    pods[pod].template = template
    guard pods[pod].isTerminating, pods[pod].stage == .ended, finalizers(of: pod).isEmpty else {
      return
    }
    schedule(
      .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
  }
}
