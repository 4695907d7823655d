import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// The users' arrivals against the rates that were asked for.
@Suite("Arrivals")
struct ArrivalTests {
  private func laboratory(_ load: String, duration: String = "60s") throws -> Laboratory {
    try Laboratory(
      load: load, duration: duration, warmUp: "0s",
      services: [Server(steps: ["wait: \"exponential(mean: 5ms)\""])])
  }

  /// Users who came in each second.
  private func started(_ rows: RowKeeper) -> [Double] {
    rows.journeySeconds.map { seconds in seconds.reduce(0) { $0 + Double($1.started) } }
  }

  private func expectCounts(_ load: String, halves expected: (Double, Double)) throws {
    let laboratory = try laboratory(load)
    var counts = (0.0, 0.0)
    let seeds = 30.0
    for seed in 0..<UInt64(seeds) {
      let started = started(try laboratory.run(seed: seed).rows)
      counts.0 += started.prefix(30).reduce(0, +)
      counts.1 += started.dropFirst(30).reduce(0, +)
    }
    let score = GoodnessOfFit.normalScore(above: 0.005)
    for (count, mean) in [(counts.0, expected.0 * seeds), (counts.1, expected.1 * seeds)] {
      #expect(abs(count - mean) <= score * mean.squareRoot(), "\(count) of \(mean) in \(load)")
    }
  }

  @Test("Users come at the rate of a constant, a ramp and a spike, as Poisson streams do")
  func rates() throws {
    try expectCounts(
      "executor: constant-arrival-rate, journey: customer, rate: 20", halves: (600, 600))
    try expectCounts(
      """
      executor: ramping-arrival-rate, journey: customer, startRate: 0, \
      stages: [{target: 40, duration: 60s}]
      """, halves: (300, 900))
    try expectCounts(
      "journey: customer, spike: {base: 10, peak: 60, at: 10s, duration: 10s}",
      halves: (800, 300))
  }

  @Test("Twice the load brings the same users with the same draws in half the time")
  func scaling() throws {
    let load = "executor: constant-arrival-rate, journey: customer, rate: 50"
    let slow = try laboratory(load, duration: "60s").run(seed: 5).rows
    let fast = try laboratory(load, duration: "30s").run(seed: 5, loadScale: 2).rows
    let (slowCounts, fastCounts) = (started(slow), started(fast))
    for second in 0..<30 {
      let pair = slowCounts[2 * second] + slowCounts[2 * second + 1]
      #expect(fastCounts[second] == pair, "second \(second)")
    }
    #expect(slow.durations(of: "customer") == fast.durations(of: "customer"))
  }
}
