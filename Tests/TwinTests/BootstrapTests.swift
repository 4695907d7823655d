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

  /// Eight clients of three brokers, of which one leads the only partition and the others are cut
  /// off from the clients from 30 s to 90 s; no client gives a call up before that ends.
  private static func cut(_ more: String = "") throws -> (failed: UInt64, longestSeconds: Double) {
    let broker = "{store: {system: kafka, role: replica}}"
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 10", duration: "120s",
      services: [Server(replicas: 8, steps: ["write: kafka/tasks"])],
      stores: [Broker(engine: "kafka", replicas: 3, settings: ["client: {timeout: 100s}"])],
      faults: "[{name: cut, at: 30s, duration: 60s, "
        + "networkPartition: {from: {workload: default/server}, to: \(broker)}}\(more)]")
    let (summary, rows) = try laboratory.run(seed: 1)
    let longest = try #require(rows.durations(of: "customer")).maximum
    return (UInt64(summary.failed), Double(longest) / 1e9)
  }

  @Test("Clients with the map have nothing to do with a broker that they do not reach")
  func cutOff() throws {
    let (failed, longest) = try Self.cut()
    #expect(failed == 0 && longest < 1, "\(failed) failed, \(longest) s")
  }

  @Test("One that seeks the map turns to another (socket.connection.setup.timeout.ms)")
  func turned() throws {
    let kill = "processKill: {workload: default/server, mode: all}"
    let (_, longest) = try Self.cut(", {name: clients, at: 32s, \(kill)}")
    // The 10 s of the first connection and a pause of 50 ms; every client learns the map meanwhile.
    #expect(longest > 10 && longest < 11, "\(longest) s")
  }
}
