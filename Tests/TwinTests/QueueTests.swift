import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// Queues with an exact solution, in ms and per ms; every interval is of independent runs.
@Suite("Queues with an exact solution")
struct QueueTests {
  private func expectMean(
    _ expected: Double, rate: Int, workers: Int = 1, step: String, cores: Int = 64
  ) throws {
    let server = Server(settings: workers > 0 ? ["workers: \(workers)"] : [], steps: [step])
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      services: [server], cores: cores)
    let interval = ConfidenceInterval(of: try laboratory.meanDurations(), level: 0.99)
    #expect(interval.contains(expected), "theory \(expected), found \(interval)")
    #expect(interval.relativeHalfWidth < 0.1, "\(interval)")
  }

  @Test("M/M/1: customers stay 1/(mu - lambda) on average")
  func exponentialServer() throws {
    try expectMean(1 / (0.25 - 0.175), rate: 175, step: "wait: \"exponential(mean: 4ms)\"")
  }

  @Test("M/M/4: customers wait as Erlang C says")
  func severalServers() throws {
    let (load, servers, service) = (2.8, 4.0, 10.0)
    let waiting = load * load * load * load / 24 * servers / (servers - load)
    let others = 1 + load + load * load / 2 + load * load * load / 6
    let wait = waiting / (others + waiting) * service / (servers - load)
    try expectMean(
      wait + service, rate: 280, workers: 4, step: "wait: \"exponential(mean: 10ms)\"")
  }

  @Test("M/D/1: customers wait half as long as with exponential service")
  func constantServer() throws {
    let load = 0.7
    try expectMean(
      4 + load * 4 / (2 * (1 - load)), rate: 175, step: "wait: \"constant(4ms)\"")
  }

  @Test("M/G/1: the wait follows from the second moment of service (Pollaczek and Khinchine)")
  func generalServer() throws {
    let (rate, first, second) = (0.2, 3.0, 9.0 + 4.0 / 3)
    try expectMean(
      first + rate * second / (2 * (1 - rate * first)), rate: 200,
      step: "wait: \"uniform(min: 1ms, max: 5ms)\"")
  }

  @Test("M/G/1 processor sharing: only the mean of service counts, whatever its law")
  func processorSharing() throws {
    let expected = 4 / (1 - 0.6)
    for law in ["constant(4ms)", "exponential(mean: 4ms)", "uniform(min: 1ms, max: 7ms)"] {
      try expectMean(
        expected, rate: 150, workers: 0, step: "cpu: \"\(law)\"", cores: 1)
    }
  }

  @Test("Without a queue the share of refused customers is Erlang's loss, whatever the service")
  func lossSystem() throws {
    let load = 1.5
    let loss = load * load / 2 / (1 + load + load * load / 2)
    for law in ["constant(10ms)", "exponential(mean: 10ms)"] {
      let laboratory = try Laboratory(
        load: "executor: constant-arrival-rate, journey: customer, rate: 150",
        services: [
          Server(settings: ["workers: 2", "queue: 0"], steps: ["wait: \"\(law)\""])
        ])
      let shares = try laboratory.measure { summary, _ in
        Double(summary.failed) / Double(summary.sent)
      }
      let interval = ConfidenceInterval(of: shares, level: 0.99)
      #expect(interval.contains(loss), "\(law): theory \(loss), found \(interval)")
    }
  }

  @Test("The rounds of a loop are drawn apart: their sum has the variance of so many")
  func independentRounds() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20",
      services: [
        Server(steps: ["repeat: {times: 40, steps: [{wait: \"uniform(min: 1ms, max: 5ms)\"}]}"])
      ])
    // Forty uniform times of 1 to 5 ms: a mean of 120 and a variance of 40 * 16 / 12, all but
    // normal.
    let expected = 120 + 1.645 * (40.0 * 16 / 12).squareRoot()
    let tails = try laboratory.measure { _, rows in
      try #require(rows.durations(of: "customer")).quantile(0.95) / 1e6
    }
    let interval = ConfidenceInterval(of: tails, level: 0.99)
    #expect(abs(interval.mean - expected) < 1 + interval.halfWidth, "\(interval)")
    #expect(interval.halfWidth < 1, "\(interval)")
  }

  @Test("A pool of one thing is a queue of one server behind any number of workers")
  func pool() throws {
    let server = Server(
      settings: ["pools: {things: {size: 1}}"],
      steps: ["acquire: {pool: things, steps: [{wait: \"exponential(mean: 4ms)\"}]}"])
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 150", services: [server])
    let interval = ConfidenceInterval(of: try laboratory.meanDurations(), level: 0.99)
    #expect(interval.contains(1 / (0.25 - 0.15)), "\(interval)")
  }

  @Test("Customers under way are their rate times their stay (Little)")
  func littlesLaw() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 175",
      services: [Server(settings: ["workers: 1"], steps: ["wait: \"exponential(mean: 4ms)\""])])
    let differences = try laboratory.measure { _, rows in
      let seconds = rows.journeySeconds.prefix(60).compactMap(\.first)
      let active = seconds.reduce(0) { $0 + Double($1.active) } / 60
      let stay = seconds.reduce(0) { $0 + Double($1.durationSumNanoseconds) } / 1e9 / 60
      return active - stay
    }
    let interval = ConfidenceInterval(of: differences, level: 0.99)
    #expect(interval.contains(0), "\(interval)")
    #expect(interval.halfWidth < 0.5, "\(interval)")
  }
}
