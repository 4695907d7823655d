/// What Services ask for by number and what each number is given out for once: ports of the nodes
/// and virtual addresses.
///
/// Source: Kubernetes pkg/registry/core/service/storage/alloc.go; ports are given out by number,
/// whatever their protocol, and only a Service's own ports may share one by different protocols.
struct AllocationCheck {
  let services: [Service]

  /// Reports every Service that asks for what an earlier one has.
  func report(_ diagnostics: DiagnosticCollector) {
    var ports: [Int: (service: Int, span: SourceSpan)] = [:]
    var addresses: [String: (service: Int, span: SourceSpan)] = [:]
    for (index, service) in services.enumerated() where service.type != .externalName {
      for port in service.ports {
        guard let number = port.nodePort, number != 0, service.isOnNodes else { continue }
        guard let first = ports[number] else {
          ports[number] = (index, port.nodePortSpan)
          continue
        }
        guard first.service != index else { continue }
        diagnostics.error(
          "the node port \(number) is already allocated to the Service \(name(first.service))",
          at: port.nodePortSpan, code: "already-allocated",
          help: "leave nodePort out, and a free one is given",
          labels: [(first.span, "the first is here")])
      }
      guard let address = service.clusterIP, !address.isEmpty, address != "None" else { continue }
      guard let first = addresses[address] else {
        addresses[address] = (index, service.clusterIPSpan)
        continue
      }
      diagnostics.error(
        "the clusterIP \(address) is already allocated to the Service \(name(first.service))",
        at: service.clusterIPSpan, code: "already-allocated",
        help: "leave clusterIP out, and a free one is given",
        labels: [(first.span, "the first is here")])
    }
  }

  private func name(_ index: Int) -> String {
    "\(services[index].metadata.home)/\(services[index].metadata.name)"
  }
}
