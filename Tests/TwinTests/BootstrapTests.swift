import Metrics
import SimulationKernel
import Testing
import Twin

/// Clients that have yet to learn a cluster's map depend on the pod that the Service picks.
@Suite("Clients that learn a cluster's map")
struct BootstrapTests {
  /// One broker, killed at 30 s, that takes 20 s to start and is registered 13 s later: until then
  /// it refuses connections, and its Service knows its pod all the same, for it has no probe.
  private static func failures(clientKilled: Bool) throws -> Int {
    let settings = ["settings: {startup: 20s}", "client: {timeout: 100s}"]
    let client =
      clientKilled ? ", {name: client, at: 32s, processKill: {workload: default/server}}" : ""
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 10", duration: "120s",
      services: [Server(steps: ["write: kafka/tasks"])],
      stores: [Broker(engine: "kafka", settings: settings)],
      faults: "[{name: broker, at: 30s, processKill: {workload: default/kafka}}\(client)]")
    return try Int(laboratory.run(seed: 1).summary.failed)
  }

  @Test("Kafka's try again by themselves until they get the map (reconnect.backoff.ms)")
  func kafka() throws {
    // A client that has the map hears of each refusal in the 20 s; a new one, which is there 10 s
    // before their end at the latest, of none.
    let (old, new) = (try Self.failures(clientKilled: false), try Self.failures(clientKilled: true))
    #expect(new + 100 <= old && new > 0, "\(new) of \(old) failed")
  }
}
