import Manifests
import SimulationKernel
import Testing

@Suite("Thresholds")
struct ThresholdTests {
  private func assertion(_ key: String, _ text: String) -> ThresholdAssertion? {
    let read = ScenarioText(spec: "thresholds:\n  \(key): ['\(text)']")
    return read.items.isEmpty ? read.scenario?.thresholds.first?.assertions.first : nil
  }

  private static let conditions: [(String, String, Aggregation, Comparison, Double)] = [
    ("http_req_duration", "p(95)<1200", .percentile(95), .less, 1200.0),
    ("http_req_duration", "p(99.9) <= 3s", .percentile(99.9), .lessOrEqual, 3000),
    ("http_req_duration", "avg<200", .average, .less, 200),
    ("http_req_duration", " min > 0.5 ", .minimum, .greater, 0.5),
    ("http_req_duration", "med>=1ms", .median, .greaterOrEqual, 1),
    ("recovery_time", "max<15m", .maximum, .less, 900_000),
    ("http_req_failed", "rate<0.01", .rate, .less, 0.01),
    ("http_req_failed", "rate<1%", .rate, .less, 0.01),
    ("http_reqs", "rate>100", .rate, .greater, 100),
    ("dropped_iterations", "count===0", .count, .equal, 0),
    ("lost_writes", "count==0", .count, .equal, 0),
    ("stale_reads", "count!=1", .count, .notEqual, 1),
    ("apdex", "value>0.9", .value, .greater, 0.9),
    ("error_budget_burned", "value<50%", .value, .less, 0.5),
    ("mos", "p(5)>3.6", .percentile(5), .greater, 3.6),
    ("consumer_lag", "max<10000", .maximum, .less, 10000),
  ]

  @Test("follow k6's grammar, with units", arguments: conditions)
  func grammar(
    key: String, text: String, aggregation: Aggregation, comparison: Comparison, limit: Double
  ) throws {
    let assertion = try #require(self.assertion(key, text))
    #expect(assertion.text == text)
    #expect(assertion.aggregation == aggregation)
    #expect(assertion.comparison == comparison)
    #expect(assertion.limit == limit)
  }

  @Test(
    "point at the mistake in a condition",
    arguments: [
      (
        "http_req_duration", "rate<1",
        "rate -> rate does not fit a trend (a trend has avg, min, max, med and p(N))"
      ),
      ("http_req_failed", "p(95)<1", "p(95) -> p(95) does not fit a rate (a rate has rate)"),
      ("http_reqs", "max<1", "max -> max does not fit a counter (a counter has count and rate)"),
      ("http_req_duration", "p95<1", "p95 -> \"p95\" is no aggregation (did you mean \"p(95)\"?)"),
      ("http_req_duration", "p(101)<1", "101 -> a percentile is from 0 to 100"),
      ("http_req_duration", "avg=1", "= -> expected one of <, <=, >, >=, ==, !="),
      ("http_req_duration", "avg<", "avg< -> a limit is missing"),
      ("http_req_duration", "avg<1x", "1x -> \"1x\" is no limit (write a number, 3s or 1%)"),
      ("http_req_duration", "avg<1 ms", "m -> unexpected text behind the limit"),
      ("http_req_duration", "avg<0x10", "0x10 -> \"0x10\" is no limit (write a number, 3s or 1%)"),
      ("http_req_duration", "avg<5%", "5% -> the metric is no share"),
      ("http_req_failed", "rate<1s", "1s -> the metric is no time"),
      ("http_req_duration", "", "'' -> an aggregation is missing"),
    ])
  func mistakes(key: String, text: String, message: String) {
    let read = ScenarioText(spec: "thresholds:\n  \(key): ['\(text)']")
    #expect(read.marked.count == 1)
    // Where nothing is left to mark, the caret stands behind the text.
    if !message.hasPrefix("'") && !message.hasPrefix("avg< ") {
      #expect(read.marked == [message])
    }
  }

  @Test("narrow a metric by Prometheus' matchers")
  func matchers() throws {
    let read = ScenarioText(
      spec: """
        thresholds:
          http_req_duration{journey="chat", service=~"gate.*|web",system!='x', workload!~"a\\\\.b"}: ["p(95)<1200"]
          recovery_time{system:postgresql,}: [max<15m]
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let thresholds = try #require(read.scenario?.thresholds)
    guard case .metric(.requestDuration, let matchers) = thresholds[0].subject else {
      Issue.record("the first threshold is about http_req_duration")
      return
    }
    #expect(
      matchers.map(\.comparison) == [.equal, .matches, .notEqual, .doesNotMatch])
    #expect(matchers.map(\.label) == ["journey", "service", "system", "workload"])
    #expect(matchers[0].matches("chat") && !matchers[0].matches("chats"))
    #expect(matchers[1].matches("gateway") && matchers[1].matches("web"))
    #expect(!matchers[1].matches("webs") && !matchers[1].matches("a gate"))
    #expect(matchers[2].matches("y") && !matchers[2].matches("x"))
    #expect(matchers[3].matches("axb") && !matchers[3].matches("a.b"))
    guard case .metric(.recoveryTime, let equal) = thresholds[1].subject else {
      Issue.record("the second threshold is about recovery_time")
      return
    }
    #expect(equal.count == 1 && equal[0].matches("postgresql"))
  }

  @Test(
    "point at the mistake in a key",
    arguments: [
      (
        "http_req_durations",
        "http_req_durations -> \"http_req_durations\" is no metric (did you mean \"http_req_duration\"?)"
      ),
      ("http_reqs{journy=\"a\"}", "journy -> \"journy\" is no label (did you mean \"journey\"?)"),
      ("http_reqs{journey=~\"(\"}", "\"(\" -> \"(\" is no regular expression"),
      ("http_reqs{journey>\"a\"}", "> -> expected one of =, !=, =~, !~"),
      ("http_reqs{journey==a}", "= -> expected one of =, !=, =~, !~"),
      ("http_reqs{journey=\"a}", "\" -> this quote is never closed"),
      ("http_reqs{journey=\"a\" system=\"b\"}", "s -> expected a comma or a closing brace"),
      ("http_reqs x", "x -> expected {label=\"value\"} or nothing behind the metric"),
    ])
  func keys(key: String, message: String) {
    let read = ScenarioText(spec: "thresholds:\n  \(key): [count>0]")
    #expect(read.marked == [message])
  }

  @Test("in their long form name a window and a fault")
  func longForm() throws {
    let read = ScenarioText(
      spec: """
        faults: [{name: loss, at: 1m, nodeCrash: {node: worker-1}}]
        thresholds:
          http_req_duration:
            - {threshold: "p(99)<3s", window: 1m, during: loss, abortOnFail: true, delayAbortEval: 30s}
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let assertion = try #require(read.scenario?.thresholds.first?.assertions.first)
    #expect(assertion.window == .minutes(1))
    #expect(assertion.during == "loss")
    #expect(assertion.abortOnFail)
    #expect(assertion.delayAbortEval == .seconds(30))
    #expect(assertion.limit == 3000)
  }

  @Test("on PromQL are refused in one sentence")
  func promql() {
    let read = ScenarioText(spec: "thresholds:\n  \"promql:sum(up)\": [value>0]")
    #expect(read.items.map(\.code) == ["unsupported"])
  }

  @Test("compare as their sign says")
  func comparisons() {
    for (left, right) in [(1.0, 2.0), (2, 2), (3, 2)] {
      #expect(Comparison.less.holds(left, right) == (left < right))
      #expect(Comparison.lessOrEqual.holds(left, right) == (left <= right))
      #expect(Comparison.greater.holds(left, right) == (left > right))
      #expect(Comparison.greaterOrEqual.holds(left, right) == (left >= right))
      #expect(Comparison.equal.holds(left, right) == (left == right))
      #expect(Comparison.notEqual.holds(left, right) == (left != right))
    }
  }
}
