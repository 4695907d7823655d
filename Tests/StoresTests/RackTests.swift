import Manifests
import SimulationKernel
import Stores
import Testing

/// Copies of partitions over racks, as Kafka's controller places them (StripedReplicaPlacer: no two
/// copies on one broker, as many racks as possible, leaders alike over racks and their brokers).
@Suite("Copies over racks")
struct RackTests {
  struct Case: CustomTestStringConvertible {
    let racks: [Int]
    let copies: Int
    var testDescription: String { "\(copies) copies on \(racks)" }
  }

  static let cases: [Case] = [
    Case(racks: [0, 0, 1, 1, 2, 2], copies: 3), Case(racks: [0, 1, 2, 0, 1, 2], copies: 2),
    Case(racks: [0, 0, 0, 1, 1, 1], copies: 3), Case(racks: [0, 0, 0, 0, 1], copies: 2),
    Case(racks: [0, 0, 1, 2], copies: 3), Case(racks: [0, 0, 0], copies: 3),
    Case(racks: [0, 1, 2], copies: 3), Case(racks: [0, 0, 0, 1, 2, 2], copies: 4),
  ]

  @Test("Each partition is on as many racks as it can be", arguments: cases)
  func distinct(_ example: Case) {
    let count = Set(example.racks).count
    for members in ShardPlacement.shards(60, copies: example.copies, racks: example.racks) {
      #expect(Set(members).count == example.copies)
      let racks = members.map { example.racks[$0] }
      #expect(Set(racks).count == min(count, example.copies), "\(racks)")
    }
  }

  @Test("Leaders are spread alike over racks, and within a rack over its brokers", arguments: cases)
  func even(_ example: Case) {
    let shards = ShardPlacement.shards(60, copies: example.copies, racks: example.racks)
    let racks = Set(example.racks)
    for rack in racks {
      let brokers = example.racks.indices.filter { example.racks[$0] == rack }
      let led = brokers.map { broker in shards.count { $0[0] == broker } }
      #expect(led.reduce(0, +) == 60 / racks.count)
      #expect((led.max() ?? 0) - (led.min() ?? 0) <= 1, "\(led)")
    }
  }

  @Test("Brokers of three zones keep every partition writable when a zone is lost; rings do not")
  func zone() throws {
    // Two brokers a zone, in the order of their numbers.
    for isAware in [true, false] {
      var options = EngineOptions(members: 6)
      options.shards = 6
      options.replicas = 2
      options.coordinators = 3
      if isAware { options.racks = [0, 0, 1, 1, 2, 2] }
      let setup = StoreSetup(
        name: "kafka", configuration: EngineCatalog.configuration(of: .kafka, options),
        memberCount: 6, coordinatorCount: 3, pod: StorePod(disk: .networkSSD))
      var lab = StoreLab(setup, seed: 3)
      lab.script = [(SimTime(seconds: 10), .crashNode(0)), (SimTime(seconds: 10), .crashNode(1))]
      var simulation = Simulation(seed: 3)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 60))
      let shards = Array(lab.stores.stores[0].shards)
      let led = shards.count { group in
        lab.stores.groups[group].leader.map {
          lab.stores.members[lab.stores.groups[group].members[$0]].isUp
        } ?? false
      }
      // Of the three neighbours of partitions 0 and 5, two are in the zone.
      let copies = lab.stores.groups[shards[0]].members.count
      #expect(copies == 3 && led == 6)
      let alone = shards.count { group in
        lab.stores.groups[group].members.count { lab.stores.members[$0].isUp } == 1
      }
      #expect(alone == (isAware ? 0 : 2), "\(alone) partitions have one copy left")
    }
  }

  @Test("Copies are laid out over the racks that are known before any broker starts")
  func layOut() {
    var options = EngineOptions(members: 6)
    options.shards = 6
    options.replicas = 2
    let setup = StoreSetup(
      name: "kafka", configuration: EngineCatalog.configuration(of: .kafka, options),
      memberCount: 6, pod: StorePod(disk: .networkSSD))
    var lab = StoreLab(setup, seed: 3)
    let racks = [0, 0, 1, 1, 2, 2]
    lab.stores.layOut(store: 0, racks: racks)
    lab.writeEvery = .milliseconds(10)
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 20))
    let shards = Array(lab.stores.stores[0].shards)
    for group in shards {
      let members = lab.stores.groups[group].members
      #expect(Set(members.map { racks[$0] }).count == 3)
    }
    let failed = lab.answers.count { $0.isFailed }
    #expect(failed == 0 && lab.answers.count > 1900)
  }
}
