import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Stale reads")
struct StaleReadTests {
  /// A copy that receives nothing lacks every write that was acknowledged since.
  @Test("All reads from a copy that is cut off are stale, though nothing fails over")
  func cutOff() {
    var lab = StoreLab(setup(.postgresql, members: 3, isOperated: true), seed: 2)
    lab.writeEvery = .milliseconds(10)
    lab.readShare = 2
    var simulation = Simulation(seed: 2)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 10))
    lab.perform(.isolate(1), in: &simulation)
    let before = lab.stores.stores[0].staleReads
    simulation.run(&lab, through: SimTime(seconds: 30))
    let stale = lab.stores.stores[0].staleReads - before
    let reads = lab.answers.filter { !$0.isWrite && $0.time > SimTime(seconds: 10) }.count
    let failovers = lab.stores.failovers
    #expect(failovers.isEmpty)
    // Reads go to the three copies alike.
    #expect(abs(Double(stale) / Double(reads) * 3 - 1) < 0.2, "\(stale) of \(reads)")
  }
}
