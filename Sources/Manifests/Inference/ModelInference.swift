package import SimulationKernel

/// Infers models for everything in a platform's manifests that has none.
///
/// Software is told by its images, calls by the hosts that environment, arguments and mounted files
/// name, users' paths by Ingress, Gateway and the types of Services. Pure: the same input gives the
/// same result.
package struct ModelInference: Sendable {
  private let given: PlatformModels
  private let manifests: ManifestSet
  private let software: PlatformSoftware
  private let bound: GivenModels
  private let shared: SharedModels
  private let adopted: AdoptedSets

  /// Takes a platform and the models that somebody wrote for a part of it.
  ///
  /// - Parameter later: the platform after each of its changes.
  package init(_ manifests: ManifestSet, later: [ManifestSet] = [], given: PlatformModels) {
    self.manifests = manifests
    shared = SharedModels([manifests] + later, given: given)
    self.given = given.with(shared.models)
    adopted = AdoptedSets([manifests] + later, given: self.given)
    software = PlatformSoftware(manifests)
    bound = GivenModels(self.given, software.workloads)
  }

  /// Models and journeys, with what each was drawn from, and a gentle load of a length, if any is
  /// wanted.
  package func infer(loadFor duration: SimDuration? = nil) -> InferredModels {
    var result = InferredModels()
    result.shared = shared.models
    result.findings = shared.findings
    let entries = EntryPoints(manifests, software, bound)
    let (wanted, noticed) = readCalls()
    let explicit = entries.explicit
    let graph = CallGraph(
      wanted, fixed: bound.calls(among: given, reachedBy: software.services),
      from: explicit.found.map(\.workload))
    let routed = explicit.found.filter { $0.host != nil }.map(\.service)
    let maker = ModelMaker(software, bound, fronted: routed)
    for index in software.workloads.indices
    where !bound.isModelled(index) && !software.keepers.contains(index)
      && !adopted.contains(software.workloads[index])
    {
      addModel(of: index, graph, maker, &result)
      result.findings += noticed[index]
    }
    result.findings += cutCalls(of: graph)
    addJourneys(
      explicit.found.isEmpty ? entries.uncalled(in: graph) : explicit.found, maker,
      besides: explicit.findings, &result)
    guard let duration else { return result }
    if given.journeys.isEmpty, result.journeys.isEmpty {
      result.findings.append(
        InferenceFinding(
          "load",
          software.workloads.isEmpty
            ? "no workload among the manifests runs: nothing happens"
            : "no Service leads to software that answers users: nobody asks anything",
          at: .unknown))
    }
    for journey in given.journeys.isEmpty ? result.journeys : given.journeys {
      result.addGentleLoad(on: journey, for: duration)
    }
    return result
  }

  /// The calls that are left out because they would close a circle.
  private func cutCalls(of graph: CallGraph) -> [InferenceFinding] {
    graph.cut.map { caller, call in
      let name = software.services.services[call.service].name
      return InferenceFinding(
        software.workloads[caller].subject,
        "does not call \(name), which would close a circle: \(call.origin)", at: call.span)
    }
  }

  /// What each workload without a model seems to call.
  private func readCalls() -> (calls: [[InferredCall]], findings: [[InferenceFinding]]) {
    let reader = CallReader(manifests, software)
    var calls: [[InferredCall]] = []
    var findings: [[InferenceFinding]] = []
    for index in software.workloads.indices {
      let asks = software.profiles[index].role.asksOthers && !bound.isModelled(index)
      let found = asks ? reader.calls(of: index) : (calls: [], findings: [])
      calls.append(found.calls)
      findings.append(found.findings)
    }
    return (calls, findings)
  }

  private func addModel(
    of index: Int, _ graph: CallGraph, _ maker: ModelMaker, _ result: inout InferredModels
  ) {
    let workload = software.workloads[index]
    let figures: [InferredFigure]
    let isReached = !software.services.services(of: index).isEmpty
    switch software.profiles[index].role {
    case .store where !isReached, .broker where !isReached:
      let (model, found) = maker.service(index, calls: [])
      result.services.append(model)
      figures = found
    case .store(let engine, let read, let write):
      let (model, found) = maker.store(
        index, engine, operations: [("read", .read, read), ("write", .write, write)])
      result.stores.append(model)
      figures = found
    case .broker(let engine, let message):
      let (model, found) = maker.store(
        index, engine, operations: [(ModelMaker.topic, .write, message)])
      result.stores.append(model)
      figures = found
    case .application, .proxy, .edge, .telemetry, .database:
      let (model, found) = maker.service(index, calls: graph.calls[index])
      result.services.append(model)
      figures = found
    }
    let guesses = figures.count { $0.source == .guess }
    result.findings.append(
      InferenceFinding(
        workload.subject,
        "\(software.profiles[index].origin): \(guesses) of \(figures.count) numbers are guesses",
        at: workload.span, figures: figures))
    result.findings += shape(of: index)
    result.findings += graph.calls[index].map { maker.finding(of: $0, by: index) }
  }

  /// How a data system is built, as far as it is simulated.
  private func shape(of index: Int) -> [InferenceFinding] {
    let workload = software.workloads[index]
    if software.shards[index] > 1, workload.sets.isEmpty {
      return [
        InferenceFinding(
          workload.subject,
          "its configuration enables Redis Cluster: \(software.shards[index]) masters are assumed "
            + "among \(workload.replicas) pods", at: workload.span)
      ]
    }
    let isReached = !software.services.services(of: index).isEmpty
    switch software.profiles[index].role {
    case .store where !isReached, .broker where !isReached:
      return [
        InferenceFinding(
          workload.subject, "no Service leads to its pods: nobody reads or writes it",
          at: workload.span)
      ]
    case .database: break
    default: return []
    }
    return [
      InferenceFinding(
        workload.subject,
        "no engine simulates this data system: it is a service that is read and written, "
          + "without replication", at: workload.span)
    ]
  }

  private func addJourneys(
    _ entries: [EntryPoint], _ maker: ModelMaker, besides findings: [InferenceFinding],
    _ result: inout InferredModels
  ) {
    guard given.journeys.isEmpty else { return }
    result.findings += findings
    var names: Set<String> = []
    for entry in entries {
      guard let (journey, finding) = maker.journey(entry, besides: &names) else { continue }
      result.journeys.append(journey)
      result.findings.append(finding)
    }
  }
}

extension InferredModels {
  /// Ten journeys a second, from independent users.
  fileprivate mutating func addGentleLoad(on journey: Journey, for duration: SimDuration) {
    let rate = ConstantArrivalRate(
      rate: 10, timeUnit: .seconds(1), duration: duration,
      users: VUAllocation(preAllocated: nil, limit: nil))
    load.append(
      LoadSpec(
        name: journey.name, span: journey.span, journey: journey.name, journeySpan: journey.span,
        startTime: .zero, gracefulStop: .seconds(30), arrival: .poisson,
        executor: .constantArrivalRate(rate)))
    findings.append(
      InferenceFinding(
        "load/\(journey.name)", "a gentle load of 10 journeys a second", at: journey.span,
        figures: [InferredFigure(field: "rate", basis: nil)]))
  }
}
