import SimulationKernel

/// What kubelets say of resizes (pkg/kubelet/events/resize.go podResizeMessage).
extension Cluster {
  /// Records that what a pod asks for waits, where the version tells of it.
  mutating func tellPendingResize(
    of pod: PodHandle, _ reason: String, _ text: String, in simulation: borrowing Simulation
  ) {
    guard version.tellsOfResizes, let resize = resize(of: pod) else { return }
    let summary = resizeSummary(resize.written, resize.generation, error: resize.obstacle)
    record(pod, reason, "\(text): \(summary)", isWarning: true, in: simulation)
  }

  /// Records a step of what is set aside for a pod, where the version tells of it.
  mutating func tellAllocatedResize(
    of pod: PodHandle, _ reason: String, _ text: String, isWarning: Bool = false,
    in simulation: borrowing Simulation
  ) {
    guard version.tellsOfResizes, let resize = resize(of: pod) else { return }
    let summary = resizeSummary(
      resize.allocated, resize.allocatedGeneration, error: resize.problem)
    record(pod, reason, "\(text): \(summary)", isWarning: isWarning, in: simulation)
  }

  /// Records that a pod's containers have what is set aside, where the version tells of it.
  mutating func tellResizeEnd(of pod: PodHandle, in simulation: borrowing Simulation) {
    guard version.tellsOfResizeEnds, let resize = resize(of: pod) else { return }
    let summary = resizeSummary(
      resize.allocated, version.tellsOfResizes ? resize.allocatedGeneration : nil)
    record(pod, "ResizeCompleted", "Pod resize completed: \(summary)", in: simulation)
  }

  /// The resources of a template's containers as JSON, with the generation of the object that asked
  /// for them and what is wrong.
  private func resizeSummary(
    _ index: Int32, _ generation: Int64?, error: String = ""
  ) -> String {
    let template = templates[Int(index)].spec
    var fields = [
      ("initContainers", template.initContainers), ("containers", template.containers),
    ].filter { !$0.1.isEmpty }.map { name, list in
      "\"\(name)\":[\(list.map(\.resourceSummary).joined(separator: ","))]"
    }
    if let generation { fields.append("\"generation\":\(generation)") }
    if !error.isEmpty {
      fields.append("\"error\":\"\(error.replacing("\"", with: "\\\""))\"")
    }
    return "{\(fields.joined(separator: ","))}"
  }
}

extension ContainerSpec {
  fileprivate var resourceSummary: String {
    let fields = [("limits", limitAmounts), ("requests", requestAmounts)].filter { !$0.1.isEmpty }
      .map { name, amounts in
        let list = amounts.sorted { $0.name < $1.name }.map {
          "\"\($0.name)\":\"\(QuotaAmount.text($0.name, milli: $0.milli))\""
        }
        return "\"\(name)\":{\(list.joined(separator: ","))}"
      }
    return "{\"name\":\"\(name)\",\"resources\":{\(fields.joined(separator: ","))}}"
  }
}
