import Foundation
import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// What holds for every run, whatever is simulated.
@Suite("Runs")
struct RunTests {
  private let steady = "executor: constant-arrival-rate, journey: customer, rate: 100"

  @Test("Everything sent is answered, failed or unfinished, and every attempt is counted")
  func conservation() throws {
    let laboratory = try Laboratory(
      load: steady, duration: "20s",
      services: [
        Server(
          settings: ["workers: 1", "queue: 3", "clients: {timeout: 50ms, retries: 1}"],
          steps: ["wait: \"exponential(mean: 12ms)\""])
      ])
    try withEverySeed(30) { seed in
      let (summary, rows) = try laboratory.run(seed: seed)
      try #require(summary.sent == summary.answered + summary.failed + summary.unfinished)
      try #require(summary.failed > 0 && summary.answered > 0)
      let requests = rows.journeySeconds.joined().reduce(0) { $0 + UInt64($1.requests) }
      try #require(requests == summary.answered + summary.failed)
    }
  }

  @Test("A running start has its roles published: readers of a standby are served at once")
  func running() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let laboratory = try Laboratory(
      scenario: root.appending(path: "scenarios/small/baseline.yaml").path())
    for seed in UInt64(1)...5 {
      let (summary, _) = try laboratory.run(seed: seed, until: .seconds(2))
      #expect(summary.failed == 0 && summary.answered > 15, "seed \(seed): \(summary.failed)")
    }
  }

  @Test("The same seed gives the same digest, another seed another")
  func digests() throws {
    let laboratory = try Laboratory(
      load: steady, duration: "10s", warmUp: "1s",
      services: [Server(settings: ["workers: 2"], steps: ["wait: \"exponential(mean: 12ms)\""])])
    let digests = try (0..<30).map { try laboratory.run(seed: $0).summary.digest }
    #expect(Set(digests).count == digests.count)
    #expect(try laboratory.run(seed: 7).summary.digest == digests[7])
  }

  @Test("Replicas of a service that a journey never meets leave its requests bit-identical")
  func commonRandomNumbers() throws {
    let histograms = try [1, 5].map { replicas in
      let laboratory = try Laboratory(
        load: steady, duration: "20s",
        services: [
          Server(settings: ["workers: 1"], steps: ["wait: \"exponential(mean: 5ms)\""]),
          Server(name: "other", replicas: replicas, steps: ["cpu: \"constant(1ms)\""]),
        ])
      return try #require(laboratory.run(seed: 3).rows.durations(of: "customer"))
    }
    #expect(histograms[0] == histograms[1])
    #expect(histograms[0].count > 500)
  }

  @Test("Replicas of the service that all ask leave each request's own draws as they were")
  func ownDraws() throws {
    let histograms = try [1, 2, 7].map { replicas in
      let laboratory = try Laboratory(
        load: steady, duration: "20s",
        services: [Server(replicas: replicas, steps: ["wait: \"exponential(mean: 5ms)\""])])
      return try #require(laboratory.run(seed: 3).rows.durations(of: "customer"))
    }
    #expect(Set(histograms).count == 1 && histograms[0].count > 500)
  }

  @Test("A service slower than the timeout fails every request after its last attempt")
  func timeouts() throws {
    let laboratory = try Laboratory(
      load: steady, duration: "10s", warmUp: "0s",
      services: [
        Server(name: "server", steps: ["call: slow/serve"]),
        Server(
          name: "slow", settings: ["clients: {timeout: 100ms, retries: 2}"],
          steps: ["wait: \"constant(1s)\""]),
      ])
    let (summary, rows) = try laboratory.run(seed: 1)
    #expect(summary.answered == 0 && summary.failed == summary.sent && summary.sent > 500)
    let calls = rows.calls(to: "slow")
    #expect(calls.ended == 3 * Int(summary.sent) && calls.failed == calls.ended)
    let durations = try #require(rows.durations(of: "customer"))
    #expect(durations.minimum >= 300_000_000)
  }

  @Test("A cache that hits 60 % asks its backend 40 % of the time")
  func cache() throws {
    let laboratory = try Laboratory(
      load: steady, duration: "30s", warmUp: "0s",
      services: [
        Server(steps: ["cache: {name: things, hit: 60%, miss: [{call: backend/serve}]}"]),
        Server(name: "backend", steps: ["wait: \"constant(1ms)\""]),
      ])
    let shares = try laboratory.measure { summary, rows in
      Double(rows.calls(to: "backend").ended) / Double(summary.sent)
    }
    let interval = ConfidenceInterval(of: shares, level: 0.99)
    #expect(interval.contains(0.4) && interval.relativeHalfWidth < 0.05, "\(interval)")
  }
}
