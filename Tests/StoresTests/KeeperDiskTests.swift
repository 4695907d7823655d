import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Disks of those who coordinate")
struct KeeperDiskTests {
  /// How long an insert takes in the mean where servers and Keepers have the disks of some pods.
  private static func insertSeconds(servers: DiskSpec, keepers: DiskSpec) -> Double {
    var setup = setup(.clickhouse, members: 3, coordinators: 3)
    setup.pod = StorePod(disk: servers)
    setup.coordinatorPods = [(3, StorePod(disk: keepers))]
    var lab = StoreLab(setup, seed: 3)
    lab.writeEvery = .milliseconds(20)
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    return lab.meanWriteSeconds
  }

  @Test("An insert waits for the disks of the Keepers, and not for those of the servers")
  func inserts() {
    var slow = DiskSpec.networkSSD
    slow.flush = .constant(0.02)
    var fast = DiskSpec.networkSSD
    fast.flush = .constant(0.001)
    let quick = Self.insertSeconds(servers: slow, keepers: fast)
    let late = Self.insertSeconds(servers: fast, keepers: slow)
    // The leader's disk and a follower's, one after the other for what arrives meanwhile; what the
    // servers write is not flushed before the answer.
    #expect(quick < 0.01, "\(quick) s")
    #expect(late - quick > 0.019 && late - quick < 0.06, "\(late) s, \(quick) s")
  }
}
