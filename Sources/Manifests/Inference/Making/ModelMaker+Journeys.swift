import SimulationKernel

/// Users' paths from entry points.
extension ModelMaker {
  /// The journey that asks an entry point, under a name that is not taken yet; nil where nothing
  /// can be asked there.
  func journey(
    _ entry: EntryPoint, besides names: inout Set<String>
  ) -> (journey: Journey, finding: InferenceFinding)? {
    let index = entry.workload
    let workload = software.workloads[index]
    let model = given.services[index]
    let endpoint = model.map(\.mainEndpoint) ?? Self.serve
    guard let endpoint else { return nil }
    let asked = software.services.services[entry.service].name
    let service =
      model.map { $0.service ?? $0.name }
      ?? software.services.services[reached[index] ?? entry.service].name
    let host = service == asked ? entry.host : nil
    let name = Self.free(entry.name, besides: &names)
    let request = RequestStep(
      span: entry.span, host: host, hostSpan: entry.span, path: entry.path, method: "GET",
      headers: StringMap(),
      service: ServiceReference(name: service, namespace: nil, span: entry.span),
      endpoint: endpoint, endpointSpan: entry.span, timeout: .seconds(60))
    let journey = Journey(
      name: name, span: entry.span, namespace: workload.namespace,
      latency: .lognormal(p50: 0.02, p99: 0.08), isSession: false, steps: [.request(request)],
      measures: [], business: [], voice: nil)
    let way = host == nil ? ", straight to the service" : ""
    let finding = InferenceFinding(
      "journey/\(name)", "asks \(service)\(way): \(entry.origin)", at: entry.span,
      figures: [InferredFigure(field: "client.latency", basis: nil)])
    return (journey, finding)
  }

  private static func free(_ wanted: String, besides names: inout Set<String>) -> String {
    var name = wanted
    var number = 1
    while !names.insert(name).inserted {
      number += 1
      name = "\(wanted)-\(number)"
    }
    return name
  }
}
