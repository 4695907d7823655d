import Metrics
import SimulationKernel
import Twin

/// Keeps in memory what a run recorded.
final class RowKeeper: RunSink {
  private(set) var journeys: [String] = []
  private(set) var services: [ServiceName] = []
  /// The rows of the journeys, one element a second.
  private(set) var journeySeconds: [[JourneySecond]] = []
  private(set) var serviceSeconds: [ServiceSecond] = []
  /// Kubernetes' events, in time order.
  private(set) var events: [ClusterEventRow] = []
  private(set) var notes: [RunNote] = []
  private(set) var spans: [SpanRow] = []
  /// Backups and drills as they were known last.
  private(set) var backups: [BackupRow] = []
  /// Failovers and what restores left behind, as they were known last.
  private(set) var failovers: [FailoverRow] = []
  private(set) var inconsistencies: [InconsistencyRow] = []
  private(set) var windows: [TrendWindow] = []
  /// The systems at the end.
  private(set) var systems: [SystemRow] = []
  private var histograms: [HistogramRow] = []
  private var series: [SeriesDefinition] = []
  private var samples: [(time: SimTime, samples: [Sample])] = []

  func record(_ block: RunBlock) {
    switch block {
    case .names(let journeys, let services): (self.journeys, self.services) = (journeys, services)
    case .journeySeconds(_, let rows): journeySeconds.append(rows)
    case .serviceSeconds(_, let rows): serviceSeconds += rows
    case .histogram(let row): histograms.append(row)
    case .clusterEvents(let rows): events += rows
    case .notes(let rows): notes += rows
    case .spans(let rows): spans += rows
    case .backups(let rows): backups = rows
    case .failovers(let rows): failovers = rows
    case .inconsistencies(let rows): inconsistencies = rows
    case .windows(let rows): windows += rows
    case .systems(let rows): systems = rows
    case .series(let rows): series += rows
    case .samples(let time, let rows): samples.append((time, rows))
    default: break
    }
  }

  /// The durations of a journey's requests after the warm-up.
  func durations(of journey: String) -> Histogram? {
    histograms.first { $0.scope == .journey && $0.name == journey }?.histogram
  }

  /// The names of all series.
  var seriesNames: [String] { series.map(\.name) }

  /// The values of the series of a name whose labels hold some texts, added up at each scrape that
  /// has any.
  func values(of name: String, _ texts: String...) -> [(time: SimTime, value: Double)] {
    let wanted = series.filter { one in
      one.name == name && texts.allSatisfy { text in one.labels.contains { $0.value == text } }
    }.map(\.id)
    return samples.compactMap { time, rows in
      let found = rows.filter { wanted.contains($0.series) }
      return found.isEmpty ? nil : (time, found.reduce(0) { $0 + $1.value })
    }
  }

  /// The last value of each series of a name with a label that begins with a text.
  func lastValues(of name: String, beginning text: String) -> [Double] {
    series.filter { one in
      one.name == name && one.labels.contains { $0.value.hasPrefix(text) }
    }.compactMap { one in
      samples.flatMap(\.samples).last { $0.series == one.id }?.value
    }
  }

  /// The distribution of a journey's trend after the warm-up.
  func trend(_ metric: String, of journey: String) -> Histogram? {
    histograms.first { $0.scope == .journey && $0.name == journey && $0.metric == metric }?
      .histogram
  }

  /// The samples of all series with a name, in time order.
  func samples(of name: String) -> [Double] {
    let ids = series.filter { $0.name == name }.map(\.id)
    return samples.flatMap(\.samples).filter { ids.contains($0.series) }.map(\.value)
  }

  /// Calls to a service that ended, and those of them that failed.
  func calls(to service: String) -> (ended: Int, failed: Int) {
    let number = services.firstIndex { $0.service == service + ".default" }
    let rows = serviceSeconds.filter { Int($0.service) == number }
    return (
      rows.reduce(0) { $0 + Int($1.requests) }, rows.reduce(0) { $0 + Int($1.errors) }
    )
  }
}

/// Lets a run go on to its end.
struct PatientObserver: RunObserver {
  func reached(_ time: SimTime, events: UInt64) -> RunSummary.Status? { nil }
  func wallSeconds() -> Double { 0 }
}
