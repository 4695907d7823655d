import Metrics
import SimulationKernel
import Testing
import Twin

/// What a partition cuts off outside the cluster: users, and hosts that pods ask.
@Suite("Network partitions")
struct NetworkPartitionTests {
  /// A server that asks a host outside, and a partition from 20 s to 40 s.
  private func laboratory(_ partition: String) throws -> Laboratory {
    let step = "external: {host: api.example.com, latency: \"constant(20ms)\", timeout: 1s}"
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 10", warmUp: "0s",
      services: [Server(steps: [step])],
      journeys: ["customer": "{service: server, endpoint: serve, timeout: 2s}"],
      faults: "[{name: cut, at: 20s, duration: 20s, networkPartition: \(partition)}]")
  }

  @Test("A plan names the host that a partition cuts off")
  func plan() throws {
    let laboratory = try laboratory("{from: {dependency: api.example.com}, to: {node: worker-1}}")
    let hit = try laboratory.plan().faults.flatMap(\.targets).filter { $0.kind == "Host" }
    #expect(hit.map(\.name) == ["api.example.com"])
  }

  @Test("A host that no model asks can not be cut off")
  func unknownHost() throws {
    let laboratory = try laboratory("{from: {dependency: app.example.com}, to: {node: worker-1}}")
    let error = try #require(throws: Unbuildable.self) { try laboratory.run(seed: 1) }
    #expect(error.messages == ["no model asks the host \"app.example.com\""])
  }

  /// Chaos Mesh drops packets in the pods' own network: a pod that is cut from everything hears no
  /// user and reaches no host, and `externalTargets` are hosts outside.
  @Test(
    "A partition holds for users and for hosts outside, and callers wait for their own timeouts",
    arguments: [
      ("{from: {workload: default/server}, to: {dependency: api.example.com}}", 1.0),
      ("{from: {workload: default/server}}", 2),
      ("{from: {node: worker-1}}", 1),
    ])
  func outside(partition: String, wait: Double) throws {
    let (summary, rows) = try laboratory(partition).run(seed: 1)
    let seconds = rows.journeySeconds.map { second in
      (
        requests: second.reduce(0) { $0 + Int($1.requests) },
        failed: second.reduce(0) { $0 + Int($1.failedRequests) }
      )
    }
    let during = seconds[23..<39]
    #expect(during.allSatisfy { $0.failed == $0.requests }, "\(during)")
    #expect(during.reduce(0) { $0 + $1.requests } > 100)
    #expect(
      seconds[..<20].allSatisfy { $0.failed == 0 } && seconds[44...].allSatisfy { $0.failed == 0 })
    let spent = rows.journeySeconds.joined().reduce(0) {
      $0 + Double($1.durationSumNanoseconds) / 1e9
    }
    let expected = Double(summary.failed) * wait + Double(summary.answered) * 0.02
    #expect(abs(spent / expected - 1) < 0.02, "\(spent) s of \(expected) s")
  }
}
