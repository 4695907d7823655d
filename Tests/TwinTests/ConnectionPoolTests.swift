import SimulationKernel
import TestSupport
import Testing
import Twin

/// Connections that a store's clients hold.
@Suite("Connection pools")
struct ConnectionPoolTests {
  private func meanDuration(pool: String) throws -> Double {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 150",
      services: [Server(steps: ["write: rabbitmq/tasks"])],
      stores: [
        Broker(engine: "rabbitmq", settings: ["client: {timeout: 5s, pool: \(pool)}"], cpu: "2ms")
      ])
    let means = try laboratory.meanDurations(seeds: 3)
    return means.reduce(0, +) / Double(means.count)
  }

  @Test("One connection makes callers wait for each other, many do not")
  func size() throws {
    let (one, many) = (try meanDuration(pool: "1"), try meanDuration(pool: "1000"))
    #expect(one > 1.2 * many, "\(one) ms with one connection, \(many) ms with many")
  }
}
