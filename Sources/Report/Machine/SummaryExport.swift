package import Results

/// The end-of-test summary in the shape of k6's `--summary-export`.
///
/// Under `metrics`, each metric (and each `metric{journey:name}`) with its figures; trends in ms.
/// As in k6, `thresholds` says true for a condition that was broken.
package struct SummaryExport: Encodable {
  private struct Metric: Encodable {
    var figures: [String: Double] = [:]
    var thresholds: [String: Bool] = [:]

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
        try container.encode(value, forKey: Key(name))
      }
      if !thresholds.isEmpty { try container.encode(thresholds, forKey: Key("thresholds")) }
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { return nil }
  }

  private var metrics: [String: Metric] = [:]

  /// Describes an experiment.
  package init(_ result: ExperimentResult) {
    let seconds = result.measuredSeconds * Double(max(1, result.runs.count))
    for trend in result.trends where trend.scope == "journey" {
      metrics[Self.key(trend.metric, trend.name)] = Metric(figures: [
        "avg": trend.mean, "med": trend.p50, "p(90)": trend.p90, "p(95)": trend.p95,
        "p(99)": trend.p99, "max": trend.maximum, "count": Double(trend.count),
      ])
    }
    for journey in result.journeys { add([journey], for: journey.journey, seconds) }
    add(result.journeys, for: nil, seconds)
    let interrupted = result.runs.compactMap(\.interruptedIterations).reduce(0, +)
    metrics["interrupted_iterations"] = Metric(figures: ["count": Double(interrupted)])
    for row in result.thresholds {
      let broken = row.verdict == Verdict.fail.rawValue
      let key = row.metric.filter { $0 != "\"" && $0 != " " }.replacing("=", with: ":")
      metrics[key, default: Metric()].thresholds[row.conditionText] = broken
      if let value = row.value, metrics[key]?.figures.isEmpty == true {
        metrics[key]?.figures["value"] = value
      }
    }
  }

  private mutating func add(
    _ journeys: [JourneyRecord], for journey: String?, _ seconds: Double
  ) {
    func sum(_ value: (JourneyRecord) -> Int64) -> Double {
      Double(journeys.reduce(0) { $0 + value($1) })
    }
    func counter(_ count: Double) -> Metric {
      Metric(figures: ["count": count, "rate": seconds > 0 ? count / seconds : 0])
    }
    let requests = sum(\.requests)
    let errors = sum(\.errors)
    metrics[Self.key("http_reqs", journey)] = counter(requests)
    metrics[Self.key("iterations", journey)] = counter(sum(\.iterations))
    metrics[Self.key("http_req_failed", journey)] = Metric(figures: [
      "value": requests > 0 ? errors / requests : 0,
      "passes": errors, "fails": requests - errors,
    ])
    metrics[Self.key("dropped_iterations", journey)] = Metric(figures: ["count": sum(\.dropped)])
  }

  private static func key(_ metric: String, _ journey: String?) -> String {
    journey.map { "\(metric){journey:\($0)}" } ?? metric
  }

  /// The document as JSON.
  package func json() throws -> String { try JSONText.of(self) }
}
