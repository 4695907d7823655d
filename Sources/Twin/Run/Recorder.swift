import Cluster
import Manifests
import Mesh
import Metrics
import Observability
import SimulationKernel
import Stores
import Traffic

/// Turns the counters and records of the rooms into rows for the run's sink: the differences of
/// each second, samples at each scrape, and distributions at the end.
struct Recorder {
  private let platform: Platform
  private let sink: any RunSink
  private var journeysBefore: [JourneyCounters] = []
  private var servicesBefore: [ServiceCounters] = []
  private var systemsAtWarmUp: [SystemRow] = []
  /// Whether the warm-up is over, so that distributions and totals count.
  private var isWarm: Bool
  private var exporters: Exporters
  private var metricsAPI: MetricsAPI
  private var windows: TrendWindows
  private var traces = TraceRows()
  /// Faults so far, by index.
  private var faults: [FaultRow] = []
  private var services: [ServiceName] = []
  /// The number of changes of backups when they were last recorded.
  private var backupChanges = 0
  private var audit: ConsistencyAudit
  /// How often pods are sampled: the scrape interval of Prometheus' example configuration.
  static let scrape = SimDuration.seconds(15)
  /// How often the systems' rows are written anew, so that a run that is killed leaves them too.
  static let summary = SimDuration.seconds(10)

  init(_ platform: Platform, sink: any RunSink) {
    self.platform = platform
    self.sink = sink
    exporters = Exporters(platform)
    metricsAPI = MetricsAPI(platform)
    audit = ConsistencyAudit(platform)
    windows = TrendWindows(platform)
    isWarm = platform.scenario.warmUp == .zero
  }

  /// Announces the names of journeys and services, and the notes of the plan.
  mutating func begin(_ world: inout World) {
    metricsAPI.begin(on: &world.cluster)
    for service in world.cluster.services.indices {
      let state = world.cluster.services[service]
      // By index: to copy every workload for every Service would be most of a large run's start.
      let workload = world.cluster.workloads.indices.first { index in
        world.cluster.workloads[index].namespace == state.namespace
          && !state.spec.selector.isEmpty
          && selects(
            state.spec.selector, world.cluster.workloads[index].spec.template.labels)
      }
      services.append(
        ServiceName(
          service: "\(state.name).\(state.namespace)",
          system: workload.flatMap { world.system(ofWorkload: $0) } ?? state.name,
          workload: workload.map { world.cluster.workloads[$0].qualifiedName } ?? ""))
    }
    services += world.consumerServices
    sink.record(.names(journeys: platform.journeys.map(\.name), services: services))
    sink.record(.notes(platform.notes(and: world.cluster)))
    journeysBefore = (0..<world.traffic.journeyCount).map { world.traffic.counters(ofJourney: $0) }
    servicesBefore = services.indices.map { world.mesh.counters(of: $0) }
    systemsAtWarmUp = systems(world)
    windows.begin(services: services)
  }

  /// Whether a Service's selector selects pods with some labels; labels that pods get at run time
  /// (a role) are left out of the question.
  private func selects(_ selector: StringMap, _ labels: StringMap) -> Bool {
    let known = selector.entries.filter { labels[$0.key] != nil }
    return !known.isEmpty && known.allSatisfy { labels[$0.key] == $0.value }
  }

  /// Ends the warm-up, once: distributions and totals leave out everything that happened before.
  mutating func endWarmUp(_ world: inout World) {
    guard !isWarm else { return }
    isWarm = true
    world.traffic.resetDurations()
    world.mesh.resetDurations()
    windows.forget()
    systemsAtWarmUp = systems(world)
  }

  /// Records the second that ends now.
  mutating func recordSecond(_ time: SimTime, _ world: inout World) {
    recordJourneys(time, world)
    recordServices(time, world)
    recordFailovers(time, world)
    recordQuorums(world)
    recordRecoveries(world)
    let events = world.cluster.drainEvents()
    if !events.isEmpty { sink.record(.clusterEvents(events.map(row))) }
    let conditions = world.cluster.drainConditionChanges()
    if !conditions.isEmpty { sink.record(.conditions(conditions.map(row))) }
    let spans = traces.rows(world.mesh.takeSpans(), world, platform, services)
    if !spans.isEmpty { sink.record(.spans(spans)) }
    recordSamples(time, &world)
    if time.nanoseconds % windows.length.nanoseconds == 0 {
      let rows = windows.take(world, at: time)
      if !rows.isEmpty { sink.record(.windows(rows)) }
    }
    if time.nanoseconds % Self.summary.nanoseconds == 0 {
      sink.record(.systems(systems(world, since: systemsAtWarmUp)))
    }
  }

  private mutating func recordSamples(_ time: SimTime, _ world: inout World) {
    let isScrape = time.nanoseconds % Self.scrape.nanoseconds == 0
    if isScrape { traces.learnPods(world.cluster) }
    let (fresh, samples) = exporters.collect(world, at: time, isScrape: isScrape)
    if !fresh.isEmpty { sink.record(.series(fresh)) }
    if !samples.isEmpty { sink.record(.samples(time: time, samples)) }
    metricsAPI.take(fresh, samples, at: time)
    if isScrape { metricsAPI.serve(to: &world.cluster, at: time) }
  }

  /// Records changes that administrators made.
  func record(_ rows: [ChangeRow]) {
    if !rows.isEmpty { sink.record(.changes(rows)) }
  }

  /// Records a note to the reader of the results.
  func record(_ note: RunNote) { sink.record(.notes([note])) }

  /// Records faults as they are injected and repaired.
  mutating func record(_ rows: [FaultRow]) {
    guard !rows.isEmpty else { return }
    for row in rows {
      if let known = faults.firstIndex(where: { $0.index == row.index }) {
        faults[known] = row
      } else {
        faults.append(row)
      }
    }
    sink.record(.faults(rows))
  }

  private func recordFailovers(_ time: SimTime, _ world: borrowing World) {
    var rows = world.stores.failoverRows(in: world.cluster, now: time)
    guard !rows.isEmpty else { return }
    for index in rows.indices { rows[index].fault = rows[index].cause(among: faults)?.name }
    sink.record(.failovers(rows))
  }

  private func recordQuorums(_ world: borrowing World) {
    var rows = world.stores.quorumRows()
    guard !rows.isEmpty else { return }
    for index in rows.indices { rows[index].fault = faults.active(at: rows[index].lostAt)?.name }
    sink.record(.quorums(rows))
  }

  private mutating func recordRecoveries(_ world: borrowing World) {
    let changes = world.stores.backupChanges
    if changes != backupChanges {
      backupChanges = changes
      sink.record(.backups(world.stores.backupRows()))
    }
    let rows = audit.rows(world.stores)
    if !rows.isEmpty { sink.record(.inconsistencies(rows)) }
  }

  /// Records the distributions and totals of the whole run, and its summary.
  mutating func end(_ world: borrowing World, _ summary: RunSummary) {
    for (index, journey) in platform.journeys.enumerated() {
      record(
        world.traffic.durations(ofJourney: index), .journey, journey.name, "http_req_duration")
      let firstBytes = world.traffic.firstBytes(ofJourney: index)
      for measure in journey.measures where firstBytes.count > 0 {
        record(firstBytes, .journey, journey.name, measure.rawValue)
      }
      let scores = world.traffic.scores(ofJourney: index)
      if scores.count > 0 { record(scores, .journey, journey.name, "mos") }
    }
    for (index, service) in services.enumerated() {
      let durations = world.mesh.durations(of: index)
      if durations.count > 0 { record(durations, .service, service.service, "http_req_duration") }
    }
    recordProxies(world)
    recordMissingBackups(world)
    sink.record(.systems(systems(world, since: systemsAtWarmUp)))
    sink.record(.finished(summary))
  }

  /// Warns of systems that are said to be backed up and have no backup.
  private func recordMissingBackups(_ world: borrowing World) {
    let names = platform.stores.indices.filter { world.stores.lacksBackup($0) }
    guard !names.isEmpty else { return }
    sink.record(
      .notes(
        names.map { store in
          RunNote(
            kind: .warning, subject: platform.stores[store].name,
            text: "no backup was ever completed: a loss of its data would be a loss of all")
        }))
  }

  private func record(
    _ histogram: Histogram, _ scope: TrendScope, _ name: String, _ metric: String
  ) {
    sink.record(
      .histogram(HistogramRow(scope: scope, name: name, metric: metric, histogram: histogram)))
  }

  private mutating func recordJourneys(_ time: SimTime, _ world: borrowing World) {
    var rows: [JourneySecond] = []
    for journey in 0..<world.traffic.journeyCount {
      let now = world.traffic.counters(ofJourney: journey)
      let before = journeysBefore[journey]
      journeysBefore[journey] = now
      var row = JourneySecond(journey: Int32(journey))
      row.started = UInt32(now.started - before.started)
      row.finished = UInt32(now.finished - before.finished)
      row.dropped = UInt32(now.dropped - before.dropped)
      row.requests = UInt32(
        now.answered + now.failedRequests - before.answered - before.failedRequests)
      row.failedRequests = UInt32(now.failedRequests - before.failedRequests)
      row.durationSumNanoseconds = UInt64(
        max(0, (now.durationSum - before.durationSum).nanoseconds))
      row.active = UInt32(now.active)
      rows.append(row)
    }
    sink.record(.journeySeconds(time: time, rows))
  }

  private mutating func recordServices(_ time: SimTime, _ world: borrowing World) {
    var rows: [ServiceSecond] = []
    for service in services.indices {
      let now = world.mesh.counters(of: service)
      let before = servicesBefore[service]
      guard now.requests != before.requests || now.inFlight != 0 else { continue }
      servicesBefore[service] = now
      var row = ServiceSecond(service: Int32(service))
      row.requests = UInt32(now.requests - before.requests)
      row.errors = UInt32(now.errors - before.errors)
      row.durationSumNanoseconds = UInt64(
        max(0, (now.durationSum - before.durationSum).nanoseconds))
      row.inFlight = UInt32(clamping: now.inFlight)
      rows.append(row)
    }
    if !rows.isEmpty { sink.record(.serviceSeconds(time: time, rows)) }
  }

  /// Records the durations of all calls that sidecars proxied.
  private func recordProxies(_ world: borrowing World) {
    var proxied = Histogram()
    for service in services.indices where world.mesh.isMeshed(service) {
      proxied.merge(world.mesh.durations(of: service))
    }
    if proxied.count > 0 { record(proxied, .system, "envoy", "http_req_duration") }
  }

  private func row(_ event: ClusterEvent) -> ClusterEventRow {
    ClusterEventRow(
      time: event.time, source: event.source.rawValue, isWarning: event.isWarning,
      reason: event.reason, kind: event.kind,
      namespace: event.namespace, name: event.name, message: event.message)
  }

  private func row(_ change: ConditionChange) -> ConditionRow {
    ConditionRow(
      time: change.time, kind: change.kind, namespace: change.namespace, name: change.name,
      condition: change.condition, status: change.status, reason: change.reason,
      message: change.message)
  }

  private func add(_ row: SystemRow, to rows: inout [SystemRow]) {
    guard let known = rows.firstIndex(where: { $0.system == row.system }) else {
      rows.append(row)
      return
    }
    rows[known].pods += row.pods
    rows[known].ready += row.ready
    rows[known].requests += row.requests
    rows[known].errors += row.errors
  }

  /// The systems with their pods, the requests to them and their errors, less those of `before`.
  ///
  /// For the systems of the room `Observability` the number of things that they did stands in place
  /// of the few calls made to them.
  private func systems(_ world: borrowing World, since before: [SystemRow] = []) -> [SystemRow] {
    var rows: [SystemRow] = []
    for workload in world.cluster.workloads.indices {
      guard let system = world.system(ofWorkload: workload) else { continue }
      // An ended pod is an object that tells of it, as that of an eviction.
      let pods = world.cluster.workloads[workload].pods.filter { pod in
        ![PodPhase.failed, .succeeded].contains(world.cluster.pods[pod].phase)
      }
      var row = SystemRow(system: system, pods: 0, ready: 0, requests: 0, errors: 0)
      row.pods = Int32(pods.count)
      row.ready = Int32(pods.count { world.cluster.pods[$0].isReady })
      add(row, to: &rows)
    }
    for service in services.indices {
      let counters = world.mesh.counters(of: service)
      guard counters.requests > 0 else { continue }
      add(
        SystemRow(
          system: services[service].system, pods: 0, ready: 0,
          requests: Int64(counters.requests), errors: Int64(counters.errors)), to: &rows)
    }
    for system in world.observability.systems {
      guard let row = rows.firstIndex(where: { $0.system == system }) else { continue }
      rows[row].requests = Int64(world.observability.done(by: system) ?? 0)
      rows[row].errors = 0
    }
    if let envoy = world.observability.done(by: "envoy") {
      let pods = Int32(world.cluster.meshedPodCount)
      rows.append(
        SystemRow(system: "envoy", pods: pods, ready: pods, requests: Int64(envoy), errors: 0))
    }
    for index in rows.indices {
      guard let earlier = before.first(where: { $0.system == rows[index].system }) else { continue }
      rows[index].requests -= earlier.requests
      rows[index].errors -= earlier.errors
    }
    return rows
  }
}
