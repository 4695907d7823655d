import Manifests
import SimulationKernel
import Stores
import Testing

/// A store has up to 64 members, and one group may consist of all of them.
@Suite("Stores of the greatest size")
struct StoreSizeTests {
  @Test(
    "64 copies with data replace a leader whose machine is off, and go on answering",
    arguments: [StoreEngine.etcd, .postgresql])
  func greatest(engine: StoreEngine) {
    var setup = configured(engine, members: 64, [])
    setup.dataBytes = 1 << 20
    var lab = StoreLab(setup, seed: 1)
    lab.writeEvery = .milliseconds(200)
    lab.script = [(SimTime(seconds: 5), .crashNode(0))]
    var simulation = Simulation(seed: 1)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 4))
    #expect(lab.stores.groups[0].leader == 0)
    simulation.run(&lab, through: SimTime(seconds: 120))
    #expect(lab.stores.groups[0].leader.map { $0 != 0 } ?? false)
    #expect(lab.answers.contains { $0.time > SimTime(seconds: 90) && !$0.isFailed })
  }
}
