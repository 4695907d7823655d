import Metrics
import SimulationKernel
import Testing
import Twin

/// Voice sessions second by second.
@Suite("Voice")
struct VoiceTests {
  private func scores(background: String, jitter: String, loss: String) throws -> RowKeeper {
    let journey = """
      spec:
        session: true
        voice: {jitterBuffer: 50ms, jitter: "\(jitter)", loss: \(loss)}
        steps:
          - repeat:
              times: 20
              steps:
                - request: {service: server, endpoint: serve}
                - think: "constant(1s)"
      """
    let laboratory = try Laboratory(
      load: "executor: constant-vus, journey: customer, vus: 5", duration: "60s",
      services: [
        Server(
          container: ["resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: \"1\"}}"],
          settings: [background], steps: ["wait: \"constant(1ms)\""])
      ], journeys: [:], documents: [Laboratory.journey(named: "customer", journey)])
    return try laboratory.run(seed: 1).rows
  }

  @Test("Without jitter, loss and load a session scores what its own delay leaves")
  func unimpaired() throws {
    let rows = try scores(
      background: "background: {every: 1s, cpu: 100ms}", jitter: "constant(0ms)", loss: "0%")
    let scores = try #require(rows.trend("mos", of: "customer"))
    // 86.5 ms from mouth to ear is below the 100 ms from which delay is noticed: R = 93.2.
    #expect(abs(scores.mean / 1e6 - 4.409) < 0.001)
    #expect(scores.count >= 5 * 48)
    let minutes = try #require(rows.samples(of: "vhsim_voice_minutes_served_total").max())
    // Five users for a minute, and up to 20 s more in which they finish.
    #expect(minutes > 4.8 && minutes < 6.8)
  }

  @Test("Packets that come too late for the jitter buffer are lost packets")
  func jitter() throws {
    let quiet = "background: {every: 1s, cpu: 100ms}"
    // exponential(mean: m) exceeds 50 ms with the probability e^(-50 / m): 5 % at 16.69 ms.
    let late = try scores(background: quiet, jitter: "exponential(mean: 16.69ms)", loss: "0%")
    let lost = try scores(background: quiet, jitter: "constant(0ms)", loss: "5%")
    let (one, other) = (late.trend("mos", of: "customer"), lost.trend("mos", of: "customer"))
    #expect(abs(try #require(one).mean - #require(other).mean) < 0.001e6)
  }

  @Test("A pod whose audio takes more than its time is heard with gaps")
  func overload() throws {
    let rows = try scores(
      background: "background: {every: 1s, cpu: 1250ms}", jitter: "constant(0ms)", loss: "0%")
    let scores = try #require(rows.trend("mos", of: "customer"))
    #expect(scores.quantile(0.2) / 1e6 < 3, "a fifth of the packets and more is late")
  }
}
