import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Stores under random faults")
struct StoreSwarmTests {
  /// What a system promises about acknowledged writes while only processes die and machines stop
  /// one at a time, with a settled group in between.
  static func losesNothing(_ engine: StoreEngine) -> Bool {
    switch engine {
    case .etcd, .neo4j, .rabbitmq, .elasticsearch, .minio, .clickhouse: true
    // Asynchronous, or acknowledged from the page cache.
    case .postgresql, .redis, .nats, .kafka: false
    }
  }

  private static func schedule(_ lab: inout StoreLab, random: inout EntityRandom) {
    let count = lab.stores.members.count
    for _ in 0..<8 {
      let time = SimTime(seconds: 2 + random.unit() * 100)
      let member = random.below(count)
      let fault: StoreLab.Fault =
        switch random.below(8) {
        case 0: .kill(member)
        case 1: .crashNode(member)
        case 2: .shutDown(member)
        case 3: .isolate(member)
        case 4: .heal
        case 5: .freeze(member)
        case 6: .thaw(member)
        default: .start(member)
        }
      lab.script.append((time, fault))
    }
    lab.script.append((SimTime(seconds: 105), .heal))
    for member in 0..<count {
      lab.script.append((SimTime(seconds: 105), .thaw(member)))
      lab.script.append((SimTime(seconds: 106), .start(member)))
    }
  }

  @Test(
    "Every request is answered once, and every engine recovers", arguments: StoreEngine.allCases)
  func random(engine: StoreEngine) {
    for seed in 0..<40 as Range<UInt64> {
      var lab = StoreLab(usual(engine), seed: seed)
      lab.writeEvery = .milliseconds(50)
      lab.readShare = 3
      lab.readinessDelay.node = .seconds(5)
      var random = EntityRandom(seed: seed, stream: "faults")
      Self.schedule(&lab, random: &random)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 200))
      #expect(lab.doubleAnswers == 0, "seed \(seed)")
      #expect(
        lab.answers.count + lab.stores.requests.count == lab.isAnswered.count, "seed \(seed)")
      #expect(lab.stores.requests.count < 10, "seed \(seed): requests are stuck")
      let late = lab.answers.filter { $0.time > SimTime(seconds: 190) }
      #expect(late.contains { $0.isWrite && !$0.isFailed }, "seed \(seed): no write succeeds")
      #expect(!late.contains { $0.isFailed }, "seed \(seed): operations fail after the faults")
      for record in lab.stores.failovers {
        #expect(record.readyAt.map { $0 >= record.lostAt } ?? true, "seed \(seed)")
        if Self.losesNothing(engine) {
          #expect(record.lostWrites == 0, "seed \(seed): \(record)")
        }
      }
    }
  }

  @Test("The same seed gives the same events")
  func deterministic() {
    func digest() -> (Digest, Int) {
      var lab = StoreLab(usual(.redis), seed: 11)
      lab.writeEvery = .milliseconds(20)
      var random = EntityRandom(seed: 11, stream: "faults")
      Self.schedule(&lab, random: &random)
      var simulation = Simulation(seed: 11)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 60))
      return (simulation.digest, lab.answers.count)
    }
    #expect(digest() == digest())
  }

  @Test("A write on a Raft store of three members costs at most 12 events with its call's two")
  func eventsPerWrite() {
    func events(writes: Int) -> Int {
      var lab = StoreLab(usual(.etcd), seed: 5)
      lab.writeEvery = SimDuration(seconds: 10 / Double(writes))
      var simulation = Simulation(seed: 5)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 10))
      return Int(simulation.handledCount)
    }
    // The lab's own event for a write stands for the call's arrival; its answer would be another.
    let each = Double(events(writes: 1000) - events(writes: 100)) / 900 + 1
    #expect(each <= 12, "\(each) events")
  }
}
