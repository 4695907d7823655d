import SimulationKernel

/// What kubelets say of resizes (pkg/kubelet/events/resize.go podResizeMessage).
extension Cluster {
  /// Records a step of a resize, where the version tells of it.
  mutating func tellResize(
    of pod: PodHandle, _ reason: String, _ text: String, isWarning: Bool = false,
    in simulation: borrowing Simulation
  ) {
    guard version.tellsOfResizes else { return }
    record(
      pod, reason, "\(text): \(resizeSummary(of: pod, true))", isWarning: isWarning,
      in: simulation)
  }

  /// The resources of a pod's containers as JSON, with its generation and what its condition says.
  func resizeSummary(of pod: PodHandle, _ hasGeneration: Bool) -> String {
    let template = templates[Int(writtenTemplate(of: pod))].spec
    var fields = [
      ("initContainers", template.initContainers), ("containers", template.containers),
    ].filter { !$0.1.isEmpty }.map { name, list in
      "\"\(name)\":[\(list.map(\.resourceSummary).joined(separator: ","))]"
    }
    if hasGeneration, let resize = resize(of: pod) {
      fields.append("\"generation\":\(resize.generation)")
      if !resize.message.isEmpty {
        fields.append("\"error\":\"\(resize.message.replacing("\"", with: "\\\""))\"")
      }
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
