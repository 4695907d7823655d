import SimulationKernel

/// What must fit together between a scenario and the documents about its platform.
struct ScenarioChecks {
  let scenario: Scenario
  let models: PlatformModels
  let workloads: NamedWorkloads
  let diagnostics: DiagnosticCollector

  /// Reports everything that does not fit.
  func run() {
    checkLoad()
    checkThresholds()
    checkFaults()
    checkChanges()
    ModelChecks(models: models, diagnostics: diagnostics).run()
  }

  private func checkLoad() {
    let end = scenario.duration
    for load in scenario.load {
      if load.startTime >= end {
        error(
          "the load starts after the scenario's end", at: load.startTimeSpan, code: "invalid-time")
      } else if load.startTime + load.duration > end {
        error(
          "the load ends after the scenario", at: load.durationSpan, code: "invalid-time",
          help: "the scenario ends \(seconds(end - load.startTime)) after the load's start, "
            + "the load \(seconds(load.duration))")
      }
      let names = models.journeyNames
      if !names.isEmpty { checkName(load.journey, load.journeySpan, "journey", among: names) }
    }
  }

  private func checkThresholds() {
    let faults = scenario.faults.map(\.name)
    for assertion in scenario.thresholds.flatMap(\.assertions) {
      if let fault = assertion.during {
        checkName(fault, assertion.duringSpan, "fault", among: faults)
      }
      if let window = assertion.window, window > scenario.duration {
        error("the window is longer than the scenario", at: assertion.span, code: "invalid-time")
      }
    }
    for threshold in scenario.thresholds {
      guard case .metric(_, let matchers) = threshold.subject else { continue }
      for matcher in matchers where matcher.comparison == .equal {
        checkValue(of: matcher, threshold.span)
      }
    }
  }

  /// Journeys are all known where models give any; what else has a name is known with the platform.
  private func checkValue(of matcher: LabelMatcher, _ span: SourceSpan) {
    let names = models.journeyNames
    guard matcher.label == ThresholdLabel.journey.rawValue, !names.isEmpty else { return }
    checkName(matcher.value, span, "journey", among: names)
  }

  private func checkFaults() {
    for fault in scenario.faults {
      checkTime(fault.at, "the fault", fault.atSpan)
      fault.action.targets.forEach(check)
    }
  }

  private func check(_ target: FaultTarget) {
    switch target {
    case .nodes(let target): check(target)
    case .pods(let target): check(target)
    case .dependency: break
    }
  }

  private func check(_ target: NodeTarget) {
    switch target {
    case .node(let name, let span): models.cluster?.checkNode(name, span, diagnostics)
    case .zone(let name, let span): models.cluster?.checkZone(name, span, diagnostics)
    case .machines(let target): check(target)
    }
  }

  private func check(_ target: PodTarget) {
    switch target.group {
    case .store(let store):
      guard !models.stores.isEmpty else { return }
      checkName(store.system, store.span, "store", among: models.stores.map(\.name))
      checkShard(of: store)
    case .workload(let workload): workloads.check(workload, diagnostics)
    case .selected, .volume: break
    }
  }

  /// Where a model says nothing of shards, those that its manifests make are known with the
  /// platform.
  private func checkShard(of target: StoreTarget) {
    guard let shard = target.shard,
      let model = models.stores.first(where: { $0.name == target.system }),
      model.shards > 1, shard >= model.shards
    else { return }
    error(
      "the store \(model.name) has no shard \(shard)", at: target.shardSpan, code: "unknown-name",
      help: "it has \(model.shards), from 0 to \(model.shards - 1)")
  }

  private func checkChanges() {
    for change in scenario.changes {
      checkTime(change.at, "the change", change.atSpan)
      if let node = change.action.node {
        models.cluster?.checkNode(node.name, node.span, diagnostics)
      }
    }
  }

  private func checkTime(_ at: SimTime, _ what: String, _ span: SourceSpan) {
    guard at >= SimTime.zero + scenario.duration else { return }
    error("\(what) comes after the scenario's end", at: span, code: "invalid-time")
  }

  private func checkName(
    _ name: String, _ span: SourceSpan, _ what: String, among names: [String]
  ) {
    diagnostics.checkName(name, at: span, what, among: names)
  }

  private func seconds(_ length: SimDuration) -> String { "\(length.seconds) s" }

  private func error(
    _ message: String, at span: SourceSpan, code: String, help: String? = nil
  ) {
    diagnostics.error(message, at: span, code: code, help: help)
  }
}

extension DiagnosticCollector {
  /// Reports a name that is not among those that exist.
  func checkName(_ name: String, at span: SourceSpan, _ what: String, among names: [String]) {
    guard !names.contains(name) else { return }
    error(
      "there is no \(what) \"\(name)\"", at: span, code: "unknown-name",
      help: nearest(name, in: names).map { "did you mean \"\($0)\"?" }
        ?? (names.isEmpty ? nil : "one of \(names.prefix(12).joined(separator: ", "))"))
  }
}
