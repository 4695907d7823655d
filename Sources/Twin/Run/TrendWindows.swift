import Manifests
import Mesh
import Metrics
import SimulationKernel
import Traffic

/// The distributions of trends within short windows, for charts and for thresholds that look at a
/// part of the run.
///
/// Every journey's trends are kept, and those of services where such a threshold names one. A
/// window is what was recorded since the one before, so recording costs nothing more.
struct TrendWindows {
  private enum Source {
    case journey(Int)
    case firstByte(Int)
    case score(Int)
    case service(Int)
  }

  private struct Trend {
    let scope: TrendScope
    let name: String
    let metric: String
    let source: Source
    /// Everything recorded up to the end of the last window.
    var before = Histogram()
  }

  /// Length of the windows.
  let length: SimDuration
  private let keepsServices: Bool
  private var trends: [Trend] = []

  /// The longest window of charts.
  private static let longest = SimDuration.seconds(10)

  init(_ platform: Platform) {
    let scenario = platform.scenario
    let partial = scenario.thresholds.filter { threshold in
      threshold.assertions.contains { $0.window != nil || $0.during != nil || $0.abortOnFail }
    }
    keepsServices = partial.contains { !$0.subject.isAboutJourneys }
    length = Self.length(for: partial.flatMap(\.assertions), of: scenario)
    for (index, journey) in platform.journeys.enumerated() {
      trends.append(
        Trend(
          scope: .journey, name: journey.name,
          metric: ThresholdMetric.requestDuration.rawValue, source: .journey(index)))
      if journey.voice != nil {
        trends.append(
          Trend(
            scope: .journey, name: journey.name,
            metric: ThresholdMetric.meanOpinionScore.rawValue, source: .score(index)))
      }
      for measure in journey.measures {
        trends.append(
          Trend(
            scope: .journey, name: journey.name, metric: measure.rawValue,
            source: .firstByte(index)))
      }
    }
  }

  /// The greatest length that the windows of thresholds, the faults they look at and the warm-up
  /// are whole multiples of; a second at least, as rows are taken every second.
  private static func length(
    for assertions: [ThresholdAssertion], of scenario: Scenario
  ) -> SimDuration {
    var lengths = assertions.compactMap(\.window)
    if !assertions.isEmpty { lengths.append(scenario.warmUp) }
    for fault in scenario.faults where assertions.contains(where: { $0.during == fault.name }) {
      lengths += [fault.at - .zero, fault.duration ?? .zero]
    }
    let common = lengths.reduce(longest.nanoseconds) { divisor($0, $1.nanoseconds) }
    let second = SimDuration.seconds(1)
    let isWhole = common % second.nanoseconds == 0
    return isWhole ? SimDuration(nanoseconds: common) : second
  }

  /// The greatest common divisor (Euclid).
  private static func divisor(_ first: Int64, _ second: Int64) -> Int64 {
    second == 0 ? first : divisor(second, first % second)
  }

  /// Adds the services, once they are known.
  mutating func begin(services: [ServiceName]) {
    guard keepsServices else { return }
    for (index, service) in services.enumerated() {
      trends.append(
        Trend(
          scope: .service, name: service.service,
          metric: ThresholdMetric.requestDuration.rawValue, source: .service(index)))
    }
  }

  /// Starts anew after what is recorded was forgotten.
  mutating func forget() {
    for index in trends.indices { trends[index].before = Histogram() }
  }

  /// The windows that end now.
  mutating func take(_ world: borrowing World, at time: SimTime) -> [TrendWindow] {
    var windows: [TrendWindow] = []
    for index in trends.indices {
      let now = Self.recorded(trends[index].source, world)
      guard now.count > trends[index].before.count else { continue }
      let within = now.removing(trends[index].before)
      trends[index].before = now
      windows.append(
        TrendWindow(
          row: HistogramRow(
            scope: trends[index].scope, name: trends[index].name, metric: trends[index].metric,
            histogram: within),
          start: time - length, end: time))
    }
    return windows
  }

  private static func recorded(_ source: Source, _ world: borrowing World) -> Histogram {
    switch source {
    case .journey(let journey): world.traffic.durations(ofJourney: journey)
    case .firstByte(let journey): world.traffic.firstBytes(ofJourney: journey)
    case .score(let journey): world.traffic.scores(ofJourney: journey)
    case .service(let service): world.mesh.durations(of: service)
    }
  }
}

extension ThresholdSubject {
  /// Whether it is judged on what journeys' users saw.
  fileprivate var isAboutJourneys: Bool {
    guard case .metric(_, let matchers) = self else { return true }
    let others: [ThresholdLabel] = [.service, .system, .workload]
    return matchers.mention(.journey) || !others.contains { matchers.mention($0) }
  }
}
