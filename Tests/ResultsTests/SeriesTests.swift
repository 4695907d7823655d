import Foundation
import GRDB
import Metrics
import Results
import SimulationKernel
import Testing

/// Series and events are stored many at once, with their texts as they were recorded.
@Suite("Series and texts")
struct SeriesTests {
  /// What JSON has to escape, what it may leave, and letters of one to four bytes.
  private static let letters =
    (0..<0x20).map { Character(Unicode.Scalar($0)) } + Array("\"\\/ {}:,abcxyz09é→😀\u{7f}")

  private static func text(_ random: inout EntityRandom, longest: Int) -> String {
    String((0..<random.below(longest + 1)).map { _ in letters[random.below(letters.count)] })
  }

  private static func labels(_ random: inout EntityRandom) -> [(name: String, value: String)] {
    (0..<random.below(6)).map { place in
      ("\(place)" + text(&random, longest: 8), text(&random, longest: 40))
    }
  }

  @Test(
    "Labels are the JSON that Foundation reads, in their own order",
    arguments: 1...10 as ClosedRange<UInt64>)
  func labelsAreJSON(seed: UInt64) throws {
    var random = EntityRandom(seed: seed, stream: "labels")
    let recorded = (0..<40).map { _ in Self.labels(&random) }
    let file = try TemporaryResults()
    try file.write { _, recorder in
      recorder.record(
        .series(
          recorded.enumerated().map { number, labels in
            SeriesDefinition(id: Int32(number), name: "series_\(number)", labels: labels)
          }))
    }
    let rows = try file.rows("SELECT labels FROM series ORDER BY id")
    #expect(rows.count == recorded.count)
    for (row, labels) in zip(rows, recorded) {
      let json: String = row["labels"]
      let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
      #expect(read == Dictionary(uniqueKeysWithValues: labels.map { ($0.name, $0.value) }))
    }
    let ordered = try file.rows(
      "SELECT key FROM series, json_each(labels) ORDER BY series.id, json_each.id")
    // SQLite's C strings end at a NUL.
    let names = recorded.flatMap { $0.map { String($0.name.prefix { $0 != "\0" }) } }
    #expect(ordered.map { $0["key"] as String } == names)
  }

  @Test("A series of several runs is one row, numbered in the order of its first appearance")
  func seriesAreStoredOnce() throws {
    let file = try TemporaryResults()
    for experiment in 1...2 {
      // Each run has 300 of 700 series; both have the hundred between.
      try file.write(seeds: [1, 2]) { run, recorder in
        for block in 0..<3 {
          recorder.record(.series((0..<100).map { Self.series(block * 100 + $0, of: run) }))
        }
        let samples = (0..<300).map { Sample(series: Int32($0), value: Double(run * 200 + $0)) }
        recorder.record(.samples(time: SimTime(seconds: 15), samples))
      }
      let rows = try file.rows(
        "SELECT id, name FROM series WHERE experiment_id = \(experiment) ORDER BY id")
      #expect(rows.map { $0["name"] as String } == (0..<500).map { "series_\($0)" })
      #expect(rows.map { $0["id"] as Int } == (1...500).map { $0 + (experiment - 1) * 500 })
      let samples = try file.rows(
        """
        SELECT name, value FROM sample JOIN series ON series.id = series_id
        WHERE experiment_id = \(experiment)
        """)
      #expect(samples.count == 600)
      for sample in samples {
        #expect(sample["name"] == "series_\(Int(sample["value"] as Double))")
      }
    }
  }

  private static func series(_ number: Int, of run: Int) -> SeriesDefinition {
    SeriesDefinition(
      id: Int32(number), name: "series_\(run * 200 + number)", labels: [(name: "a", value: "b")])
  }

  @Test(
    "Texts of every length are read as they were recorded", arguments: 1...5 as ClosedRange<UInt64>)
  func textsAreKept(seed: UInt64) throws {
    var random = EntityRandom(seed: seed, stream: "texts")
    let recorded = (0..<300).map { number in
      ClusterEventRow(
        time: SimTime(seconds: 1), source: "kubelet", isWarning: number % 2 == 0,
        reason: "Reason\(number)", kind: "Pod", namespace: "",
        name: Self.text(&random, longest: 20),
        message: Self.text(&random, longest: number % 50 == 0 ? 100_000 : 300))
    }
    let file = try TemporaryResults()
    try file.write { _, recorder in recorder.record(.clusterEvents(recorded)) }
    let rows = try file.rows("SELECT * FROM cluster_event ORDER BY rowid")
    #expect(rows.map { $0["reason"] as String } == recorded.map(\.reason))
    #expect(rows.map { $0["namespace"] as String } == recorded.map(\.namespace))
    // Texts may have a NUL: they are compared by their bytes.
    #expect(try bytes("name", in: file) == recorded.map { Data($0.name.utf8) })
    #expect(try bytes("message", in: file) == recorded.map { Data($0.message.utf8) })
  }

  private func bytes(_ column: String, in file: TemporaryResults) throws -> [Data] {
    try file.rows("SELECT CAST(\(column) AS BLOB) AS bytes FROM cluster_event ORDER BY rowid")
      .map { $0["bytes"] }
  }
}
