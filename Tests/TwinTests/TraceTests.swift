import Metrics
import SimulationKernel
import TestSupport
import Testing

/// Traces of sampled journeys.
@Suite("Traces")
struct TraceTests {
  private func laboratory(rate: Int = 200) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)", warmUp: "0s",
      services: [
        Server(steps: ["call: backend/serve", "call: slow/serve"]),
        Server(name: "backend", steps: ["wait: \"exponential(mean: 4ms)\""]),
        Server(
          name: "slow", settings: ["clients: {timeout: 20ms, retries: 2}"],
          steps: ["wait: \"exponential(mean: 20ms)\""]),
      ])
  }

  @Test("Two in a thousand journeys are traced, as independent draws")
  func sampling() throws {
    let shares = try laboratory().measure { summary, rows in
      Double(rows.spans.count { $0.parent == nil }) / Double(summary.sent)
    }
    let interval = ConfidenceInterval(of: shares, level: 0.99)
    #expect(interval.contains(0.002), "\(interval)")
    #expect(interval.relativeHalfWidth < 0.2, "\(interval)")
  }

  @Test("Spans hang together: causes are in the trace, begin first, and nobody answers twice")
  func structure() throws {
    try withEverySeed(30) { seed in
      let spans = try laboratory().run(seed: seed).rows.spans
      try #require(Set(spans.map(\.span)).count == spans.count)
      for span in spans {
        guard let number = span.parent else { continue }
        // What a server still does for a client that gave up may end after the client's own span.
        guard let parent = spans.first(where: { $0.span == number }) else { continue }
        try #require(parent.trace == span.trace && parent.start <= span.start)
        try #require(span.duration >= .zero)
      }
    }
  }

  @Test("Every attempt of a call has a span, and fails where the client gave up")
  func attempts() throws {
    let spans = try laboratory().run(seed: 4).rows.spans
    let calls = spans.filter { $0.service == "slow.default" }
    #expect(calls.contains { $0.failed } && calls.contains { !$0.failed })
    for span in calls {
      #expect(span.operation == "serve" && !span.pod.isEmpty)
      #expect(span.failed == (span.duration >= .milliseconds(20)), "\(span)")
    }
    let perJourney = Dictionary(grouping: calls, by: \.trace)
    #expect(perJourney.values.allSatisfy { (1...3).contains($0.count) })
  }

  @Test("The same journeys are traced whatever else the platform does")
  func commonRandomNumbers() throws {
    let traced = try [200, 200].map { rate in
      try laboratory(rate: rate).run(seed: 9).rows.spans.filter { $0.parent == nil }.map(\.start)
    }
    #expect(traced[0] == traced[1] && !traced[0].isEmpty)
  }

  @Test("An attempt whose connection is dropped until its client gives up has a span that failed")
  func dropped() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "400s",
      services: [
        Server(replicas: 2, steps: ["call: {service: back, endpoint: serve, timeout: 600s}"]),
        Server(name: "back", service: ["internalTrafficPolicy: Local"], steps: []),
      ], journeys: ["customer": "{service: server, endpoint: serve, timeout: 700s}"],
      pools: ["{name: more, count: 1, cpu: \"64\", memory: 256Gi}"])
    let spans = try laboratory.run(seed: 1).rows.spans
    let failed = spans.filter { $0.service == "back.default" && $0.failed }
    #expect(!failed.isEmpty)
    // Linux tries for 127 s to connect.
    for span in failed { #expect(abs(span.duration.seconds - 127) < 0.001, "\(span)") }
  }
}
