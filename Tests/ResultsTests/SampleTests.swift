import GRDB
import Metrics
import Results
import SimulationKernel
import Testing

/// Samples are stored as stretches of equal values and read as they were recorded.
@Suite("Samples")
struct SampleTests {
  /// One sample as it was recorded, with the bits of its value.
  private struct Recorded: Hashable {
    let time: Int64
    let series: Int32
    let value: UInt64?
  }

  @Test(
    "The view shows every sample that was recorded, and no other",
    arguments: 1...20 as ClosedRange<UInt64>)
  func everySampleIsRead(seed: UInt64) throws {
    var random = EntityRandom(seed: seed, stream: "samples")
    var expected: Set<Recorded> = []
    let file = try TemporaryResults()
    try file.write { _, recorder in
      recorder.record(
        .series(
          (0..<6).map { SeriesDefinition(id: $0, name: "series_\($0)", labels: []) }))
      for second in 1...400 {
        let samples = scrape(second, &random)
        for sample in samples {
          let bits = sample.value.isNaN ? nil : sample.value.bitPattern
          expected.insert(
            Recorded(time: Int64(second) * 1_000, series: sample.series, value: bits))
        }
        recorder.record(.samples(time: SimTime(seconds: Double(second)), samples))
      }
    }
    let rows = try file.rows(
      """
      SELECT time_ms, value, CAST(substr(name, 8) AS INTEGER) AS number
      FROM sample JOIN series ON series.id = series_id
      """)
    let read = rows.map { row in
      Recorded(
        time: row["time_ms"], series: row["number"], value: (row["value"] as Double?)?.bitPattern)
    }
    #expect(read.count == expected.count && Set(read) == expected)
    let stretches = try file.rows("SELECT count(*) AS count FROM stretch")[0]["count"] as Int
    #expect(stretches * 3 < expected.count * 2)
  }

  @Test("What is in use is the mean of the samples after the warm-up", arguments: 1...20)
  func usageWeighsSamples(warmUp: Int) throws {
    var random = EntityRandom(seed: UInt64(warmUp), stream: "usage")
    let file = try TemporaryResults()
    try file.write(warmUp: Double(warmUp)) { _, recorder in
      recorder.record(
        .series([
          SeriesDefinition(
            id: 0, name: "vhsim_resource_utilization_ratio",
            labels: [(name: "resource", value: "CPU of node a")])
        ]))
      for second in stride(from: 3, through: 99, by: 3) {
        let value = random.next() % 4 == 0 ? 0.75 : 0.5
        recorder.record(
          .samples(time: SimTime(seconds: Double(second)), [Sample(series: 0, value: value)]))
      }
    }
    let mean =
      try file.rows(
        "SELECT avg(value) AS mean FROM sample WHERE time_ms > \(warmUp) * 1000")[0]["mean"]
      as Double
    let used = try file.rows("SELECT utilisation FROM v_bottlenecks")[0]["utilisation"] as Double
    #expect(abs(used - mean) < 1e-12)
  }

  /// Two series each second, the others every five; most keep their value, some are left out.
  private func scrape(_ second: Int, _ random: inout EntityRandom) -> [Sample] {
    var samples: [Sample] = []
    for series in 0..<6 as Range<Int32> where series < 2 || second % 5 == 0 {
      guard random.next() % 20 > 0 else { continue }
      let values = [0, Double.nan, 2.5]
      let choice = Int(random.next() % 16)
      samples.append(
        Sample(series: series, value: choice < values.count ? values[choice] : 1.5))
    }
    return samples
  }
}
