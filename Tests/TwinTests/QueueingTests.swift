import SimulationKernel
import TestSupport
import Testing

@Suite("Queues from a scenario file against theory")
struct QueueingTests {
  @Test("M/M/1: the mean time in the system is 1/(mu - lambda)")
  func singleServer() {
    let interval = ConfidenceInterval(of: OneServer().meanMilliseconds(seeds: 30), level: 0.99)
    #expect(interval.contains(5), "\(interval)")
    #expect(interval.relativeHalfWidth < 0.1)
  }

  @Test("M/M/c: the mean wait follows Erlang's C formula")
  func manyServers() {
    var server = OneServer()
    server.workers = "4"
    server.rate = 3_200
    server.seconds = 30
    let interval = ConfidenceInterval(of: server.meanMilliseconds(seeds: 30), level: 0.99)
    let offered = 3.2
    let terms = (0..<4).reduce(0.0) { $0 + pow(offered, $1) / factorial($1) }
    let last = pow(offered, 4) / factorial(4) * 4 / (4 - offered)
    let theory = 1 + last / (terms + last) / (4 - 3.2)
    #expect(interval.contains(theory), "\(interval), theory \(theory)")
  }

  @Test("M/D/1: half the wait of M/M/1 (Pollaczek and Khinchine)")
  func constantService() {
    var server = OneServer()
    server.work = "- wait: 1ms"
    let interval = ConfidenceInterval(of: server.meanMilliseconds(seeds: 30), level: 0.99)
    #expect(interval.contains(3), "\(interval)")
  }

  @Test("M/G/1: the wait grows with the variance of the service (Pollaczek and Khinchine)")
  func generalService() {
    var server = OneServer()
    server.work = "- wait: \"lognormal(mean: 1ms, sigma: 1)\""
    server.rate = 600
    let interval = ConfidenceInterval(of: server.meanMilliseconds(seeds: 30), level: 0.99)
    // E[S²] of a lognormal of mean 1 and sigma 1 is e.
    let theory = 1 + 0.6 * 2.718281828 / (2 * 0.4)
    #expect(interval.contains(theory), "\(interval), theory \(theory)")
  }

  @Test("Processor sharing: the mean on one core is E[S]/(1 - rho), whatever the law")
  func processorSharing() {
    var server = OneServer()
    server.work = "- cpu: \"lognormal(mean: 1ms, sigma: 1)\""
    server.workers = "100000"
    server.cpu = "1"
    server.rate = 700
    server.seconds = 30
    let interval = ConfidenceInterval(of: server.meanMilliseconds(seeds: 30), level: 0.99)
    #expect(interval.contains(1 / 0.3), "\(interval)")
  }

  @Test("M/M/1/1: without a queue the loss is Erlang's B formula")
  func loss() {
    var server = OneServer()
    server.queue = "0"
    let shares = samples(seeds: 30) { seed in
      guard let summary = server.run(seed: seed + 1)?.summary else { return .nan }
      return Double(summary.failed) / Double(summary.sent)
    }
    let interval = ConfidenceInterval(of: shares, level: 0.99)
    #expect(interval.contains(0.8 / 1.8), "\(interval)")
  }

  @Test("Little: the mean number in the system is the rate times the mean time")
  func little() throws {
    let outcome = try #require(OneServer().run(seed: 7))
    let rows = outcome.sink.serviceSeconds
    let time = Double(rows.reduce(0) { $0 + $1.durationSumNanoseconds }) / 1e9
    let sampled = Double(rows.reduce(0) { $0 + Int($1.inFlight) }) / 60
    #expect(abs(sampled - time / 60) < 0.35 * time / 60)
  }

  private func factorial(_ number: Int) -> Double {
    number < 2 ? 1 : (2...number).reduce(1) { $0 * Double($1) }
  }

  private func pow(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
