import Metrics
import SimulationKernel
import Testing
import Twin

/// Users whose time to finish is over while a request of theirs is under way.
///
/// Every run has its conservation laws checked in each second: what was sent was answered, failed,
/// interrupted or is under way, and what began ended, was interrupted or is under way.
@Suite("Interrupted users")
struct InterruptionTests {
  private func run(
    _ load: String, wait: String, settings: [String] = [], call: String = "",
    failure: String = "0%",
    journey: String? = nil
  ) throws -> (summary: RunSummary, rows: RowKeeper) {
    try Laboratory(
      load: "journey: customer, " + load, duration: "20s", warmUp: "0s",
      services: [
        Server(settings: settings, steps: ["wait: \"constant(\(wait))\""], failure: failure)
      ],
      journeys: journey == nil ? ["customer": "{service: server, endpoint: serve\(call)}"] : [:],
      documents: journey.map { [Laboratory.journey(named: "customer", $0)] } ?? []
    ).run(seed: 1)
  }

  @Test("A failed request does not end an iteration, which fails as a whole")
  func failedRequests() throws {
    let (summary, rows) = try run(
      "executor: per-vu-iterations, vus: 3, iterations: 4", wait: "5ms", failure: "100%",
      journey: "spec: {steps: [{request: {service: server, endpoint: serve}}, "
        + "{think: constant(10ms)}, {request: {service: server, endpoint: serve}}]}")
    #expect(summary.sent == 24 && summary.failed == 24 && summary.answered == 0)
    let seconds = rows.journeySeconds.joined()
    #expect(seconds.reduce(0) { $0 + $1.finished } == 12)
    #expect(summary.iterations == 12 && summary.interruptedIterations == 0)
  }

  @Test(
    "A request under way when gracefulStop is over stays unfinished, whatever holds it back",
    arguments: [
      // At its server; in its server's queue; with a timeout that has not passed.
      ("15s", [], ""), ("15s", ["workers: 1"], ""), ("15s", [], ", timeout: 10s"),
      ("15s", ["workers: 1"], ", timeout: 10s"),
    ])
  func unfinished(wait: String, settings: [String], call: String) throws {
    let (summary, rows) = try run(
      "executor: constant-vus, vus: 3, duration: 5s, gracefulStop: 2s", wait: wait,
      settings: settings, call: call)
    #expect(summary.sent == 3 && summary.unfinished == 3)
    #expect(summary.answered == 0 && summary.failed == 0)
    #expect(summary.iterations == 0 && summary.interruptedIterations == 3)
    let active = rows.journeySeconds.map { seconds in seconds.reduce(0) { $0 + $1.active } }
    #expect(active.prefix(9) == [3, 3, 3, 3, 3, 3, 3, 0, 0])
    #expect(rows.durations(of: "customer")?.count ?? 0 == 0)
  }

  @Test("A user who left is interrupted in a request, and begins anew when called back")
  func calledBack() throws {
    // Two users whose requests take 4 s: the second is sent away at 2 s, interrupted at 3 s and
    // called back at 5 s; both stop at 7.5 s and have the time to finish.
    let (summary, _) = try run(
      """
      executor: ramping-vus, startVUs: 2, gracefulRampDown: 1s, gracefulStop: 10s, \
      stages: [{target: 2, duration: 2s}, {target: 1, duration: 0s}, {target: 1, duration: 3s}, \
      {target: 2, duration: 0s}, {target: 2, duration: 2500ms}]
      """, wait: "4s")
    #expect(summary.sent == 4 && summary.answered == 3)
    #expect(summary.unfinished == 1 && summary.failed == 0)
    #expect(summary.iterations == 3 && summary.interruptedIterations == 1)
  }

  @Test("Nobody is interrupted where every load's graceful stop outlasts its requests")
  func patience() throws {
    let (summary, _) = try run(
      "executor: constant-vus, vus: 3, duration: 19s, gracefulStop: 40s", wait: "35s")
    #expect(summary.sent == 3 && summary.answered == 3 && summary.unfinished == 0)
  }
}
