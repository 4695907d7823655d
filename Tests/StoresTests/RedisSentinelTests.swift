import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Redis under Sentinel")
struct RedisSentinelTests {
  /// A master with two replicas and three Sentinels of Spotahome's operator, without an append-only
  /// file.
  static func group() -> StoreSetup {
    var options = EngineOptions(members: 3)
    options.coordinators = 3
    options.isReplicated = true
    options.manager = .redisFailover
    options.settings = StoreSettings(
      entries: [.init(name: "appendOnly", value: .flag(false), span: .unknown)])
    return StoreSetup(
      name: "redis", configuration: EngineCatalog.configuration(of: .redis, options),
      memberCount: 3, coordinatorCount: 3, pod: StorePod(disk: .networkSSD))
  }

  /// Fifty writes a second and a script; returns the laboratory after a hundred seconds.
  private static func run(
    _ script: [(Double, StoreLab.Fault)], until end: Double = 100
  ) -> StoreLab {
    var lab = StoreLab(group(), seed: 4)
    lab.writeEvery = .milliseconds(20)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab
  }

  @Test("A silent master is replaced after down-after and the Sentinels' election")
  func silent() {
    let result = EngineFailoverTests.run({ Self.group() }, trials: 40, watching: .seconds(15)) {
      .crashNode($0)
    }
    let mean = result.gaps.reduce(0, +) / Double(max(result.gaps.count, 1))
    // The second of three pings half a second later, five seconds, the votes at the next ring of
    // the timer, and the promoted replica's next INFO a second after that.
    #expect(result.gaps.count == 40 && abs(mean / 6.65 - 1) < 0.04, "\(mean)")
  }

  @Test("A master that starts again at once is a replica, and empties nobody")
  func restart() {
    let lab = Self.run([(30, .kill(0)), (31, .start(0))])
    let (leader, isSettled) = (lab.stores.groups[0].leader, lab.stores.isSettled(0))
    #expect(leader != nil && leader != 0 && isSettled)
    // Its snapshot is minutes old: had it led on, all writes since would be lost.
    let lost = lab.stores.failovers.reduce(0) { $0 + $1.lostWrites }
    #expect(lost < 10, "\(lost)")
  }

  @Test("The only pod that is left leads again when the operator looks, for nobody else can")
  func alone() {
    let lab = Self.run([
      (10, .kill(1)), (10, .kill(2)), (30, .kill(0)), (31, .start(0)),
    ])
    let leader = lab.stores.groups[0].leader
    #expect(leader == 0)
  }

  @Test("Without a majority of the Sentinels the operator gives a lost master's place away")
  func minority() {
    // It looks each thirty seconds.
    let script: [(Double, StoreLab.Fault)] = [(20, .kill(3)), (20, .kill(4)), (31, .kill(0))]
    let early = Self.run(script, until: 58)
    let none = early.stores.groups[0].leader
    #expect(none == nil)
    let late = Self.run(script, until: 70)
    let leader = late.stores.groups[0].leader
    #expect(leader != nil && leader != 0)
  }

  /// What becomes of a master that is cut off, and of a replica that is killed right after the
  /// Sentinels told one of both to follow nobody, before an INFO says that it does.
  private struct LostPromotion {
    var leaderAtOnce: Int?
    var isOtherSettled = false
    var leaderAtLast: Int?
    var isVictimSettled = false
    /// Answers and failures after 45 seconds.
    var (answers, failures) = (0, 0)
    /// The members that took over, and what that lost.
    var (successors, lost) = ([Int?](), UInt64(0))

    /// The partition ends after five seconds, and the replica starts again a second later.
    init(of victim: Int) {
      var lab = StoreLab(group(), seed: 4)
      lab.writeEvery = .milliseconds(20)
      lab.readShare = 3
      lab.script = [(SimTime(seconds: 30), .isolate(0))]
      var simulation = Simulation(seed: 4)
      lab.start(in: &simulation)
      var time = SimTime(seconds: 30)
      simulation.run(&lab, through: time)
      while lab.stores.groups[0].leader != nil, time < SimTime(seconds: 60) {
        time = time + .milliseconds(10)
        simulation.run(&lab, through: time)
      }
      lab.perform(.kill(victim), in: &simulation)
      leaderAtOnce = lab.stores.groups[0].leader
      simulation.run(&lab, through: time + .seconds(5))
      lab.perform(.heal, in: &simulation)
      simulation.run(&lab, through: time + .seconds(6))
      isOtherSettled = lab.stores.isSettled(3 - victim)
      lab.perform(.start(victim), in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 100))
      leaderAtLast = lab.stores.groups[0].leader
      isVictimSettled = lab.stores.isSettled(victim)
      successors = lab.stores.failovers.map(\.newPrimary)
      lost = lab.stores.failovers.reduce(0) { $0 + $1.lostWrites }
      for answer in lab.answers where answer.time > SimTime(seconds: 45) {
        answers += 1
        failures += answer.isFailed ? 1 : 0
      }
    }
  }

  @Test("A promoted replica that dies before it says so leaves the old master the master")
  func promotedDies() {
    var promoted = 0
    for victim in [1, 2] {
      let result = LostPromotion(of: victim)
      if result.leaderAtOnce == nil {
        // It was the other that was promoted, and leads when it has said so.
        #expect(result.leaderAtLast == 3 - victim)
        // Its former master went on for its own clients until it heard of that.
        #expect(result.successors == [3 - victim] && result.lost > 0, "\(result)")
        continue
      }
      promoted += 1
      // No Sentinel and no client ever heard of another master, and the other replica was told of
      // none.
      #expect(result.leaderAtOnce == 0 && result.leaderAtLast == 0 && result.isOtherSettled)
      // What no client heard of, and what lost no write, was no failover.
      #expect(result.successors.isEmpty, "\(result)")
      // The dead one starts as a replica of itself, and is told whom to follow after the failover's
      // timeout of ten seconds and an INFO.
      #expect(result.isVictimSettled)
      #expect(result.answers > 2000 && result.failures == 0, "\(result)")
    }
    #expect(promoted == 1)
  }

  @Test("A master that is told to end has the Sentinels give its place away first")
  func inOrder() {
    let lab = Self.run([(30, .shutDown(0))], until: 45)
    let leader = lab.stores.groups[0].leader
    let gap = lab.stores.failovers.first?.writeGap ?? .infinity
    // The order, and the replica's INFO a second later.
    #expect(leader != nil && leader != 0 && gap < .milliseconds(1500), "\(gap)")
  }
}
