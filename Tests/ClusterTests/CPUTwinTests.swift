import Cluster
import SimulationKernel
import Testing

@Suite("CPU model against its slow twin")
struct CPUTwinTests {
  /// A random node, its containers and a schedule.
  struct Scenario {
    var capacityMilli: Int64
    var containers: [CPUTestContainer]
    var schedule: [CPUTestJob]

    init(seed: UInt64) {
      var random = EntityRandom(seed: seed, stream: "cpu-scenario")
      capacityMilli = [500, 1_000, 1_930, 2_000, 3_920, 4_000, 8_000][random.below(7)]
      containers = (0...random.below(5)).map { _ in
        CPUTestContainer(
          weight: UInt32(2 + random.below(4_000)),
          quotaMilli: random.below(2) == 0 ? nil : Int64(50 + random.below(3_000)),
          threads: random.below(3) == 0 ? 1 + random.below(4) : nil)
      }
      let busy = 1 + random.below(40)
      schedule = []
      var time: Int64 = 0
      for _ in 0..<busy {
        time += random.duration(below: .milliseconds([1, 20, 100][random.below(3)])).nanoseconds
        let work = random.duration(below: .milliseconds([2, 50, 300][random.below(3)])).nanoseconds
        let cancels = random.below(8) == 0
        schedule.append(
          CPUTestJob(
            arrival: time, container: random.below(containers.count), work: work + 1_000,
            cancellation: cancels
              ? time + random.duration(below: .milliseconds(80)).nanoseconds : nil))
      }
    }

    func world(seed: UInt64) -> CPUWorld {
      CPUWorld(
        capacityMilli: capacityMilli, containers: containers, schedule: schedule, seed: seed)
    }
  }

  @Test("thousands of random schedules complete when the naive planner says", arguments: 0..<40)
  func completions(block: Int) {
    for seed in UInt64(block * 100)..<UInt64(block * 100 + 100) {
      let scenario = Scenario(seed: seed)
      var twin = CPUTwin(
        capacityMilli: scenario.capacityMilli, containers: scenario.containers,
        schedule: scenario.schedule, seed: seed)
      let expected = twin.run()
      var world = scenario.world(seed: seed)
      var simulation = Simulation(seed: seed)
      world.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 3_600))
      for index in scenario.schedule.indices {
        let difference =
          switch (world.completions[index], expected[index]) {
          case (let time?, let expected?): abs(Double(time) - expected)
          case (nil, nil): 0.0
          default: Double.infinity
          }
        #expect(difference < 1_000, "seed \(seed), job \(index): \(difference) ns apart")
      }
    }
  }

  @Test("what containers used is what they were given to do, to the nanosecond", arguments: 0..<20)
  func conservation(block: Int) {
    for seed in UInt64(block * 50)..<UInt64(block * 50 + 50) {
      var scenario = Scenario(seed: seed)
      for index in scenario.schedule.indices { scenario.schedule[index].cancellation = nil }
      var world = scenario.world(seed: seed)
      var simulation = Simulation(seed: seed)
      world.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 3_600))
      for container in scenario.containers.indices {
        let work = scenario.schedule.filter { $0.container == container }.reduce(0) { $0 + $1.work }
        #expect(world.cpu.usage(of: container, at: simulation.now).used.nanoseconds == work)
      }
      let total = scenario.schedule.reduce(0) { $0 + $1.work }
      #expect(world.cpu.busyTime(of: 0, at: simulation.now).nanoseconds == total)
    }
  }

  @Test("no container uses more than its quota in any of its periods", arguments: 0..<200)
  func quotaHolds(seed: Int) {
    let scenario = Scenario(seed: UInt64(seed))
    var world = scenario.world(seed: UInt64(seed))
    var simulation = Simulation(seed: UInt64(seed))
    world.start(in: &simulation)
    for (index, container) in scenario.containers.enumerated() where container.quotaMilli != nil {
      let budget = (container.quotaMilli ?? 0) * 100_000
      var phase = EntityRandom(seed: UInt64(seed), stream: "cpu/bandwidth-period/\(index)")
      var boundary = SimTime.zero + phase.duration(below: .milliseconds(100))
      var used: Int64 = 0
      while simulation.now < SimTime(seconds: 3), boundary >= simulation.now {
        simulation.run(&world, through: boundary)
        let now = world.cpu.usage(of: index, at: boundary).used.nanoseconds
        // A stop comes at a whole nanosecond: each running job may be that much late.
        #expect(now - used <= budget + Int64(scenario.schedule.count))
        used = now
        boundary = boundary + .milliseconds(100)
      }
      break
    }
  }
}
