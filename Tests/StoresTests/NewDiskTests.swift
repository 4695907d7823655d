import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Members with a new disk")
struct NewDiskTests {
  /// Twenty seconds of small writes, then the disks of some slots of the first shard are lost and
  /// their members start again two seconds later.
  private static func lab(
    _ setup: StoreSetup, losing slots: [Int], _ fault: DiskFault = .lost, seed: UInt64 = 9
  ) -> StoreLab {
    var lab = StoreLab(setup, seed: seed)
    lab.writeEvery = .milliseconds(20)
    for slot in slots {
      let member = lab.stores.groups[0].members[slot]
      lab.script.append((SimTime(seconds: 20), .breakDisk(member, fault)))
      lab.script.append((SimTime(seconds: 22), .start(member)))
    }
    return lab
  }

  private static func run(_ lab: inout StoreLab, seconds: Double) {
    var simulation = Simulation(seed: 9)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: seconds))
  }

  /// A Kafka of three brokers with data on their disks.
  private static func kafka(bytes: Int64 = 0) -> StoreSetup {
    var setup = setup(.kafka, members: 3)
    setup.dataBytes = bytes
    setup.pod.diskBytes = 100 << 30
    return setup
  }

  @Test("A Kafka broker with a new disk is in sync again after its bytes at the disk's rate")
  func kafkaRejoins() {
    // 2 GiB at 125 MiB a second.
    let due = 22 + Double(2 << 30) / DiskSpec.networkSSD.bytesPerSecond
    var early = Self.lab(Self.kafka(bytes: 2 << 30), losing: [1])
    Self.run(&early, seconds: due - 1)
    let before = early.stores.isSettled(early.stores.groups[0].members[1])
    var late = Self.lab(Self.kafka(bytes: 2 << 30), losing: [1])
    Self.run(&late, seconds: due + 2)
    let after = late.stores.isSettled(late.stores.groups[0].members[1])
    #expect(!before && after)
    #expect(late.stores.failovers.allSatisfy { $0.lostWrites == 0 })
  }

  @Test("A broker whose disk nothing replaces stays out")
  func kafkaStaysOut() {
    var lab = Self.lab(Self.kafka(), losing: [1], .gone)
    Self.run(&lab, seconds: 120)
    let member = lab.stores.groups[0].members[1]
    let (isUp, isSettled) = (lab.stores.members[member].isUp, lab.stores.isSettled(member))
    #expect(!isUp && !isSettled)
  }

  @Test(
    "The last broker of an in-sync set leads again with nothing, unless eligible leaders are kept")
  func kafkaLast() {
    let kafka = setup(.kafka, members: 1)
    var lab = Self.lab(kafka, losing: [0])
    Self.run(&lab, seconds: 60)
    let (leader, lost) = (lab.stores.groups[0].leader, lab.stores.failovers.first?.lostWrites ?? 0)
    // Fifty writes a second for twenty seconds.
    #expect(leader == 0 && (950...1000).contains(lost), "\(lost)")
    var kept = Self.lab(
      configured(.kafka, members: 1, [("eligibleLeaderReplicas", .flag(true))]), losing: [0])
    Self.run(&kept, seconds: 60)
    let none = kept.stores.groups[0].leader
    #expect(none == nil)
  }

  struct Case: CustomTestStringConvertible {
    let name: String
    let setup: @Sendable () -> StoreSetup
    /// Whether the member is whole again by itself.
    let rejoins: Bool
    var testDescription: String { name }
  }

  /// What each system's documentation or source says of a member with a new disk.
  static let cases: [Case] = [
    Case(name: "CloudNativePG", setup: { usual(.postgresql) }, rejoins: true),
    Case(name: "Patroni", setup: { setup(.postgresql, members: 3) }, rejoins: true),
    Case(name: "Kafka", setup: { usual(.kafka) }, rejoins: true),
    Case(name: "Elasticsearch", setup: { usual(.elasticsearch) }, rejoins: true),
    Case(name: "NATS", setup: { usual(.nats) }, rejoins: true),
    Case(name: "etcd", setup: { usual(.etcd) }, rejoins: false),
    Case(name: "Neo4j", setup: { usual(.neo4j) }, rejoins: false),
    Case(name: "RabbitMQ", setup: { usual(.rabbitmq) }, rejoins: false),
  ]

  @Test(
    "A leader with a new disk is replaced, and comes back as its system lets it", arguments: cases)
  func leader(_ example: Case) {
    var lab = Self.lab(example.setup(), losing: [0])
    Self.run(&lab, seconds: 200)
    let group = lab.stores.groups[0]
    let isSettled = lab.stores.isSettled(group.members[0])
    let late = lab.answers.filter { $0.time > SimTime(seconds: 190) && $0.isWrite }
    // Kafka lets the first copy lead again once it is in sync.
    let successor = lab.stores.failovers.first?.newPrimary ?? group.members[0]
    #expect(group.leader != nil && successor != group.members[0])
    #expect(isSettled == example.rejoins)
    #expect(!late.isEmpty && late.allSatisfy { !$0.isFailed })
    #expect(lab.stores.failovers.reduce(0) { $0 + $1.lostWrites } < 5)
  }

  @Test(
    "A member with a new disk counts for no majority until it is added anew",
    arguments: [
      (StoreEngine.etcd, false), (.neo4j, false), (.rabbitmq, false), (.nats, true),
    ])
  func majority(engine: StoreEngine, serves: Bool) {
    var lab = Self.lab(usual(engine), losing: [0])
    lab.script.append((SimTime(seconds: 100), .kill(lab.stores.groups[0].members[1])))
    Self.run(&lab, seconds: 200)
    let late = lab.answers.filter { $0.time > SimTime(seconds: 180) && $0.isWrite && !$0.isFailed }
    #expect(!late.isEmpty == serves)
    // The one that is left lacks another that counts, from the loss of the second on.
    let lacks = lab.stores.quorums.filter { $0.regainedAt == nil }
    #expect(lacks.count == (serves ? 0 : 1), "\(lacks)")
    for record in lacks {
      #expect(record.lack.need == .voters && record.lack.needed == 2 && record.lack.there == 1)
      #expect(abs(record.lostAt.seconds - 100) < 1, "\(record)")
    }
  }

  @Test(
    "An administrator who replaces the member makes it count again",
    arguments: [StoreEngine.etcd, .neo4j, .rabbitmq])
  func readmission(engine: StoreEngine) {
    let setup = configured(
      engine, members: 3, [("memberReplacement", .duration(.seconds(30)))])
    var lab = Self.lab(setup, losing: [0])
    lab.script.append((SimTime(seconds: 100), .kill(lab.stores.groups[0].members[1])))
    Self.run(&lab, seconds: 45)
    let isEarly = lab.stores.isSettled(lab.stores.groups[0].members[0])
    var later = Self.lab(setup, losing: [0])
    later.script = lab.script
    Self.run(&later, seconds: 200)
    let isSettled = later.stores.isSettled(later.stores.groups[0].members[0])
    let late = later.answers.filter {
      $0.time > SimTime(seconds: 180) && $0.isWrite && !$0.isFailed
    }
    #expect(!isEarly && isSettled && !late.isEmpty)
    #expect(later.stores.failovers.allSatisfy { $0.lostWrites == 0 })
  }

  /// Starts a member that lost its disk at some times, and says whether it runs and is whole then.
  private static func etcd(
    state: String, replacing: Bool, losing slot: Int, startingAt times: [Double],
    then script: [(time: SimTime, fault: StoreLab.Fault)] = []
  ) -> [(isUp: Bool, isSettled: Bool)] {
    var settings: [(String, StoreSettings.Value)] = [("initialClusterState", .word(state))]
    if replacing { settings.append(("memberReplacement", .duration(.seconds(30)))) }
    var lab = Self.lab(configured(.etcd, members: 3, settings), losing: [slot])
    let member = lab.stores.groups[0].members[slot]
    lab.script += times.map { (SimTime(seconds: $0), .start(member)) } + script
    var simulation = Simulation(seed: 9)
    lab.start(in: &simulation)
    var seen: [(isUp: Bool, isSettled: Bool)] = []
    for time in times {
      simulation.run(&lab, through: SimTime(seconds: time + 10))
      seen.append((lab.stores.members[member].isUp, lab.stores.isSettled(member)))
    }
    #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
    return seen
  }

  @Test("An etcd member that is told that its cluster is new ends whatever an administrator does")
  func toldNew() {
    for slot in 0...1 {
      let seen = Self.etcd(state: "new", replacing: true, losing: slot, startingAt: [30, 90, 150])
      #expect(seen.allSatisfy { !$0.isUp && !$0.isSettled }, "\(slot) \(seen)")
    }
  }

  @Test("An etcd member that is told that its cluster exists joins once it was added anew")
  func toldExisting() {
    let seen = Self.etcd(state: "existing", replacing: true, losing: 1, startingAt: [30, 44, 60])
    #expect(seen.map(\.isUp) == [false, false, true])
    #expect(seen.map(\.isSettled) == [false, false, true])
  }

  @Test("One that nobody adds anew joins the leader that was elected since, under its old name")
  func joinsNextLeader() {
    let leader = Self.etcd(state: "existing", replacing: false, losing: 0, startingAt: [30])
    #expect(leader.allSatisfy { $0.isUp && $0.isSettled })
    // The first leader stops at 60 s for a while.
    let follower = Self.etcd(
      state: "existing", replacing: false, losing: 1, startingAt: [30, 50, 80],
      then: [(SimTime(seconds: 60), .shutDown(0)), (SimTime(seconds: 70), .start(0))])
    #expect(follower.map(\.isUp) == [false, false, true], "\(follower)")
    #expect(follower.last?.isSettled ?? false)
  }

  /// A vote of a server with an empty log counts only together with all others (nats-server pull
  /// requests 7038 and 7587), so that none of those leads that lost what was confirmed.
  @Test("JetStream whose majority lost its disks waits for the server that has the data")
  func emptyMajority() {
    var lab = Self.lab(usual(.nats), losing: [0, 1])
    let keeper = lab.stores.groups[0].members[2]
    lab.script += [
      (SimTime(seconds: 20.5), .kill(keeper)), (SimTime(seconds: 100), .start(keeper)),
    ]
    Self.run(&lab, seconds: 250)
    let accepted = lab.answers.filter { $0.isWrite && !$0.isFailed }.map(\.time)
    #expect(!accepted.contains { $0 > SimTime(seconds: 30) && $0 < SimTime(seconds: 100) })
    #expect(accepted.contains { $0 > SimTime(seconds: 240) })
    for member in 0..<3 {
      let isSettled = lab.stores.isSettled(member)
      #expect(isSettled, "\(member)")
    }
    #expect(lab.stores.failovers.reduce(0) { $0 + $1.lostWrites } < 5)
  }

  @Test("Before 2.12, and with all disks lost, nothing comes back", arguments: [true, false])
  func emptyForGood(isOld: Bool) {
    var options = EngineOptions(members: 3)
    options.version = isOld ? "2.11.8-alpine" : "2.12.1-alpine"
    let setup = StoreSetup(
      name: "nats", configuration: EngineCatalog.configuration(of: .nats, options),
      memberCount: 3, pod: StorePod(disk: .networkSSD))
    var lab = Self.lab(setup, losing: isOld ? [0, 1] : [0, 1, 2])
    Self.run(&lab, seconds: 120)
    let late = lab.answers.filter { $0.isWrite && $0.time > SimTime(seconds: 30) && !$0.isFailed }
    #expect(late.isEmpty)
  }

  @Test("PostgreSQL never goes on as an empty primary", arguments: [true, false])
  func neverEmpty(isOperated: Bool) {
    var lab = Self.lab(
      setup(.postgresql, members: 3, isOperated: isOperated), losing: [0, 1, 2])
    Self.run(&lab, seconds: 200)
    let leader = lab.stores.groups[0].leader
    let late = lab.answers.filter { $0.time > SimTime(seconds: 30) && !$0.isFailed }
    #expect(leader == nil && late.isEmpty)
  }

  @Test("An agent that finds no data gives the key up before its time is over")
  func patroniReleases() {
    var lab = Self.lab(setup(.postgresql, members: 3), losing: [0])
    Self.run(&lab, seconds: 100)
    // Two seconds until it starts, one or two to promote, and a look.
    let gap = lab.stores.failovers.first?.writeGap ?? .infinity
    #expect(gap > .seconds(2) && gap < .seconds(6), "\(gap)")
  }

  @Test("A shard of which no copy is left stays red in Elasticsearch")
  func red() {
    var lab = Self.lab(setup(.elasticsearch, members: 1), losing: [0])
    Self.run(&lab, seconds: 200)
    let leader = lab.stores.groups[0].leader
    #expect(leader == nil)
  }
}
