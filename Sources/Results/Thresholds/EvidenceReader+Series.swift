import Foundation
import GRDB
import Manifests

extension EvidenceReader {
  /// The values of gauges at their scrapes.
  func gauge(named name: String, _ matchers: [LabelMatcher], scale: Double, run: Int64) throws
    -> Evidence
  {
    let samples = try samples(named: name, matchers, from: warmUp, run: run)
    var slices: [Evidence.Slice] = []
    var before = warmUp
    for (time, values) in samples {
      let scaled = values.map { $0.value * scale }
      slices.append(
        Evidence.Slice(
          start: before, end: time, observation: .gauge(all: scaled, last: scaled)))
      before = time
    }
    return Evidence(slices: slices)
  }

  /// How much counters grew between their scrapes.
  func counter(named name: String, _ matchers: [LabelMatcher], run: Int64) throws -> Evidence {
    let samples = try samples(named: name, matchers, from: 0, run: run)
    var slices: [Evidence.Slice] = []
    var known: [Int64: Double] = [:]
    var before = 0.0
    for (time, values) in samples {
      var growth = 0.0
      for (series, value) in values {
        let last = known[series] ?? 0
        growth += value >= last ? value - last : value
        known[series] = value
      }
      if before >= warmUp || time > warmUp {
        slices.append(
          Evidence.Slice(start: max(before, warmUp), end: time, observation: .count(growth)))
      }
      before = time
    }
    return Evidence(slices: slices)
  }

  /// Samples by scrape, in the order of time.
  private func samples(
    named name: String, _ matchers: [LabelMatcher], from start: Double, run: Int64
  ) throws -> [(time: Double, values: [(series: Int64, value: Double)])] {
    let ids: [Int64] = try Row.fetchAll(
      database, sql: "SELECT id, labels FROM series WHERE experiment_id = ? AND name = ?",
      arguments: [experiment, name]
    ).compactMap { matchers.match(labelPairs($0["labels"])) ? $0["id"] : nil }
    guard !ids.isEmpty else { return [] }
    let list = ids.map(String.init).joined(separator: ",")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT time_ms, series_id, value FROM sample
        WHERE run_id = ? AND time_ms > ? AND series_id IN (\(list)) AND value IS NOT NULL
        ORDER BY time_ms, series_id
        """, arguments: [run, start * 1_000])
    var scrapes: [(time: Double, values: [(series: Int64, value: Double)])] = []
    while let row = try rows.next() {
      let milliseconds: Double = row[0]
      let time = milliseconds / 1_000
      if scrapes.last?.time != time { scrapes.append((time, [])) }
      scrapes[scrapes.count - 1].values.append((row[1], row[2]))
    }
    return scrapes
  }
}

/// The labels of a stored JSON object, sorted by name.
func labelPairs(_ json: String) -> [(name: String, value: String)] {
  let object = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
  return (object ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
}
