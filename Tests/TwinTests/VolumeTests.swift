import SimulationKernel
import Testing
import Twin

/// The disks of brokers, as the kubelet shows them.
@Suite("Volumes of brokers")
struct VolumeTests {
  /// The bytes in use on a broker's volumes over a minute of 50 messages a second that are
  /// consumed.
  private static func used(_ engine: String) throws -> [Double] {
    let worker = Server(
      name: "worker", replicas: 1,
      settings: [
        "consumers: [{store: \(engine), topic: tasks, endpoint: serve, prefetch: 10}]"
      ], steps: ["wait: 1ms"])
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "70s",
      services: [Server(steps: ["publish: \(engine)/tasks"]), worker],
      stores: [Broker(engine: engine, hasVolume: true)])
    return try laboratory.run(seed: 1).rows.samples(of: "kubelet_volume_stats_used_bytes")
  }

  @Test("A queue gives back what is consumed, a stream keeps it")
  func queueAndStream() throws {
    let queue = try Self.used("rabbitmq")
    let stream = try Self.used("nats")
    let kept = try #require(stream.max())
    // A kibibyte each.
    #expect(kept > 2_000_000, "\(stream)")
    #expect(try #require(queue.max()) < kept / 10, "\(queue)")
  }
}
