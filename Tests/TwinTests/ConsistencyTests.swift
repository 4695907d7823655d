import Metrics
import SimulationKernel
import Testing
import Twin

/// What belongs together in two systems after one of them was brought back from a backup.
@Suite("Consistency after restores")
struct ConsistencyTests {
  private static let restore =
    "restore: {detect: 5s, decide: 5s, start: 2s, reconnect: 1s}"

  /// A user's request writes to a stream and then to a queue; the stream's data are deleted.
  private static func rows(backup: String, faults: String...) throws -> RowKeeper {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20", duration: "100s",
      services: [Server(steps: ["publish: nats/tasks", "publish: rabbitmq/tasks"])],
      stores: [
        Broker(engine: "nats", settings: ["backup: {\(backup), \(restore)}"]),
        Broker(engine: "rabbitmq", settings: ["backup: {\(backup), \(restore)}"]),
      ], faults: "[" + faults.joined(separator: ", ") + "]")
    return try laboratory.run(seed: 1).rows
  }

  private static func deletion(of system: String) -> String {
    "{name: \(system), at: 50s, dataDeletion: {store: {system: \(system)}}}"
  }

  @Test("What one system lost is what the other has without its counterpart")
  func counterparts() throws {
    let rows = try Self.rows(
      backup: "every: 1h, immediate: true, archive: 10s", faults: Self.deletion(of: "nats"))
    let lost = try #require(rows.failovers.first { $0.system == "nats" && $0.lostWrites > 0 })
    // At least the ten seconds until the restore is ordered, at most those and what was not
    // shipped.
    #expect(lost.lostWrites > 150 && lost.lostWrites < 500, "\(lost)")
    let row = try #require(rows.inconsistencies.first { $0.system == "rabbitmq" })
    #expect(row.other == "nats" && row.text == "events without their events")
    #expect(abs(row.count - lost.lostWrites) <= 25, "\(row.count) of \(lost.lostWrites)")
    #expect(!rows.inconsistencies.contains { $0.system == "nats" && $0.count > 0 })
  }

  @Test("What both lost is missing nowhere")
  func both() throws {
    let rows = try Self.rows(
      backup: "every: 1h, immediate: true",
      faults: Self.deletion(of: "nats"), Self.deletion(of: "rabbitmq"))
    let lost = rows.failovers.filter { $0.lostWrites > 0 }
    #expect(lost.count == 2 && lost.allSatisfy { $0.lostWrites > 1_000 }, "\(lost)")
    #expect(rows.inconsistencies.allSatisfy { $0.count <= 5 }, "\(rows.inconsistencies)")
  }
}
