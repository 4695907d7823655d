import Cluster
import SimulationKernel
import Testing

@Suite("CPU model by itself")
struct CPUModelTests {
  private func busy(_ count: Int, container: Int, work: Int64 = 100_000_000_000) -> [CPUTestJob] {
    (0..<count).map { _ in CPUTestJob(arrival: 0, container: container, work: work) }
  }

  @Test("a node with a core for every job needs one event a job and delays none")
  func uncontended() {
    var random = EntityRandom(seed: 7, stream: "uncontended")
    let schedule = (0..<1_000).map { index in
      CPUTestJob(
        arrival: Int64(index) * 1_000_000, container: index % 3,
        work: random.duration(below: .milliseconds(7)).nanoseconds)
    }
    var world = CPUWorld(
      capacityMilli: 8_000,
      containers: [
        CPUTestContainer(), CPUTestContainer(quotaMilli: 4_000), CPUTestContainer(threads: 4),
      ], schedule: schedule, seed: 7)
    var simulation = Simulation(seed: 7)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 2))
    #expect(simulation.handledCount == UInt64(2 * schedule.count))
    for (job, completion) in zip(schedule, world.completions) {
      #expect(completion == job.arrival + job.work)
    }
  }

  @Test("saturated containers share two cores as their weights say")
  func weights() {
    var world = CPUWorld(
      capacityMilli: 2_000,
      containers: [CPUTestContainer(weight: 2_048), CPUTestContainer(weight: 1_024)],
      schedule: busy(4, container: 0) + busy(9, container: 1), seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 6))
    let heavy = world.cpu.usage(of: 0, at: simulation.now).used
    let light = world.cpu.usage(of: 1, at: simulation.now).used
    // Rates are multiples of 2^-32 cores, so six seconds are exact to some nanoseconds a job.
    #expect(abs((heavy - .seconds(8)).nanoseconds) < 20)
    #expect(abs((light - .seconds(4)).nanoseconds) < 20)
  }

  @Test("a container whose jobs can not use its share leaves the rest to the others")
  func waterFilling() {
    var world = CPUWorld(
      capacityMilli: 4_000,
      containers: [CPUTestContainer(weight: 9_000), CPUTestContainer(weight: 2)],
      schedule: busy(1, container: 0) + busy(6, container: 1), seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 2))
    #expect(world.cpu.usage(of: 0, at: simulation.now).used == .seconds(2))
    #expect(
      abs((world.cpu.usage(of: 1, at: simulation.now).used - .seconds(6)).nanoseconds) < 20)
  }

  @Test("four busy jobs under a limit of one core run 25 ms of every 100 ms")
  func throttling() {
    var world = CPUWorld(
      capacityMilli: 8_000, containers: [CPUTestContainer(quotaMilli: 1_000)],
      schedule: busy(4, container: 0), seed: 3)
    var phase = EntityRandom(seed: 3, stream: "cpu/bandwidth-period/0")
    let boundary = SimTime.zero + phase.duration(below: .milliseconds(100))
    var simulation = Simulation(seed: 3)
    world.start(in: &simulation)
    for period in 0..<20 {
      let start = boundary + .milliseconds(100) * Int64(period)
      simulation.run(&world, through: start)
      let before = world.cpu.usage(of: 0, at: start)
      for (after, used) in [(10, 40), (24, 96), (25, 100), (60, 100), (99, 100)] {
        let time = start + .milliseconds(Int64(after))
        simulation.run(&world, through: time)
        let usage = world.cpu.usage(of: 0, at: time)
        #expect(usage.used - before.used == .milliseconds(Int64(used)))
        // On each of the four cores.
        #expect(
          usage.throttledTime - before.throttledTime
            == .milliseconds(4 * max(0, Int64(after) - 25)))
        #expect(usage.throttledPeriods - before.throttledPeriods == (after >= 25 ? 1 : 0))
        #expect(usage.periods == before.periods)
      }
    }
    #expect(world.cpu.usage(of: 0, at: simulation.now).periods == 20)
  }

  /// kernel/sched/fair.c: every core has a runqueue of the group, whose times are added up.
  @Test("a stopped container waits on as many cores as it has jobs, and no more than there are")
  func throttledCores() {
    var phase = EntityRandom(seed: 3, stream: "cpu/bandwidth-period/0")
    let start = SimTime.zero + phase.duration(below: .milliseconds(100))
    func time(_ milliseconds: Int64) -> Int64 { start.nanoseconds + milliseconds * 1_000_000 }
    // One job is there throughout; a second comes and is taken back while both are stopped.
    let guest = CPUTestJob(
      arrival: time(50), container: 0, work: 1_000_000_000, cancellation: time(80))
    for (jobs, looks) in [
      (busy(1, container: 0) + [guest], [(10, 0), (50, 40), (60, 60), (80, 100), (90, 110)]),
      (busy(6, container: 0), [(5, 0), (45, 80), (95, 180)]),
    ] as [([CPUTestJob], [(Int64, Int64)])] {
      var world = CPUWorld(
        capacityMilli: 2_000, containers: [CPUTestContainer(quotaMilli: 100)], schedule: jobs,
        seed: 3)
      var simulation = Simulation(seed: 3)
      world.start(in: &simulation)
      simulation.run(&world, through: start)
      let before = world.cpu.usage(of: 0, at: start)
      for (after, waited) in looks {
        simulation.run(&world, through: start + .milliseconds(after))
        let since = world.cpu.usage(of: 0, at: simulation.now).throttledTime - before.throttledTime
        // Rates are multiples of 2^-32 cores.
        #expect(abs((since - .milliseconds(waited)).nanoseconds) < 20, "\(after)")
      }
    }
  }

  @Test("a job that the period's budget pays for is not throttled and costs one event")
  func fundedJobs() {
    let schedule = (0..<50).map { index in
      CPUTestJob(arrival: Int64(index) * 100_000_000, container: 0, work: 9_000_000)
    }
    var world = CPUWorld(
      capacityMilli: 4_000, containers: [CPUTestContainer(quotaMilli: 100)], schedule: schedule,
      seed: 5)
    var simulation = Simulation(seed: 5)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 6))
    #expect(simulation.handledCount == 100)
    #expect(world.cpu.usage(of: 0, at: simulation.now).throttledPeriods == 0)
    #expect((50...51).contains(world.cpu.usage(of: 0, at: simulation.now).periods))
  }

  @Test("a removed container's jobs end nowhere and its neighbours get its cores")
  func removal() {
    var world = CPUWorld(
      capacityMilli: 1_000, containers: [CPUTestContainer(), CPUTestContainer(threads: 1)],
      schedule: busy(1, container: 0, work: 2_000_000_000)
        + busy(3, container: 1, work: 2_000_000_000), seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1))
    world.cpu.removeContainer(1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    #expect(world.completions == [2_500_000_000, nil, nil, nil])
    #expect(world.cpu.usage(of: 1, at: simulation.now).used == .milliseconds(500))
    #expect(world.cpu.busyTime(of: 0, at: simulation.now) == .milliseconds(2_500))
    let late = world.cpu.start(
      work: .seconds(1), container: 1, notify: CPUWorld.room, kind: 2, argument: 0,
      in: &simulation)
    #expect(late.isNone)
  }
}
