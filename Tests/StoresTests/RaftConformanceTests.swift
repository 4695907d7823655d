import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Conformance: Raft groups")
struct RaftConformanceTests {
  static let file = "storage_raft"

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "raft.vote", "raft.commit_index", "raft.quorum", "raft.availability",
      "raft.first_candidate_mean_after_last_heartbeat", "raft.kraft_election_timeout_range",
      "raft.kraft_leader_check_quorum", "raft.nats_leader_lost_quorum_stepdown",
      "etcd.request_timeout", "ra.election_timer_ms", "aten.failure_probability",
    ]
    let cases = ConformanceCase.all(in: Self.file)
    let missing = Set(cases.map(\.rule)).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func options(
    members: Int = 3, _ settings: [(String, StoreSettings.Value)]
  ) -> EngineOptions {
    var options = EngineOptions(members: members)
    options.settings = StoreSettings(
      entries: settings.map { .init(name: $0.0, value: $0.1, span: .unknown) })
    return options
  }

  @Test("Votes decide an election", arguments: ConformanceCase.of("raft.vote", in: file))
  func vote(_ example: ConformanceCase) {
    let votes = example.given["votes"]?.list.compactMap(\.text) ?? []
    let result = Quorum.result(
      granted: votes.count { $0 == "y" }, refused: votes.count { $0 == "n" },
      voters: Int(example.given("voters")))
    #expect(votes.allSatisfy { ["y", "n", "_"].contains($0) })
    let names = ["VoteWon": Quorum.VoteResult.won, "VoteLost": .lost, "VotePending": .pending]
    #expect(result == example.expect["result"]?.text.flatMap { names[$0] })
  }

  @Test("A majority commits", arguments: ConformanceCase.of("raft.commit_index", in: file))
  func commitIndex(_ example: ConformanceCase) {
    let matches = example.numbers("match_index").map { UInt64(max(0, $0)) }
    #expect(Double(Quorum.committed(matches)) == example.expect("commit"))
  }

  @Test("Majorities and tolerance", arguments: ConformanceCase.of("raft.quorum", in: file))
  func quorum(_ example: ConformanceCase) {
    let members = Int(example.given("members"))
    #expect(Quorum.majority(of: members) == Int(example.expect("majority")))
    #expect(Quorum.tolerance(of: members) == Int(example.expect("fault_tolerance")))
  }

  @Test("Groups with members away", arguments: ConformanceCase.of("raft.availability", in: file))
  func availability(_ example: ConformanceCase) {
    let members = Int(example.given("members"))
    let away = Int(example.given("permanently_or_temporarily_down"))
    let isServing = Quorum.isServing(voters: members, away: away)
    #expect(isServing == example.expect["commit_possible"]?.flag)
    #expect(isServing == example.expect["linearizable_read"]?.flag)
    // A committed entry may live on a majority and nowhere else.
    let mayLose = example.expect["committed_data_lost_if_down_disks_destroyed"]?.flag
    #expect((away >= Quorum.majority(of: members)) == mayLose)
  }

  @Test(
    "The first candidate comes after the smallest of the drawn timeouts",
    arguments: ConformanceCase.of("raft.first_candidate_mean_after_last_heartbeat", in: file))
  func firstCandidate(_ example: ConformanceCase) {
    let isTicking = example.given["system"]?.text == "etcd"
    let least = SimDuration(seconds: example.given("timeout_min_s"))
    let most = SimDuration(seconds: example.given("timeout_max_s"))
    #expect(least <= most)
    guard least <= most else { return }
    let parameters = RaftParameters(
      heartbeat: .seconds(1), electionTimeout: least...most,
      tick: isTicking ? .milliseconds(100) : .zero, preVote: false, quorumCheck: nil)
    var random = EntityRandom(seed: 1, stream: example.id)
    let trials = 40_000
    let followers = Int(example.given("live_followers"))
    let bounds = (example.expect("min_s"), example.expect("max_s"))
    var sum = 0.0
    for _ in 0..<trials {
      var first = SimDuration.infinity
      for _ in 0..<followers {
        first = min(first, parameters.drawTimeout(using: &random))
      }
      #expect(first.seconds >= bounds.0 && first.seconds <= bounds.1)
      sum += first.seconds
    }
    #expect(abs(sum / Double(trials) - example.expect("mean_s")) < example.expect("tolerance_s"))
  }

  @Test(
    "Kafka's controllers draw their timeouts from one to twice the setting",
    arguments: ConformanceCase.of("raft.kraft_election_timeout_range", in: file))
  func kraftTimeout(_ example: ConformanceCase) {
    let base = SimDuration.milliseconds(
      Int64(example.given("controller.quorum.election.timeout.ms")))
    let range = Kafka.electionTimeout(base: base)
    let expected = example.expect["timeout_ms"]?.list.compactMap(\.number) ?? []
    #expect([range.lowerBound.milliseconds, range.upperBound.milliseconds] == expected)
  }

  @Test(
    "Kafka's controllers resign without a majority",
    arguments: ConformanceCase.of("raft.kraft_leader_check_quorum", in: file))
  func kraftResignation(_ example: ConformanceCase) {
    let fetch = Int64(example.given("controller.quorum.fetch.timeout.ms"))
    let configuration = EngineCatalog.configuration(
      of: .kafka, Self.options([("fetchTimeout", .duration(.milliseconds(fetch)))]))
    #expect(
      configuration.coordination?.quorumCheck?.milliseconds
        == example.expect("leader_resigns_after_ms_without_majority_fetch"))
  }

  @Test(
    "A NATS leader without a majority steps down in its window",
    arguments: ConformanceCase.of("raft.nats_leader_lost_quorum_stepdown", in: file))
  func natsStepDown(_ example: ConformanceCase) {
    let members = Int(example.given("peers"))
    let interval = SimDuration(seconds: example.given("lostQuorumInterval_s"))
    let configuration = EngineCatalog.configuration(
      of: .nats, Self.options(members: members, [("lostQuorum", .duration(interval))]))
    guard case .raft(let parameters) = configuration.agreement else {
      Issue.record("NATS is made of Raft groups")
      return
    }
    let window = example.expect["stepdown_window_s"]?.list.compactMap(\.number) ?? []
    #expect(window.count == 2)
    guard window.count == 2 else { return }
    for seed in 0..<50 as Range<UInt64> {
      var lab = RaftLab(members: members, parameters: parameters, seed: seed)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      var random = EntityRandom(seed: seed, stream: "cut")
      let cut = SimTime(seconds: 30) + random.duration(below: .seconds(10))
      simulation.run(&lab, through: cut)
      guard let leader = lab.members.firstIndex(where: \.isLeader) else {
        Issue.record("seed \(seed): no leader after 30 s")
        return
      }
      for other in 0..<members where other != leader {
        lab.perform(.cut(leader, other), in: &simulation)
      }
      var silence = 0.0
      while lab.members[leader].isLeader, silence < 30 {
        silence += 0.1
        simulation.run(&lab, through: cut + SimDuration(seconds: silence))
      }
      // Peers were last heard up to a heartbeat before the cut.
      #expect(silence >= window[0] - 1 && silence <= window[1] + 0.1, "\(silence) s")
    }
  }

  @Test(
    "etcd's requests wait for two elections",
    arguments: ConformanceCase.of("etcd.request_timeout", in: file))
  func etcdRequest(_ example: ConformanceCase) {
    let heartbeat = SimDuration.milliseconds(Int64(example.given("heartbeat_ms")))
    let election = SimDuration.milliseconds(Int64(example.given("election_ms")))
    let configuration = EngineCatalog.configuration(
      of: .etcd,
      Self.options([("heartbeat", .duration(heartbeat)), ("electionTimeout", .duration(election))]))
    #expect(configuration.patience.milliseconds == example.expect("server_request_timeout_ms"))
  }

  @Test(
    "Ra waits by what it knows of the leader's loss",
    arguments: ConformanceCase.of("ra.election_timer_ms", in: file))
  func raTimer(_ example: ConformanceCase) {
    let loss: LeaderLoss =
      switch example.word(
        "follower_trigger", "process_down_known", "noconnection", "silent_node_aten")
      {
      case "process_down_known": .processDown
      case "noconnection": .connectionClosed
      default: .silence
      }
    var timers = RaTimers()
    timers.broadcast = .milliseconds(Int64(example.given("broadcast_time_ms")))
    timers.multiplier = Int64(example.given("election_mult"))
    timers.poll = .milliseconds(Int64(example.given("aten_poll_ms")))
    let wait = loss.electionWait(timers)
    #expect(wait.lowerBound.milliseconds == example.expect("min_ms"))
    #expect(wait.upperBound.milliseconds == example.expect("max_ms"))
  }

  @Test(
    "aten reports peers by the gaps between their heartbeats",
    arguments: ConformanceCase.of("aten.failure_probability", in: file))
  func aten(_ example: ConformanceCase) {
    let arrivals = example.numbers("arrival_times")
    var gaps = zip(arrivals.dropFirst(), arrivals).map { $0 - $1 }
    if let text = example.given["samples_ms"]?.text {
      let parts = text.split(separator: " x ").compactMap { Double($0) }
      gaps = Array(repeating: parts.last ?? 0, count: Int(parts.first ?? 0))
    }
    let silence =
      example.given["silence_ms"]?.number ?? example.given("at") - (arrivals.last ?? 0)
    let probability = SilenceEstimate.probability(
      gaps: gaps, scaling: example.given("scaling_factor"), silence: silence)
    if let exact = example.expect["probability"]?.number {
      #expect(abs(probability - exact) < 1e-5)
    }
    if let bound = example.expect["probability_lt"]?.number { #expect(probability < bound) }
    if let isSuspected = example.expect["suspected_at_0.99"]?.flag {
      #expect((probability >= SilenceEstimate.threshold) == isSuspected)
    }
  }
}
