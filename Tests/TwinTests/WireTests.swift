import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// The wire: messages with sizes, and sidecars on their way.
@Suite("Wire")
struct WireTests {
  /// A server that answers with 10 MiB over a line of 1 Gibit/s: 78.125 ms.
  private func laboratory(rate: Int, network: [String]) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      services: [Server(steps: ["wait: \"constant(1ms)\""], endpoint: ["response: 10Mi"])],
      network: network)
  }

  private let service = 10.0 * 1_048_576 * 8 / 1_073_741_824 * 1e3

  @Test("A large answer takes its size over the line rate, or over what a connection gets")
  func alone() throws {
    for (network, share) in [
      (["bandwidth: 1Gi", "flowBandwidth: 5Gi"], 1.0),
      (["bandwidth: 1Gi", "flowBandwidth: 256Mi"], 4.0),
      (["bandwidth: 4Gi", "flowBandwidth: 8Gi"], 0.25),
    ] {
      let rows = try laboratory(rate: 1, network: network).run(seed: 1).rows
      let shortest = try #require(rows.durations(of: "customer")).minimum
      #expect(abs(Double(shortest) / 1e6 - 1 - service * share) < 0.01, "\(network)")
    }
  }

  @Test("Large answers of one machine wait for each other as M/D/1 says")
  func queueing() throws {
    let laboratory = try laboratory(
      rate: 8, network: ["bandwidth: 1Gi", "flowBandwidth: 5Gi"])
    let load = 8 * service / 1e3
    let expected = 1 + service * (1 + load / (2 * (1 - load)))
    let interval = ConfidenceInterval(of: try laboratory.meanDurations(), level: 0.99)
    #expect(interval.contains(expected), "theory \(expected), found \(interval)")
    #expect(interval.relativeHalfWidth < 0.1, "\(interval)")
  }

  @Test("Users whom nobody can serve hear of it after their way to the edge and back")
  func refusal() throws {
    let far = Laboratory.journey(
      named: "far",
      "spec: {client: {latency: constant(20ms)}, steps: [{request: {service: server, endpoint: serve}}]}"
    )
    let (summary, rows) = try Laboratory(
      load: "executor: constant-arrival-rate, journey: far, rate: 5", duration: "20s",
      warmUp: "0s", services: [Server(replicas: 0, steps: ["wait: \"constant(1ms)\""])],
      documents: [far]
    ).run(seed: 1)
    #expect(summary.answered == 0 && summary.failed > 50)
    let durations = try #require(rows.durations(of: "far"))
    #expect(abs(Double(durations.minimum) / 1e6 - 40) < 0.01)
    #expect(abs(Double(durations.maximum) / 1e6 - 40) < 0.01)
  }

  @Test("Bytes that left are those that were answered")
  func bytes() throws {
    let (summary, rows) = try laboratory(rate: 2, network: []).run(seed: 1)
    let sent = try #require(rows.samples(of: "node_network_transmit_bytes_total").max())
    let most = Double(summary.answered) * 10 * 1_048_576
    #expect(sent > 0.7 * most && sent <= most)
  }

  @Test("A call within the mesh passes two sidecars each way, each of which costs core time")
  func sidecars() throws {
    let services = [
      Server(steps: ["call: back/serve"]),
      Server(name: "back", steps: ["wait: \"constant(1ms)\""]),
    ]
    func run(_ cost: String) throws -> RowKeeper {
      try Laboratory(
        load: "executor: constant-arrival-rate, journey: customer, rate: 100",
        services: services, mesh: "{namespaces: [default], proxy: {\(cost)}}"
      ).run(seed: 1).rows
    }
    let plain = try run("cpu: 0s, delay: constant(0ms)")
    let delayed = try run("cpu: 1ms, delay: constant(2ms)")
    let before = try #require(plain.durations(of: "customer"))
    let after = try #require(delayed.durations(of: "customer"))
    // The user passes one sidecar each way, the call between the pods two.
    #expect(abs((after.mean - before.mean) / 1e6 - 12) < 0.001)
    // Three passes of 100 calls a second, one millisecond each.
    let busy = try #require(delayed.values(of: "node_cpu_seconds_total", "user").last).value
    #expect(abs(busy / 60 - 0.3) < 0.03, "\(busy) s")
  }
}
