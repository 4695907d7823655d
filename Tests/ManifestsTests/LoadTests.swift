import Foundation
import Manifests
import SimulationKernel
import Testing

@Suite("Load")
struct LoadTests {
  private func load(_ text: String) throws -> LoadSpec {
    let read = ScenarioText(spec: "load:\n  users:\n\(text.indented.indented)")
    #expect(read.items.isEmpty, "\(read.rendered)")
    return try #require(read.scenario?.load.first)
  }

  @Test("constant-arrival-rate has k6's fields, and lasts to the scenario's end by default")
  func constantArrivalRate() throws {
    let short = try load(
      "{executor: constant-arrival-rate, journey: chat, rate: 30, startTime: 2m}")
    guard case .constantArrivalRate(let executor) = short.executor else {
      Issue.record("not a constant arrival rate")
      return
    }
    #expect(executor.rate == 30)
    #expect(executor.timeUnit == .seconds(1))
    #expect(executor.duration == .minutes(8))
    #expect(executor.users.preAllocated == nil && executor.users.limit == nil)
    #expect(short.arrival == .poisson)
    #expect(short.gracefulStop == .seconds(30))
    #expect(short.name == "users" && short.journey == "chat")

    let long = try load(
      """
      executor: constant-arrival-rate
      journey: chat
      rate: 0.5
      timeUnit: 1m
      duration: 90s
      preAllocatedVUs: 5
      maxVUs: 9
      arrival: uniform
      gracefulStop: 0s
      """)
    guard case .constantArrivalRate(let executor) = long.executor else {
      Issue.record("not a constant arrival rate")
      return
    }
    #expect(executor.timeUnit == .minutes(1) && executor.duration == .seconds(90))
    #expect(executor.users.preAllocated == 5 && executor.users.limit == 9)
    #expect(long.arrival == .uniform && long.gracefulStop == .zero)
  }

  @Test("ramping executors have stages")
  func ramping() throws {
    let stages = "stages: [{target: 400, duration: 3m}, {target: 0, duration: 0s}]"
    let rate = try load("{executor: ramping-arrival-rate, journey: a, startRate: 50, \(stages)}")
    guard case .rampingArrivalRate(let executor) = rate.executor else {
      Issue.record("not a ramping arrival rate")
      return
    }
    #expect(executor.startRate == 50)
    #expect(executor.stages.map(\.target) == [400, 0])
    #expect(rate.duration == .minutes(3))

    let users = try load("{executor: ramping-vus, journey: a, gracefulRampDown: 5s, \(stages)}")
    guard case .rampingVUs(let closed) = users.executor else {
      Issue.record("not ramping users")
      return
    }
    #expect(closed.startUsers == 1 && closed.gracefulRampDown == .seconds(5))
    #expect(users.duration == .minutes(3))
  }

  @Test("closed executors have users and iterations")
  func closed() throws {
    guard
      case .constantVUs(let constant) = try load("{executor: constant-vus, journey: a, vus: 7}")
        .executor
    else {
      Issue.record("not constant users")
      return
    }
    #expect(constant.users == 7 && constant.duration == .minutes(10))
    guard
      case .perVUIterations(let each) = try load(
        "{executor: per-vu-iterations, journey: a, vus: 7, iterations: 3, maxDuration: 1m}"
      ).executor
    else {
      Issue.record("not iterations of each user")
      return
    }
    #expect(each.users == 7 && each.iterations == 3 && each.maxDuration == .minutes(1))
    guard
      case .sharedIterations(let shared) = try load(
        "{executor: shared-iterations, journey: a, vus: 7, iterations: 30, startTime: 4m}"
      ).executor
    else {
      Issue.record("not shared iterations")
      return
    }
    #expect(shared.iterations == 30 && shared.maxDuration == .minutes(6))
  }

  @Test("a shape stands in place of an executor")
  func shapes() throws {
    func shape(_ text: String) throws -> LoadShape? {
      guard case .shaped(let executor) = try load("{journey: a, \(text)}").executor else {
        return nil
      }
      return executor.shape
    }
    guard case .diurnal(10, 15, .hours24)? = try shape("diurnal: {mean: 10, peak: 15, period: 1d}"),
      case .spike(1, 9, .oneMinute, .oneMinute)? = try shape(
        "spike: {base: 1, peak: 9, at: 1m, duration: 1m}"),
      case .step(1, 2, .oneMinute)? = try shape("step: {from: 1, to: 2, at: 60s}"),
      case .burst(1, 2, .oneMinute, .hours24)? = try shape(
        "burst: {low: 1, high: 2, lowFor: 1m, highFor: 24h}")
    else {
      Issue.record("a shape was read as something else")
      return
    }
  }

  @Test("a shape that repeats itself without end is refused at its length")
  func endlessShapes() {
    let endless = ScenarioText(
      spec: """
        load:
          sine: {journey: a, diurnal: {mean: 5, peak: 8, period: 1ns}}
          jumps: {journey: a, shape: {burst: {low: 1, high: 2, lowFor: 1ns, highFor: 2ns}}}
          short: {journey: a, burst: {low: 1, high: 2, lowFor: 1ns, highFor: 1s}}
          quick: {journey: a, diurnal: {mean: 5, peak: 8, period: 100ms}}
        """)
    let told = "the shape repeats itself too often within the load's 600.0 s"
    #expect(
      endless.marked == [
        "1ns -> \(told) (once in 0.0288 s at most)", "1ns -> \(told) (once in 0.0006 s at most)",
      ])
  }

  @Test("a shape may also stand within the field of that name")
  func writtenShapes() throws {
    guard
      case .shaped(let executor) = try load(
        "{journey: a, shape: {step: {from: 1, to: 2, at: 60s}}}"
      )
      .executor, case .step(1, 2, .oneMinute) = executor.shape
    else {
      Issue.record("a shape was read as something else")
      return
    }
    let read = ScenarioText(spec: "load: {a: {journey: j, shape: {spik: {}}}}")
    #expect(read.marked == ["spik -> \"spik\" is unknown in a shape (did you mean \"spike\"?)"])
  }

  @Test("a recorded shape is read from its file, relative to the document")
  func recorded() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-load-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func read(_ rows: String) throws -> ScenarioText {
      try rows.write(
        to: directory.appendingPathComponent("rps.csv"), atomically: true, encoding: .utf8)
      let text = """
        apiVersion: vhsim.dev/v1alpha1
        kind: Scenario
        metadata: {name: t}
        spec: {duration: 1h, load: {a: {journey: j, shape: {csv: rps.csv}}}}
        """
      return ScenarioText(
        bytes: Array(text.utf8), path: directory.appendingPathComponent("s.yaml").path)
    }
    // The unit of a heading is that of bare numbers: 60,000 ms are a minute.
    let headings = ["time_ms", "time (ms)", "Time [ms]", "time(ms)", "time milliseconds"]
    let files = headings.map { "\($0),rps\n0,5\n60000,7.5\n2m,0\n" }
    for text in ["time,rps\n0,5\n60, 7.5\n2m,0\n"] + files {
      let good = try read(text)
      guard case .shaped(let executor)? = good.scenario?.load.first?.executor,
        case .recorded(let points) = executor.shape
      else {
        Issue.record("no recorded shape: \(good.rendered)")
        return
      }
      #expect(points.map(\.rate) == [5, 7.5, 0])
      #expect(points.map(\.time) == [.zero, .minutes(1), .minutes(2)])
    }
    #expect(
      try read("Rate,Time\n5,0\n").marked
        == ["Rate -> the times stand in the first column, the rates in the second"])
    #expect(
      try read("time,rps\n0,5\n0,7\n").marked == ["0 -> \"0\" is no time after the one before"])
    #expect(
      try read("0,5\n1,fast\n").marked == ["fast -> a rate of at least 0 must follow the time"])
  }
}

extension SimDuration {
  fileprivate static let oneMinute = SimDuration.minutes(1)
  fileprivate static let hours24 = SimDuration.seconds(86_400)
  fileprivate static func ~= (pattern: SimDuration, value: SimDuration) -> Bool { pattern == value }
}
