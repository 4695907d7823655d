import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("How fast copies are made anew")
struct RecoveryRateTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let disk: DiskSpec
    /// Bits a second of every machine's line.
    let line: Double
    /// Bytes a second that the brokers are told to spend, nil for all.
    var throttle: Double?
    /// How many of three brokers lose their disks.
    var losers = 1
    /// Whether all brokers are on one machine.
    var isShared = false
    /// Bytes a second at which each is made anew.
    let rate: Double
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "the lines bind", disk: .localNVMe, line: 1e9, rate: 125e6),
    Case(name: "the target's disk binds", disk: .networkSSD, line: 10e9, rate: 125 * 1_048_576),
    Case(
      name: "the throttle binds", disk: .localNVMe, line: 1e9, throttle: 40 * 1_048_576,
      rate: 40 * 1_048_576),
    Case(
      name: "two copies share the line of their source", disk: .localNVMe, line: 1e9, losers: 2,
      rate: 125e6 / 2),
    Case(
      name: "on one machine no line is in the way", disk: .networkSSD, line: 1e8, isShared: true,
      rate: 125 * 1_048_576),
  ]

  @Test("A copy comes at the rate of the slowest of throttle, disks and lines", arguments: cases)
  func rate(_ example: Case) {
    var options = EngineOptions(members: 3)
    options.coordinators = 3
    if let throttle = example.throttle {
      options.settings = StoreSettings(
        entries: [.init(name: "recoveryRate", value: .number(throttle), span: .unknown)])
    }
    var setup = StoreSetup(
      name: "kafka", configuration: EngineCatalog.configuration(of: .kafka, options),
      memberCount: 3, coordinatorCount: 3, pod: StorePod(disk: example.disk))
    let bytes = 4e9
    setup.dataBytes = Int64(bytes)
    setup.pod.diskBytes = 100 << 30
    var lab = StoreLab(setup, seed: 3)
    for member in 0..<3 {
      lab.stores.setMachine(of: member, to: example.isShared ? 0 : member, line: example.line / 8)
    }
    for member in 1...example.losers {
      lab.script.append((SimTime(seconds: 5), .breakDisk(member, .lost)))
      // Their sessions are over: nothing but the copy is waited for.
      lab.script.append((SimTime(seconds: 20), .start(member)))
    }
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    let due = 20 + bytes / example.rate
    simulation.run(&lab, through: SimTime(seconds: due - 0.5))
    for member in 1...example.losers {
      let isSettled = lab.stores.isSettled(member)
      #expect(!isSettled, "\(member) was there too early")
    }
    simulation.run(&lab, through: SimTime(seconds: due + 0.5))
    for member in 1...example.losers {
      let isSettled = lab.stores.isSettled(member)
      #expect(isSettled, "\(member) was not there in time")
    }
  }

  @Test("A base backup goes no faster than the line of the machine that it is read on")
  func backup() {
    var setup = setup(.postgresql, members: 1)
    setup.dataBytes = 1 << 30
    setup.pod.diskBytes = 100 << 30
    var rule = StoreBackup(every: .minutes(60))
    rule.isImmediate = true
    rule.rate = 500 << 20
    setup.backup = rule
    var lab = StoreLab(setup, seed: 3)
    lab.stores.setMachine(of: 0, to: 0, line: 1e8 / 8)
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 120))
    let run = lab.stores.stores[0].backup?.runs.first
    let length = run.flatMap { run in run.endedAt.map { ($0 - run.startedAt).seconds } } ?? 0
    #expect(abs(length - Double(1 << 30) / 12.5e6) < 0.5, "\(length) s")
  }

  @Test("A Redis replica that missed more than the backlog gets all data anew")
  func fullResynchronisation() {
    func settled(backlog: Double) -> Bool {
      var options = EngineOptions(members: 2)
      options.settings = StoreSettings(
        entries: [.init(name: "replBacklogSize", value: .number(backlog), span: .unknown)])
      var setup = StoreSetup(
        name: "redis", configuration: EngineCatalog.configuration(of: .redis, options),
        memberCount: 2, pod: StorePod(disk: .networkSSD))
      setup.dataBytes = 1 << 30
      setup.pod.diskBytes = 100 << 30
      var lab = StoreLab(setup, seed: 3)
      lab.writeEvery = .milliseconds(10)
      // Of ten seconds of a hundred writes of 512 bytes half arrive at the pod that is there.
      lab.script = [(SimTime(seconds: 10), .kill(1)), (SimTime(seconds: 20), .start(1))]
      var simulation = Simulation(seed: 3)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 24))
      let isEarly = lab.stores.isSettled(1)
      simulation.run(&lab, through: SimTime(seconds: 30))
      let isLate = lab.stores.isSettled(1)
      #expect(isLate)
      return isEarly
    }
    #expect(settled(backlog: 1_048_576))
    #expect(!settled(backlog: 131_072))
  }
}
