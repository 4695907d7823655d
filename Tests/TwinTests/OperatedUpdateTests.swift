import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// Updates of pods that operators delete themselves, because their StatefulSets replace none
/// (OnDelete).
@Suite("Updates by operators")
struct OperatedUpdateTests {
  /// The pods in the order in which they were stopped after a change of their resource.
  private static func update(
    _ example: OperatedStoreTests.Example, replacing old: String, with new: String
  ) throws -> (stopped: [String], rows: RowKeeper) {
    let process = ProcessInfo.processInfo.processIdentifier
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-update-\(example.testDescription)-\(process).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try example.resource.replacingOccurrences(of: old, with: new)
      .write(to: file, atomically: true, encoding: .utf8)
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20", duration: "600s",
      services: [Server(steps: ["write: data/put"])],
      documents: [example.resource, example.model],
      changes: "[{at: 60s, apply: \(file.path)}]")
    let rows = try laboratory.run(seed: 1).rows
    let stopped = rows.events.filter { $0.reason == "Killing" }.map(\.name)
    return (stopped, rows)
  }

  /// `pkg/cluster/pod.go`, recreatePods: the replicas, then a switchover, then the former primary.
  @Test("Zalando's replaces replicas first, and the primary once another leads")
  func zalando() throws {
    let (stopped, rows) = try Self.update(
      OperatedStoreTests.postgresql, replacing: "teamId: acid",
      with: "teamId: acid\n  dockerImage: \"ghcr.io/zalando/spilo-17:4.0-p9\"")
    #expect(stopped == ["acid-db-1", "acid-db-2", "acid-db-0"])
    // A primary that ends without a switchover costs its clean stop of 5 s.
    let gaps = rows.failovers.map(\.writeGap)
    #expect(gaps.allSatisfy { $0 < .seconds(5) }, "\(gaps)")
  }

  /// `pkg/controller/elasticsearch/driver/upgrade.go`.
  @Test("Elastic's replaces one node at a time, and all of them")
  func elastic() throws {
    let (stopped, _) = try Self.update(
      OperatedStoreTests.elasticsearch, replacing: "version: 9.1.0", with: "version: 9.1.2")
    #expect(stopped.sorted() == ["logs-es-cold-0", "logs-es-hot-0", "logs-es-hot-1"])
  }
}
