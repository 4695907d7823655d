import Foundation
import Manifests
import SimulationKernel
import Testing

@Suite("Laws")
struct LawTests {
  /// The 99th percentile of the standard normal law (tables of the normal distribution).
  private static let z99 = 2.3263478740408408
  /// How much the mean of a lognormal law whose p99 is five medians exceeds its median.
  private static let spread = exp(pow(log(5) / z99, 2) / 2)

  private static let laws: [(text: String, mean: Double)] = [
    ("5ms", 5e-3),
    ("constant(1h30m)", 5400),
    ("exponential(mean: 20ms)", 20e-3),
    ("uniform(1ms, 5ms)", 3e-3),
    ("uniform(min: 1ms, max: 5ms)", 3e-3),
    ("uniform(2ms, 2ms)", 2e-3),
    // Ten standard deviations from zero, so that nothing is cut off.
    ("normal(mean: 10s, sd: 1s)", 10),
    ("normal(mean: 10s, sd: 0s)", 10),
    ("lognormal(p50: 8ms, p99: 40ms)", 8e-3 * spread),
    ("lognormal(p99=40ms, p50 = 8ms)", 8e-3 * spread),
    ("lognormal(median: 8ms, sigma: 0.5)", 8e-3 * exp(0.125)),
    ("lognormal(mean: 8ms, sigma: 0.5)", 8e-3),
    ("gamma(shape: 2, scale: 3ms)", 6e-3),
    ("gamma(shape: 2.5, mean: 3ms)", 3e-3),
    ("weibull(shape: 2, scale: 3ms)", 1.5e-3 * Double.pi.squareRoot()),
    ("pareto(min: 1ms, alpha: 2.5)", 1e-3 * 2.5 / 1.5),
    ("empirical(5ms, 1ms, 3ms)", 3e-3),
    ("empirical(7ms)", 7e-3),
    ("mixture(0.9: 5ms, 0.1: exponential(mean: 50ms))", 0.9 * 5e-3 + 0.1 * 50e-3),
    ("mixture(90%: uniform(1s,3s), 30%: mixture(1: 2s, 1: 4s))", (2 * 0.9 + 3 * 0.3) / 1.2),
    ("discrete(1ms: 50%, 3ms: 30%, 5ms: 20%)", 0.5e-3 + 0.9e-3 + 1e-3),
  ]

  @Test("have the mean that their formula says", arguments: laws)
  func means(text: String, mean: Double) throws {
    let read = ScenarioText(steps: "- cpu: \"\(text)\"")
    #expect(read.items.isEmpty, "\(read.rendered)")
    let law = try #require(read.law)
    #expect(abs(law.mean - mean) <= 1e-9 * mean, "\(law.mean) is not \(mean)")
  }

  @Test(
    "of plain numbers take no units",
    arguments: [
      ("12", 12.0),
      ("discrete(1: 50%, 3: 30%, 5: 20%)", 2.4),
      // Three ranks of weights 1, 1/2, 1/3.
      ("zipf(n: 3, s: 1.0)", 3 / (1 + 0.5 + 1.0 / 3)),
      ("zipf(n: 9, s: 0)", 5),
      ("gamma(shape: 2, scale: 3)", 6),
    ])
  func numbers(text: String, mean: Double) throws {
    let read = ScenarioText(steps: "- repeat: {times: \"\(text)\", steps: []}")
    #expect(read.items.isEmpty, "\(read.rendered)")
    let law = try #require(read.law)
    #expect(abs(law.mean - mean) <= 1e-9 * mean, "\(law.mean) is not \(mean)")
  }

  @Test("of sizes take Kubernetes' units")
  func sizes() throws {
    let read = ScenarioText(
      model: """
        workload: sts/web
        endpoints:
          get: {request: "uniform(1Ki, 3Ki)", response: 2500}
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let endpoint = try #require(read.loaded?.models.services.first?.endpoints.first)
    #expect(endpoint.request?.mean == 2048)
    #expect(endpoint.response?.mean == 2500)
  }

  private static let slips: [(text: String, message: String)] = [
    ("5", "5 -> a time needs a unit (write \"5ms\" or \"5s\")"),
    ("uniform(1ms, 5)", "5 -> a time needs a unit (write \"5ms\" or \"5s\")"),
    ("uniform(1ms)", "uniform -> uniform takes 2 values, not 1 (write uniform(min, max))"),
    (
      "uniform(5ms, 1ms)",
      "uniform(5ms, 1ms -> the lower end is above the upper one"
    ),
    (
      "lognormal(p50: 8ms, p98: 40ms)",
      "p98 -> lognormal has no argument \"p98\" (did you mean \"p99\"?)"
    ),
    (
      "lognormal(p50: 8ms, sigma: 2)",
      "lognormal -> lognormal can not be made of p50 and sigma (write lognormal(p50: ..., "
        + "p99: ...) or lognormal(median: ..., sigma: ...) or lognormal(mean: ..., sigma: ...))"
    ),
    ("lognormal(p50: 8ms, p50: 9ms)", "p50 -> \"p50\" is given twice"),
    (
      "expnential(mean: 2ms)",
      "expnential -> \"expnential\" is no law (did you mean \"exponential\"?)"
    ),
    (
      "exponential(2ms)",
      "2ms -> this argument needs its name (write exponential(mean: ...))"
    ),
    ("exponential(mean: 0s)", "0s -> mean must be above 0"),
    ("exponential(mean: -2ms)", "-2ms -> must not be negative"),
    (
      "exponential(mean: uniform(1s, 2s))",
      "uniform(1s, 2s -> a single value stands here, not a law"
    ),
    ("exponential(mean: 2ms", "( -> this parenthesis is never closed"),
    ("exponential(mean: 2ms) ms", "ms -> unexpected \"ms\" behind the law"),
    ("exponential(mean:)", ") -> expected a value before \")\""),
    ("uniform(1ms; 2ms)", "2 -> expected a comma or a closing parenthesis"),
    (
      "pareto(min: 1ms, alpha: 1)",
      "pareto(min: 1ms, alpha: 1 -> a Pareto law has a mean only if alpha is above 1"
    ),
    ("2500000h", "2500000h -> the law's mean is beyond three years"),
    (
      "pareto(min: 1000h, alpha: 1.0001)",
      "pareto(min: 1000h, alpha: 1.0001 -> the law's mean is beyond three years"
    ),
    (
      "pareto(min: 1h, alpha: 1.01)",
      "pareto(min: 1h, alpha: 1.01 -> the law's tail reaches beyond a century"
    ),
    ("zipf(n: 10, s: 1)", "zipf -> zipf draws ranks, which are no times"),
    ("gamma(shape: 2s, scale: 1s)", "2s -> a plain number stands here, not a time"),
    (
      "mixture(5ms)",
      "5ms -> a part of a mixture needs its weight (write mixture(0.9: 5ms, 0.1: exponential(mean: 5ms)))"
    ),
    ("mixture(0: 5ms)", "0 -> \"0\" is no weight (write it like 0.9 or 90%)"),
    ("empirical()", "empirical -> empirical needs at least one value"),
    ("empirical(file: none.csv)", "none.csv -> none.csv can not be read"),
  ]

  @Test("point at the mistake inside their text", arguments: slips)
  func mistakes(text: String, message: String) {
    for quote in ["\"", "'"] {
      let read = ScenarioText(steps: "- cpu: 1ms\n- wait: \(quote)\(text)\(quote)  # a comment")
      #expect(read.marked == [message])
    }
  }

  @Test("read a file of samples, with the unit in its heading or in its cells")
  func samples() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-laws-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try "# measured\nlatency_ms,host\n4,a\n2,b\n9,c\n".write(
      to: directory.appendingPathComponent("a.csv"), atomically: true, encoding: .utf8)
    try "2ms\n4000us\nfast\n".write(
      to: directory.appendingPathComponent("b.csv"), atomically: true, encoding: .utf8)
    func read(_ file: String) -> ScenarioText {
      let text = """
        apiVersion: vhsim.dev/v1alpha1
        kind: Scenario
        metadata: {name: t}
        spec: {duration: 1s}
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: ServiceModel
        metadata: {name: web}
        spec:
          workload: deployment/web
          endpoints: {get: {steps: [{wait: "empirical(file: \(file))"}]}}
        """
      return ScenarioText(
        bytes: Array(text.utf8), path: directory.appendingPathComponent("s.yaml").path)
    }
    #expect(read("a.csv").law == .empirical([2e-3, 4e-3, 9e-3]))
    #expect(
      read("b.csv").marked == [
        "fast -> \"fast\" is no time (or name the unit in a heading, like latency_ms)"
      ])
  }
}
