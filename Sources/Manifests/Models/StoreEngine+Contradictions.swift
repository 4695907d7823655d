import SimulationKernel

/// Settings that a store's software takes one by one and not together.
extension StoreEngine {
  /// Says which of a store's settings contradict each other, those of its document and those that
  /// its manifests write.
  func check(_ settings: StoreSettings, _ diagnostics: DiagnosticCollector) {
    switch self {
    case .etcd: Self.checkElections(settings, diagnostics)
    case .postgresql: Self.checkPatroni(settings, diagnostics)
    case .elasticsearch: Self.checkWatermarks(settings, diagnostics)
    case .redis, .minio, .neo4j, .clickhouse, .nats, .kafka, .rabbitmq: break
    }
  }

  /// etcd ends at once unless five heartbeats fit into an election timeout of at most 50 s
  /// (`embed/config.go`, Validate).
  private static func checkElections(
    _ settings: StoreSettings, _ diagnostics: DiagnosticCollector
  ) {
    guard let span = settings.span("electionTimeout") ?? settings.span("heartbeat") else { return }
    let heartbeat = settings.duration("heartbeat") ?? .milliseconds(100)
    let election = settings.range("electionTimeout")?.low ?? .seconds(1)
    let written = "etcd's election timeout is " + DurationText.write(election)
    if election < heartbeat * 5 {
      diagnostics.error(
        written + ", less than five heartbeat intervals of " + DurationText.write(heartbeat),
        at: span, code: "conflicting-settings", help: "etcd does not start with these")
    } else if election > .seconds(50) {
      diagnostics.error(
        written + ", which must be at most 50s", at: span, code: "out-of-range",
        help: "etcd does not start with it")
    }
  }

  /// Patroni shortens a loop or the tries of an operation where the leader key would not outlive
  /// them (`config.py`, _validate_and_adjust_timeouts).
  private static func checkPatroni(_ settings: StoreSettings, _ diagnostics: DiagnosticCollector) {
    let names = ["ttl", "loopWait", "retryTimeout"]
    guard let span = names.lazy.compactMap({ settings.span($0) }).first else { return }
    let ttl = settings.duration("ttl") ?? .seconds(30)
    let loop = settings.duration("loopWait") ?? .seconds(10)
    let retry = settings.duration("retryTimeout") ?? .seconds(10)
    guard loop + retry * 2 > ttl else { return }
    diagnostics.warning(
      "loop_wait and twice retry_timeout are longer than Patroni's ttl of "
        + DurationText.write(ttl) + ": it shortens them", at: span, code: "conflicting-settings")
  }

  /// Elasticsearch refuses watermarks that do not rise (`DiskThresholdSettings`).
  private static func checkWatermarks(
    _ settings: StoreSettings, _ diagnostics: DiagnosticCollector
  ) {
    let marks = [("watermarkLow", 0.85), ("watermarkHigh", 0.90), ("watermarkFlood", 0.95)]
      .map { name, usual in (name: name, value: settings.number(name) ?? usual) }
    for (lower, upper) in zip(marks, marks.dropFirst()) where lower.value > upper.value {
      guard let span = settings.span(lower.name) ?? settings.span(upper.name) else { continue }
      diagnostics.error(
        "\(lower.name) of \(lower.value) is above \(upper.name) of \(upper.value)", at: span,
        code: "conflicting-settings", help: "Elasticsearch does not take these together")
    }
  }
}
