import Foundation
import Metrics
import TestSupport
import Testing
import Twin

/// Batches of which the exact solution is known: those of one request.
@Suite("Batches")
struct BatchTests {
  private func laboratory(_ batch: String, rate: Int, timeout: String) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      services: [Server(steps: ["batch: {size: 1, window: 0s, \(batch)}"])],
      journeys: ["customer": "{service: server, endpoint: serve, timeout: \(timeout)}"])
  }

  @Test("Threads share the core time of a batch: an M/D/1 queue of a quarter of it")
  func threads() throws {
    let laboratory = try laboratory(
      "cpu: \"constant(20ms)\", threads: 4", rate: 140, timeout: "10s")
    let (service, load) = (20.0 / 4, 0.7)
    let expected = service + load * service / (2 * (1 - load))
    let interval = ConfidenceInterval(of: try laboratory.meanDurations(), level: 0.99)
    #expect(interval.contains(expected), "theory \(expected), found \(interval)")
    #expect(interval.relativeHalfWidth < 0.1, "\(interval)")
  }

  @Test("No work is done for callers that gave up: Barrer's M/M/1 queue with constant patience")
  func patience() throws {
    let laboratory = try laboratory(
      "cpu: \"exponential(mean: 10ms)\"", rate: 150, timeout: "50ms")
    // Per ms: the workload's density is that of M/M/1 up to the patience and decays beyond it, as
    // who would wait longer brings none; who starts in time must also be ready in time.
    let (arrivals, services, patience) = (0.15, 0.1, 50.0)
    let drift = services - arrivals
    let inTime = (1 - exp(-drift * patience)) / drift
    let idle = 1 / (1 + arrivals * inTime + arrivals / services * exp(-drift * patience))
    let tail = exp(-services * patience)
    let served = idle * (1 - tail + arrivals * inTime - tail * (exp(arrivals * patience) - 1))
    let shares = try laboratory.measure { summary, _ in
      Double(summary.failed) / Double(summary.answered + summary.failed)
    }
    let interval = ConfidenceInterval(of: shares, level: 0.99)
    #expect(interval.contains(1 - served), "theory \(1 - served), found \(interval)")
    #expect(interval.relativeHalfWidth < 0.1, "\(interval)")
  }
}
