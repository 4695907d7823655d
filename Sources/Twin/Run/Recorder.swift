import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel
import Traffic
import struct Workload.Workload

/// Turns what the rooms count into rows: what changed in each second, pods at each scrape, and the
/// distributions at the end.
struct Recorder {
  private let platform: Platform
  private let sink: any RunSink
  private var journeysBefore: [JourneyCounters] = []
  private var servicesBefore: [ServiceCounters] = []
  private var systemsAtWarmUp: [SystemRow] = []
  private var pods = PodSamples()
  private var services: [ServiceName] = []
  /// Length of the windows whose distributions are kept for charts and windowed thresholds.
  static let window = SimDuration.seconds(10)
  /// How often pods are sampled: the scrape interval of Prometheus' example configuration.
  static let scrape = SimDuration.seconds(15)

  init(_ platform: Platform, sink: any RunSink) {
    self.platform = platform
    self.sink = sink
  }

  /// Announces names and notes.
  mutating func begin(_ world: borrowing World) {
    for service in world.cluster.services.indices {
      let state = world.cluster.services[service]
      let model = platform.services.first {
        $0.namespace == state.namespace && ($0.service ?? $0.workload.name) == state.name
      }
      services.append(
        ServiceName(
          service: "\(state.name).\(state.namespace)", system: model?.system ?? state.name,
          workload: model.map { "\($0.namespace)/\($0.workload.name)" } ?? ""))
    }
    sink.record(.names(journeys: platform.journeys.map(\.name), services: services))
    sink.record(.notes(platform.notes))
    journeysBefore = (0..<world.traffic.journeyCount).map { world.traffic.counters(ofJourney: $0) }
    servicesBefore = world.cluster.services.indices.map { world.mesh.counters(of: $0) }
    systemsAtWarmUp = systems(world)
  }

  /// Leaves what happened so far out of the distributions and totals.
  mutating func endWarmUp(_ world: inout World) {
    world.traffic.resetDurations()
    world.mesh.resetDurations()
    systemsAtWarmUp = systems(world)
  }

  /// Records the second that ends now.
  mutating func recordSecond(_ time: SimTime, _ world: inout World) {
    recordJourneys(time, world)
    recordServices(time, world)
    let events = world.cluster.drainEvents()
    if !events.isEmpty { sink.record(.clusterEvents(events.map(row))) }
    if time.nanoseconds % Self.scrape.nanoseconds == 0 {
      let (fresh, samples) = pods.scrape(world)
      if !fresh.isEmpty { sink.record(.series(fresh)) }
      sink.record(.samples(time: time, samples))
    }
    if time.nanoseconds % Self.window.nanoseconds == 0 {
      recordWindows(time, &world)
      sink.record(.systems(systems(world, since: systemsAtWarmUp)))
    }
  }

  /// Records faults as they are injected and repaired.
  func record(_ faults: [FaultRow]) {
    if !faults.isEmpty { sink.record(.faults(faults)) }
  }

  /// Records what a whole run amounts to.
  mutating func end(_ world: borrowing World, _ summary: RunSummary) {
    for (index, journey) in platform.journeys.enumerated() {
      record(
        world.traffic.durations(ofJourney: index), .journey, journey.name, "http_req_duration")
      let firstBytes = world.traffic.firstBytes(ofJourney: index)
      for measure in journey.measures where firstBytes.count > 0 {
        record(firstBytes, .journey, journey.name, measure.rawValue)
      }
    }
    for (index, service) in services.enumerated() {
      let durations = world.mesh.durations(of: index)
      if durations.count > 0 { record(durations, .service, service.service, "http_req_duration") }
    }
    sink.record(.systems(systems(world, since: systemsAtWarmUp)))
    sink.record(.finished(summary))
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
      row.failed = UInt32(now.failedRequests - before.failedRequests)
      row.durationSumNanoseconds = UInt64(
        max(0, (now.durationSum - before.durationSum).nanoseconds))
      row.active = UInt32(now.started - now.finished)
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

  private func recordWindows(_ time: SimTime, _ world: inout World) {
    var windows: [TrendWindow] = []
    for (index, journey) in platform.journeys.enumerated() {
      let histogram = world.traffic.takeWindow(ofJourney: index)
      guard histogram.count > 0 else { continue }
      windows.append(
        TrendWindow(
          row: HistogramRow(
            scope: .journey, name: journey.name, metric: "http_req_duration",
            histogram: histogram),
          start: time - Self.window, end: time))
    }
    if !windows.isEmpty { sink.record(.windows(windows)) }
  }

  private func row(_ event: ClusterEvent) -> ClusterEventRow {
    ClusterEventRow(
      time: event.time, isWarning: event.isWarning, reason: event.reason, kind: event.kind,
      namespace: event.namespace, name: event.name, message: event.message)
  }

  /// The systems with their pods and what was asked of them.
  private func systems(_ world: borrowing World, since before: [SystemRow] = []) -> [SystemRow] {
    var rows: [SystemRow] = []
    for model in platform.services {
      var row = SystemRow(system: model.system, pods: 0, ready: 0, requests: 0, errors: 0)
      let workload = world.cluster.workloads.first {
        $0.namespace == model.namespace && $0.name == model.workload.name
      }
      row.pods = Int32(workload?.pods.count ?? 0)
      row.ready = Int32(workload?.pods.count { world.cluster.pods[$0].isReady } ?? 0)
      let name = "\(model.service ?? model.workload.name).\(model.namespace)"
      if let service = services.firstIndex(where: { $0.service == name }) {
        let counters = world.mesh.counters(of: service)
        row.requests = Int64(counters.requests)
        row.errors = Int64(counters.errors)
      }
      if let known = rows.firstIndex(where: { $0.system == row.system }) {
        rows[known].pods += row.pods
        rows[known].ready += row.ready
        rows[known].requests += row.requests
        rows[known].errors += row.errors
      } else {
        rows.append(row)
      }
    }
    for index in rows.indices {
      guard let earlier = before.first(where: { $0.system == rows[index].system }) else { continue }
      rows[index].requests -= earlier.requests
      rows[index].errors -= earlier.errors
    }
    return rows
  }
}
