import Cluster
import SimulationKernel
import Testing

/// The oracle is the quota itself: a saturated container uses what it pays for, within the budgets
/// of the periods that the ends of the spans cut.
@Suite("CPU of containers that are resized")
struct CPUResizeTests {
  private func world(_ containers: [CPUTestContainer], jobs: [Int]) -> CPUWorld {
    let schedule = jobs.map {
      CPUTestJob(arrival: 0, container: $0, work: 60_000_000_000, cancellation: nil)
    }
    return CPUWorld(capacityMilli: 2_000, containers: containers, schedule: schedule, seed: 3)
  }

  /// Thousandths of a core that two busy jobs get.
  private func rate(_ quotaMilli: Int64?) -> Int64 { min(2_000, quotaMilli ?? 2_000) }

  @Test(
    "A saturated container uses what each of its limits pays for",
    arguments: [
      (500, 1_500), (2_000, 250), (250, 2_000), (1_500, 500), (nil, 500), (500, nil),
    ] as [(Int64?, Int64?)])
  func quota(from: Int64?, to: Int64?) {
    var world = world([CPUTestContainer(quotaMilli: from)], jobs: [0, 0])
    var simulation = Simulation(seed: 3)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cpu.resize(0, weight: 1_024, quotaMilli: to, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let used = world.cpu.usage(of: 0, at: simulation.now).used.nanoseconds
    let paid = (rate(from) + rate(to)) * 10_000_000
    let budgets = (rate(from) + rate(to)) * 100_000
    #expect(abs(used - paid) <= budgets, "\(used) of \(paid)")
  }

  @Test("Busy containers share their cores by the weights that they have at the time")
  func weights() {
    var world = world(
      [CPUTestContainer(weight: 1_024), CPUTestContainer(weight: 1_024)], jobs: [0, 0, 1, 1])
    var simulation = Simulation(seed: 3)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 4))
    world.cpu.resize(0, weight: 3_072, quotaMilli: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 8))
    // Four seconds of two cores by halves, then by three quarters and one.
    for (container, seconds) in [(0, Int64(4 + 6)), (1, 4 + 2)] {
      let used = world.cpu.usage(of: container, at: simulation.now).used
      #expect(abs((used - .seconds(seconds)).nanoseconds) < 20)
    }
  }
}
