import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// Messages from their publisher through a broker to the pods that consume them.
@Suite("Consumers")
struct ConsumerTests {
  private func laboratory(
    _ broker: Broker, rate: Int, replicas: Int = 1, consumer: String, step: String,
    failure: String = "0%", duration: String = "60s"
  ) throws -> Laboratory {
    let worker = Server(
      name: "worker", replicas: replicas,
      settings: [
        "consumers: [{store: \(broker.engine), topic: tasks, endpoint: serve, \(consumer)}]"
      ], steps: [step], failure: failure)
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      duration: duration, services: [Server(steps: ["publish: \(broker.engine)/tasks"]), worker],
      stores: [broker])
  }

  @Test("A queue with one worker that takes one message holds what M/M/1 holds")
  func queueLength() throws {
    let load = 0.6
    let laboratory = try laboratory(
      Broker(engine: "rabbitmq"), rate: 120, consumer: "prefetch: 1",
      step: "wait: \"exponential(mean: 5ms)\"", duration: "90s")
    let means = try laboratory.measure { _, rows in
      let values = rows.samples(of: "vhsim_consumer_lag").dropFirst(10)
      return values.reduce(0, +) / Double(values.count)
    }
    let interval = ConfidenceInterval(of: means, level: 0.99)
    #expect(interval.contains(load / (1 - load)), "\(interval)")
    #expect(interval.relativeHalfWidth < 0.15, "\(interval)")
  }

  @Test("Every published message is processed once, whichever broker hands it out")
  func conservation() throws {
    for engine in ["rabbitmq", "nats", "kafka"] {
      let laboratory = try laboratory(
        Broker(engine: engine, replicas: 3, settings: ["shards: 3"]), rate: 50, replicas: 2,
        consumer: "prefetch: 4", step: "wait: \"exponential(mean: 5ms)\"")
      let rows = try laboratory.run(seed: 1).rows
      let published = try #require(rows.samples(of: "vhsim_messages_published_total").max())
      let processed = try #require(rows.samples(of: "vhsim_messages_processed_total").max())
      #expect(published > 2_000 && processed >= published - 5, "\(engine)")
      #expect(rows.samples(of: "vhsim_messages_redelivered_total").max() == 0, "\(engine)")
      #expect(rows.seriesNames.filter { !SeriesFamilies.has($0) } == [])
    }
  }

  @Test("Messages that fail are handed out again as often as the failure rate says")
  func redelivery() throws {
    let failure = 0.2
    let laboratory = try laboratory(
      Broker(engine: "rabbitmq"), rate: 50, consumer: "prefetch: 4",
      step: "wait: \"constant(1ms)\"", failure: "20%")
    let ratios = try laboratory.measure { _, rows in
      let again = rows.samples(of: "vhsim_messages_redelivered_total").max() ?? 0
      let published = rows.samples(of: "vhsim_messages_published_total").max() ?? 1
      return again / published
    }
    let interval = ConfidenceInterval(of: ratios, level: 0.99)
    #expect(interval.contains(failure / (1 - failure)), "\(interval)")
    #expect(interval.relativeHalfWidth < 0.1, "\(interval)")
  }
}
