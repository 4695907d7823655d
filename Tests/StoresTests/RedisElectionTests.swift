import SimulationKernel
import Stores
import Testing

@Suite("Elections of a Redis Cluster")
struct RedisElectionTests {
  private static let lockout = ClusterBusRules(nodeTimeout: .seconds(15)).voteLockout

  private static func vote(
    _ voter: inout BusVoter, _ epoch: UInt64, master: Int, hasFailed: Bool = true,
    at now: SimTime = .zero
  ) -> Bool {
    voter.hear(epoch)
    return voter.vote(
      inEpoch: epoch, toReplace: master, hasFailed: hasFailed, lockout: lockout, now: now)
  }

  @Test("A master votes once in an epoch, and not in one that has passed")
  func onceAnEpoch() {
    var voter = BusVoter(nodes: 4)
    let first = Self.vote(&voter, 5, master: 0)
    let second = Self.vote(&voter, 5, master: 1)
    let late = Self.vote(&voter, 4, master: 1)
    let next = Self.vote(&voter, 6, master: 1)
    #expect(first && !second && !late && next)
  }

  @Test("A master does not vote against a master that it does not believe to have failed")
  func doubtful() {
    var voter = BusVoter(nodes: 4)
    let before = Self.vote(&voter, 1, master: 0, hasFailed: false)
    let after = Self.vote(&voter, 1, master: 0)
    #expect(!before && after)
  }

  @Test("Replicas of one master get a vote in two node timeouts, those of another at once")
  func lockout() {
    var voter = BusVoter(nodes: 4)
    let first = Self.vote(&voter, 1, master: 0)
    let early = Self.vote(&voter, 2, master: 0, at: .zero + Self.lockout - .milliseconds(1))
    let other = Self.vote(&voter, 3, master: 1, at: .zero + Self.lockout - .milliseconds(1))
    let late = Self.vote(&voter, 4, master: 0, at: .zero + Self.lockout)
    #expect(first && !early && other && late)
  }

  @Test("A process that begins anew has not forgotten in which epoch it voted")
  func restart() {
    var voter = BusVoter(nodes: 4)
    let first = Self.vote(&voter, 1, master: 0)
    voter.restart()
    let second = Self.vote(&voter, 1, master: 1)
    let next = Self.vote(&voter, 2, master: 0)
    #expect(first && !second && next)
  }

  @Test("A candidate begins the epoch after the latest that it has heard of")
  func nextEpoch() {
    var voter = BusVoter(nodes: 4)
    voter.hear(7)
    voter.hear(3)
    let epoch = voter.beginElection()
    #expect(epoch == 8 && voter.currentEpoch == 8)
  }

  @Test("Votes count until twice the node timeout after the election was due, and for its epoch")
  func counting() {
    let rules = ClusterBusRules(nodeTimeout: .seconds(15))
    var election = ReplicaElection(rules: rules)
    var now = SimTime.zero
    while !election.step(rank: 0, draw: .zero, cron: now, now: now) {
      now = now + ClusterBusRules.cronPeriod
    }
    let due = SimTime.zero + ReplicaElection.delay(draw: .zero, rank: 0)
    #expect(now == due)
    election.ask(inEpoch: 9)
    let old = election.receiveVote(inEpoch: 8, now: now)
    let first = election.receiveVote(inEpoch: 9, now: now)
    let second = election.receiveVote(inEpoch: 10, now: due + rules.voteTimeout)
    let late = election.receiveVote(inEpoch: 10, now: due + rules.voteTimeout + .milliseconds(1))
    #expect(old == 0 && first == 1 && second == 2 && late == 0)
  }

  private static func elect(
    masters: Int, lost: Int, oneWay: SimDuration = .milliseconds(1), seed: UInt64
  ) -> ElectionLab {
    var lab = ElectionLab(masters: masters, lost: lost, nodeTimeout: .seconds(15), seed: seed)
    lab.oneWay = oneWay
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime.zero + lab.rules.voteRetry * 8)
    return lab
  }

  @Test("The replica of a master that fails alone wins its first election, in the rule's time")
  func alone() {
    var total = 0.0
    let seeds: Range<UInt64> = 0..<400
    for seed in seeds {
      let lab = Self.elect(masters: 3, lost: 1, seed: seed)
      let (requests, wins) = (lab.requests, lab.wins)
      #expect(requests.count == 1 && wins.count == 1)
      let time = wins.first?.time.seconds ?? 0
      // A round trip of packets that take one to two milliseconds each.
      #expect(time > 0.502 && time < 1.2 + 0.004)
      total += time
    }
    // The next cron after the failure, half a second and half of another half, the next cron after
    // these, and the second vote of two.
    let mean = 0.05 + 0.5 + 0.25 + 0.05 + 0.003
    #expect(abs(total / Double(seeds.count) - mean) < 0.03, "\(total / Double(seeds.count)) s")
  }

  @Test("Of several masters lost at once each is replaced once, some after a second election")
  func several() {
    var again = 0
    for seed in 0..<UInt64(200) {
      let lab = Self.elect(masters: 31, lost: 10, seed: seed)
      let (requests, wins, retry) = (lab.requests, lab.wins, lab.rules.voteRetry)
      #expect(wins.map(\.shard).sorted() == Array(0..<10), "seed \(seed)")
      let epochs = wins.map(\.epoch).sorted()
      #expect(zip(epochs, epochs.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
      for shard in 0..<10 {
        let times = requests.filter { $0.shard == shard }.map(\.time)
        for (first, second) in zip(times, times.dropFirst()) {
          #expect(second - first > retry && second - first < retry + .seconds(2))
        }
        again += times.count - 1
      }
    }
    #expect(again > 0)
  }

  @Test("Elections collide the more often, the longer the others do not hear of the epoch")
  func collisions() {
    func requests(_ oneWay: SimDuration) -> Int {
      (0..<UInt64(60)).reduce(0) { count, seed in
        let lab = Self.elect(masters: 31, lost: 10, oneWay: oneWay, seed: seed)
        return count + lab.requests.count
      }
    }
    let (quick, slow) = (requests(.microseconds(100)), requests(.milliseconds(10)))
    #expect(quick >= 600 && slow > quick, "\(quick), \(slow)")
  }

  /// When the replicas of four masters of nine, whose machines are lost at once, replace them.
  private static func replacements(oneWay: SimDuration, seed: UInt64) -> [SimTime] {
    let timeout = SimDuration.seconds(2)
    let lostAt = SimTime(seconds: 10)
    var lab = StoreLab(redis(masters: 9, nodeTimeout: timeout), seed: seed)
    lab.oneWay = oneWay
    for shard in 0..<4 {
      lab.script.append((lostAt, .crashNode(lab.stores.groups[shard].members[0])))
    }
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    var times: [SimTime?] = Array(repeating: nil, count: 4)
    for _ in 0..<400 {
      simulation.run(&lab, through: simulation.now + .milliseconds(100))
      for shard in 0..<4 where times[shard] == nil {
        let replica = lab.stores.groups[shard].members[1]
        let isReplaced = lab.stores.failovers.contains {
          $0.shard == shard && $0.newPrimary == replica
        }
        if isReplaced { times[shard] = simulation.now }
      }
    }
    let others = lab.stores.failovers.filter { $0.shard >= 4 && $0.newPrimary != $0.oldPrimary }
    #expect(others.allSatisfy { $0.newPrimary == nil }, "seed \(seed)")
    return times.compactMap(\.self)
  }

  @Test("A cluster that loses several masters at once waits for the last, which may ask again")
  func cluster() {
    let retry = ClusterBusRules(nodeTimeout: .seconds(2)).voteRetry
    var late = 0
    for seed in 0..<UInt64(20) {
      let times = Self.replacements(oneWay: .milliseconds(20), seed: seed).sorted()
      #expect(times.count == 4, "seed \(seed)")
      guard let first = times.first, let last = times.last else { continue }
      if last - first > retry - .seconds(2) { late += 1 }
      // Which replicas fail at first differs by less than the detection of the failures.
      #expect(last - first < retry * 3 + .seconds(4), "seed \(seed)")
    }
    #expect(late > 0 && late < 20, "\(late)")
  }
}
