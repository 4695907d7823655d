import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Redis nodes with a new disk")
struct StrangerTests {
  /// Loses disks of the first shard after 20 s, lets whoever looks make the nodes meet at a time,
  /// and runs on for two minutes.
  private static func run(losing slots: [Int], adoptedAt: SimTime?) -> StoreLab {
    var lab = StoreLab(usual(.redis), seed: 11)
    lab.writeEvery = .milliseconds(20)
    for slot in slots {
      let member = lab.stores.groups[0].members[slot]
      lab.script.append((SimTime(seconds: 20), .breakDisk(member, .lost)))
      lab.script.append((SimTime(seconds: 20.5), .start(member)))
    }
    var simulation = Simulation(seed: 11)
    lab.start(in: &simulation)
    if let adoptedAt {
      simulation.run(&lab, through: adoptedAt)
      let before = lab.stores.hasStrangers(store: 0)
      let adopted = lab.stores.adoptStrangers(store: 0, now: simulation.now)
      let after = lab.stores.hasStrangers(store: 0)
      #expect(before && !after && adopted.count == slots.count)
    }
    simulation.run(&lab, through: SimTime(seconds: 180))
    return lab
  }

  @Test("A master with a new disk is replaced, and stays outside until somebody makes it meet")
  func outside() {
    let lab = Self.run(losing: [0], adoptedAt: nil)
    let isStranger = lab.stores.hasStrangers(store: 0)
    let isSettled = lab.stores.isSettled(lab.stores.groups[0].members[0])
    let (leader, failovers) = (lab.stores.groups[0].leader, lab.stores.failovers)
    #expect(leader == 1 && isStranger && !isSettled)
    #expect(failovers.first?.lostWrites ?? .max < 5)
  }

  @Test("Made to meet the others, it copies its master's data")
  func joined() {
    let lab = Self.run(losing: [0], adoptedAt: SimTime(seconds: 60))
    let isSettled = lab.stores.isSettled(lab.stores.groups[0].members[0])
    let leader = lab.stores.groups[0].leader
    #expect(leader == 1 && isSettled)
  }

  @Test("Slots that no node has left are served again, empty, once somebody gives them away")
  func reassigned() {
    let lost = Self.run(losing: [0, 1], adoptedAt: nil)
    let without = lost.stores.groups[0].leader
    let mended = Self.run(losing: [0, 1], adoptedAt: SimTime(seconds: 60))
    let with = mended.stores.groups[0].leader
    #expect(without == nil && with != nil)
    // A third of fifty writes a second for twenty seconds.
    let writes = mended.stores.failovers.reduce(0) { $0 + $1.lostWrites }
    #expect((250...420).contains(writes), "\(writes)")
  }
}
