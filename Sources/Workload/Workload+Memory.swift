import SimulationKernel

/// Memory of the software in pods.
extension Workload {
  /// Bytes that a pod's software holds now: its base, and more for each request in work or waiting.
  package func memory(ofPod pod: Int) -> Int64 {
    guard pod < pods.count, pods[pod].state != .absent else { return 0 }
    let spec = models[Int(pods[pod].model)]
    let requests = pods[pod].occupancy.busy.value + pods[pod].occupancy.queued.value
    return spec.baseBytes + spec.bytesPerRequest * requests
  }
}
