import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// Software that is killed: what its former process had under way or had armed is gone with it.
@Suite("Software that is killed")
struct SoftwareRestartTests {
  private static func kill(_ times: String...) -> String {
    let faults = times.enumerated().map { number, time in
      "{name: kill-\(number), at: \(time), processKill: {mode: all, workload: default/server}}"
    }
    return "[\(faults.joined(separator: ", "))]"
  }

  /// How many requests were answered in each second.
  private static func answered(_ rows: RowKeeper) -> [Int] {
    rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.requests) - Int($1.failedRequests) } }
  }

  @Test("A batch that was forming is lost, and the next process forms batches of its own")
  func batches() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20",
      services: [
        Server(steps: ["batch: {size: 100, window: 2s, cpu: \"constant(1ms)\"}"])
      ], faults: Self.kill("20500ms", "31500ms"))
    try withEverySeed(5) { seed in
      let answered = Self.answered(try laboratory.run(seed: seed).rows)
      try #require(answered[..<20].reduce(0, +) > 0 && answered[50...].reduce(0, +) > 0)
    }
  }

  @Test("A start takes its whole time, whatever start before it was cut short")
  func starts() throws {
    // Each start takes 40 s. The first process after the kill at 20 s would be up at 60 s, but it
    // is killed at 30 s; the next one starts after that, and so is not up before 70 s.
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20", duration: "150s",
      services: [Server(settings: ["startup: {time: constant(40s)}"], steps: [])],
      faults: Self.kill("20s", "30s"))
    let answered = Self.answered(try laboratory.run(seed: 1).rows)
    #expect(answered[21..<70].reduce(0, +) == 0, "\(answered)")
    #expect(answered[100...].allSatisfy { $0 > 0 }, "\(answered)")
  }

  @Test("Periodic work keeps its period over restarts")
  func background() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: "400s",
      services: [
        Server(settings: ["background: {every: 10s, cpu: constant(100ms)}"], steps: [])
      ], faults: Self.kill("21s", "60s"))
    let rows = try laboratory.run(seed: 1).rows
    let used = rows.values(of: "container_cpu_usage_seconds_total", "server")
    let late = used.filter { $0.time >= SimTime(seconds: 200) }
    let (first, last) = (try #require(late.first), try #require(late.last))
    let rounds = (last.value - first.value) / 0.1
    // Ten seconds apart, so that one more or less is due in any span of time.
    #expect(abs(rounds - (last.time - first.time).seconds / 10) <= 1.5, "\(rounds)")
  }

  @Test("A host outside that is asked after a stream of tokens is asked again as often as said")
  func externalAfterStream() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 100",
      services: [
        Server(steps: [
          "stream: {first: constant(1ms), tokens: constant(50), perToken: constant(1ms)}",
          "external: {host: api.example.com, latency: constant(1ms), failure: 50%, retries: 2}",
        ])
      ])
    let shares = try laboratory.measure(seeds: 10) { summary, _ in
      Double(summary.failed) / Double(summary.sent)
    }
    // Three attempts, each of which fails by half.
    let interval = ConfidenceInterval(of: shares, level: 0.99)
    #expect(interval.contains(0.125), "\(interval)")
  }
}
