import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Failover under timers that are not the defaults")
struct UnusualTimersTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let engine: StoreEngine
    var members = 3
    var coordinators = 0
    var isOperated = false
    let settings: [(String, StoreSettings.Value)]
    /// What the rules make of them, in seconds.
    let mean: Double
    var testDescription: String { name }

    var setup: StoreSetup {
      var options = EngineOptions(members: members)
      options.isOperated = isOperated
      options.coordinators = coordinators
      options.settings = StoreSettings(
        entries: settings.map { .init(name: $0.0, value: $0.1, span: .unknown) })
      return StoreSetup(
        name: engine.rawValue, configuration: EngineCatalog.configuration(of: engine, options),
        memberCount: members, coordinatorCount: coordinators, pod: StorePod(disk: .networkSSD))
    }
  }

  /// The mean of the least of two election timeouts of etcd: from `ticks` to one below twice as
  /// many ticks, of which the first comes after half of one.
  ///
  /// It holds for many ticks: a follower that has counted one tick fewer may still refuse its vote
  /// to the other (check-quorum's lease), which with ten ticks is one failover in ten.
  private static func etcd(ticks: Int, tick: Double) -> Double {
    let excess = (1..<ticks).reduce(0.0) { $0 + Double($1 * $1) } / Double(ticks * ticks)
    return (Double(ticks) + excess - 0.5) * tick
  }

  /// Patroni: the key's time less the renewal's age, two seconds for the silent member's answer,
  /// half a second to promote; in Kubernetes half a round of the others more.
  private static func patroni(ttl: Double, loop: Double, isPolled: Bool = false) -> Double {
    ttl - loop / 2 + 2 + 0.5 + (isPolled ? (loop + 0.5) / 2 : 0)
  }

  private static func seconds(_ value: Double) -> StoreSettings.Value {
    .duration(SimDuration(seconds: value))
  }

  private static func election(_ low: Double, _ high: Double) -> StoreSettings.Value {
    .range(SimDuration(seconds: low), SimDuration(seconds: high))
  }

  static let cases: [Case] = [
    Case(
      name: "etcd, 50 ms and 1 s", engine: .etcd,
      settings: [("heartbeat", seconds(0.05)), ("electionTimeout", election(1, 1))],
      mean: etcd(ticks: 20, tick: 0.05)),
    Case(
      name: "etcd, 100 ms and 5 s", engine: .etcd,
      settings: [("electionTimeout", election(5, 5))], mean: etcd(ticks: 50, tick: 0.1)),
    // A heartbeat each second, and the least of U[4, 9] of the followers.
    Case(name: "NATS, five servers", engine: .nats, members: 5, settings: [], mean: 5 - 0.5),
    Case(
      name: "Kafka, sessions of 30 s", engine: .kafka, coordinators: 3,
      settings: [("sessionTimeout", seconds(30))],
      mean: 30 - 1 + 0.08),
    Case(
      name: "Kafka, sessions of 6 s and heartbeats of 1 s", engine: .kafka, coordinators: 3,
      settings: [("sessionTimeout", seconds(6)), ("heartbeatInterval", seconds(1))],
      mean: 6 - 0.5 + 0.08),
    // The controllers' election, and a whole session by the clock of the new one.
    Case(
      name: "Kafka, the active controller is lost with the broker", engine: .kafka, settings: [],
      mean: 1.77 + 9 + 0.08),
    Case(
      name: "Patroni in etcd, 20 s and 5 s", engine: .postgresql, coordinators: 3,
      settings: [("ttl", seconds(20)), ("loopWait", seconds(5)), ("retryTimeout", seconds(5))],
      mean: patroni(ttl: 20, loop: 5)),
    Case(
      name: "Patroni in etcd, 60 s and 10 s", engine: .postgresql, coordinators: 3,
      settings: [("ttl", seconds(60))], mean: patroni(ttl: 60, loop: 10)),
    Case(
      name: "Patroni in Kubernetes, 20 s and 5 s", engine: .postgresql,
      settings: [("ttl", seconds(20)), ("loopWait", seconds(5)), ("retryTimeout", seconds(5))],
      mean: patroni(ttl: 20, loop: 5, isPolled: true)),
    // The node with the primary is the master too, whom the others check: three checks of the
    // timeout, two pauses, and the check that is under way is half a second old. Then the one that
    // they elect checks it.
    Case(
      name: "Elasticsearch, checks of the master of 5 s", engine: .elasticsearch,
      settings: [("leaderCheckTimeout", seconds(5))],
      mean: (3 * 5 + 2 + 0.5) + (3 * 10 + 2) + 0.1),
    // These checks are over before the new master stops waiting for it to take its first state.
    Case(
      name: "Elasticsearch, checks of the others of 5 s", engine: .elasticsearch,
      settings: [("checkTimeout", seconds(5))], mean: (3 * 10 + 2 + 0.5) + 30 + 0.1),
    Case(
      name: "Elasticsearch, checks of the others and publications of 5 s", engine: .elasticsearch,
      settings: [("checkTimeout", seconds(5)), ("publishTimeout", seconds(5))],
      mean: (3 * 10 + 2 + 0.5) + (3 * 5 + 2) + 0.1),
    // Writes are heartbeats too: the least of two U[5, 8].
    Case(
      name: "Neo4j, 5 to 8 s", engine: .neo4j,
      settings: [("leaderFailureDetection", election(5, 8))], mean: 6),
  ]

  private static var trials: Int {
    #if DEBUG
      40
    #else
      300
    #endif
  }

  @Test("A silent primary is replaced after what the rules make of the timers", arguments: cases)
  func gap(_ example: Case) {
    let watching = SimDuration(seconds: 5 + 2 * example.mean)
    let result = EngineFailoverTests.run(
      { example.setup }, trials: Self.trials, watching: watching
    ) { .crashNode($0) }
    let mean = result.gaps.reduce(0, +) / Double(max(result.gaps.count, 1))
    let spread = result.gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (spread / Double(Self.trials * Self.trials)).squareRoot()
    #expect(result.gaps.count == Self.trials, "\(result.gaps.count) of \(Self.trials)")
    #expect(
      abs(mean - example.mean) < 0.02 * example.mean + 3 * error,
      "\(mean) s, by the rules \(example.mean) s")
  }

  @Test(
    "A Redis Cluster's outage grows by its node timeout and little else",
    arguments: [1.0, 10, 30])
  func redisCluster(timeout: Double) {
    let trials = Self.trials / 2
    let result = EngineFailoverTests.run(
      { redis(nodeTimeout: SimDuration(seconds: timeout)) }, trials: trials,
      watching: SimDuration(seconds: 12 + 2 * timeout)
    ) { .kill($0) }
    let mean = result.gaps.reduce(0, +) / Double(max(result.gaps.count, 1))
    // The timeout since the ping that is not answered, which comes after at most half of it or the
    // round of all nodes; the news; half a second to a second; the votes.
    #expect(result.gaps.count == trials)
    #expect(mean > timeout + 0.75 && mean < timeout + min(timeout / 2, 5) + 2, "\(mean) s")
  }
}
