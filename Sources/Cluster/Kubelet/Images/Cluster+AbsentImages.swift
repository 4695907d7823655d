import SimulationKernel

/// Pods that never ran because an image of theirs can not be had.
extension Cluster {
  /// The first image of a pod that nobody could ever bring to its node: its name can not be read,
  /// or no registry has it and the kubelet may not take one that was put there by hand.
  func absentImage(of pod: PodHandle) -> String? {
    let template = templates[Int(pods[pod].template)]
    let containers = template.spec.initContainers + template.spec.containers
    for (index, container) in containers.enumerated() {
      let isMissing = images.isMissing[Int(template.images[index])] && container.pull != .never
      if isMissing || !template.areImagesValid[index] { return container.image }
    }
    return nil
  }

  /// Leaves a placed pod to its kubelet at a running start, where others have run for an hour: its
  /// images that exist are there, and it begins anew at time zero and waits for the one that does
  /// not.
  mutating func leaveWaiting(_ pod: PodHandle, for image: String, in simulation: inout Simulation) {
    let template = templates[Int(pods[pod].template)]
    for (number, isValid) in zip(template.images, template.areImagesValid)
    where isValid && !images.isMissing[Int(number)] {
      keepImage(Int(number), on: Int(pods[pod].node), at: Cluster.settledSince)
    }
    let owner = workloads[Int(pods[pod].workload)].qualifiedName
    let note = "the pods of \(owner) wait from the start on for the image \(image)"
    if !notes.contains(note) { notes.append(note) }
    step(pod, after: .zero, in: &simulation)
  }
}
