import SimulationKernel

/// A bare pod's object names other images: its kubelet ends the containers that are defined
/// otherwise and starts them anew in place (kuberuntime_manager.go computePodActions).
extension Cluster {
  /// Brings a bare pod's present template to its containers.
  mutating func changeImages(of workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    guard owner.kind == .pod, let pod = owner.pods.first(where: { isActive($0) }) else { return }
    let template = owner.revisions[owner.newest].template
    guard pods[pod].template != template else { return }
    releaseImages(of: pod, at: simulation.now)
    let before = templates[Int(pods[pod].template)].running
    workloads[workload].revisions[Int(pods[pod].revision)].pods -= 1
    workloads[workload].revisions[owner.newest].pods += 1
    pods[pod].template = template
    pods[pod].revision = Int32(owner.newest)
    for index in containerRange(of: pod)
    where containers[index].phase == .running && containers[index].stop == .none {
      let container = spec(ofContainer: index)
      guard before[Int(containers[index].place)].image != container.image else { continue }
      record(
        pod, "Killing", "Container \(container.name) definition changed, will be restarted",
        in: simulation)
      containers[index].isRedefined = true
      stopContainer(
        index, grace: templates[Int(template)].spec.terminationGrace, in: &simulation)
    }
  }
}
