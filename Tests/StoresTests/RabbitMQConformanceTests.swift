import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Conformance: RabbitMQ")
struct RabbitMQConformanceTests {
  static let file = "storage_rabbitmq"

  static func cases(_ rule: String) -> [ConformanceCase] {
    ConformanceCase.of("rabbitmq." + rule, in: file)
  }

  /// Rules of the consumers' side, which the tests of messaging read.
  static let messaging = ["delivery_limit", "delivery_count_semantics"]

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested =
      ([
        "quorum", "quorum_queue_ops", "quorum_queue_permanent_majority_loss", "memory_alarm",
        "disk_alarm", "net_tick_detection", "partition_strategy", "wal_memory",
      ] + Self.messaging).map { "rabbitmq." + $0 }
    let rules = ConformanceCase.all(in: Self.file).map(\.rule)
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  @Test("A cluster endures what leaves a majority", arguments: cases("quorum"))
  func quorum(_ example: ConformanceCase) {
    let members = Int(example.given("members"))
    #expect(Double(Quorum.tolerance(of: members)) == example.expect("tolerated_failures"))
    // Every way to cut the cluster in two: does one side go on?
    let cuts = (1..<max(members, 1)).map { side in
      Quorum.isServing(voters: members, away: side)
        || Quorum.isServing(voters: members, away: members - side)
    }
    let expected = example.expect["partition_tolerant"]?.text
    if cuts.isEmpty {
      #expect(expected == "not applicable")
    } else if cuts.allSatisfy({ $0 }) {
      #expect(expected == "yes")
    } else {
      #expect(
        expected == (cuts.contains(true) ? "yes if a majority exists on one side" : "no"))
    }
  }

  @Test("A queue confirms and delivers with a majority", arguments: cases("quorum_queue_ops"))
  func operations(_ example: ConformanceCase) {
    let members = Int(example.given("members"))
    let down = Int(example.given("down_temporarily"))
    var lab = StoreLab(setup(.rabbitmq, members: members), seed: 9)
    lab.writeEvery = .milliseconds(20)
    lab.readShare = 2
    for member in (0..<members).suffix(max(0, down)) {
      lab.script.append((SimTime(seconds: 5), .kill(member)))
      lab.script.append((SimTime(seconds: 60), .start(member)))
    }
    var simulation = Simulation(seed: 9)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 58))
    let late = lab.answers.filter { $0.time > SimTime(seconds: 40) && !$0.isFailed }
    #expect(late.contains { $0.isWrite } == example.expect["publish_confirmed"]?.flag)
    #expect(late.contains { !$0.isWrite } == example.expect["deliver"]?.flag)
    simulation.run(&lab, through: SimTime(seconds: 120))
    let lost = lab.stores.failovers.reduce(0) { $0 + $1.lostWrites }
    #expect((lost > 0) == example.expect["confirmed_messages_lost"]?.flag)
  }

  @Test(
    "A queue whose majority is gone for good is gone",
    arguments: cases("quorum_queue_permanent_majority_loss"))
  func majorityLoss(_ example: ConformanceCase) {
    let members = Int(example.given("members"))
    let lost = Int(example.given("lost_permanently"))
    let fate = QuorumQueueFate(members: members, lost: lost)
    let isGone = example.expect["queue"]?.text?.contains("unavailable")
    #expect((fate == .gone) == isGone)
    var lab = StoreLab(setup(.rabbitmq, members: members), seed: 4)
    lab.writeEvery = .milliseconds(50)
    for member in (0..<members).suffix(max(0, lost)) {
      lab.script.append((SimTime(seconds: 5), .kill(member)))
    }
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 120))
    let serves = lab.answers.contains {
      $0.time > SimTime(seconds: 60) && $0.isWrite && !$0.isFailed
    }
    #expect(serves == (fate == .available))
  }

  @Test("Too much memory in use blocks publishers", arguments: cases("memory_alarm"))
  func memory(_ example: ConformanceCase) {
    var alarms = ResourceAlarms()
    alarms.memoryWatermark = example.given("vm_memory_high_watermark")
    let memory = Int64(example.given("ram_gib") * 1_073_741_824)
    let limit = example.expect("publishers_blocked_above_gib") * 1_073_741_824
    #expect(!alarms.isShortOfMemory(used: Int64(limit) - 1, of: memory))
    #expect(alarms.isShortOfMemory(used: Int64(limit) + 1, of: memory))
  }

  @Test("Too little free disk blocks publishers", arguments: cases("disk_alarm"))
  func disk(_ example: ConformanceCase) {
    var alarms = ResourceAlarms()
    alarms.diskFreeLimit = Int64(example.given("disk_free_limit"))
    #expect(
      alarms.isShortOfDisk(free: Int64(example.given("free_bytes")))
        == example.expect["publishers_blocked"]?.flag)
  }

  @Test("Net ticks find a silent node", arguments: cases("net_tick_detection"))
  func netTicks(_ example: ConformanceCase) {
    let range = PartitionHandling.detection(
      tickTime: SimDuration(seconds: example.given("net_ticktime_s")))
    let bounds = example.expect["detect_s"]?.list.compactMap(\.number)
    #expect([range.lowerBound.seconds, range.upperBound.seconds] == bounds)
  }

  @Test("A partition's handling depends on the version", arguments: cases("partition_strategy"))
  func partitions(_ example: ConformanceCase) {
    let written = example.given["version"]?.text ?? ""
    let handling = PartitionHandling(
      rawValue: example.given["cluster_partition_handling"]?.text ?? "")
    #expect(handling != nil)
    guard let handling else { return }
    let effect = PartitionEffect(of: handling, in: SoftwareVersion(written))
    #expect(effect.rawValue == example.expect["effect"]?.text)
  }

  @Test("The write-ahead log bounds the memory that it takes", arguments: cases("wal_memory"))
  func wal(_ example: ConformanceCase) {
    var alarms = ResourceAlarms()
    alarms.walLimit = Int64(example.given("wal_max_size_mib")) << 20
    #expect(Double(alarms.walLimit >> 20) == example.expect("steady_wal_memory_mib_max"))
    #expect(
      Double(alarms.recommendedMemory >> 20) == example.expect("recommended_node_memory_mib_min"))
  }
}
