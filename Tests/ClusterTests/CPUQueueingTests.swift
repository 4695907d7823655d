import Cluster
import Glibc
import SimulationKernel
import Testing

@Suite("CPU model against queueing theory")
struct CPUQueueingTests {
  /// Open arrivals of exponential work at one container.
  private struct Queue {
    var cores: Int64
    var threads: Int?
    var load: Double
    var count = 12_000
    static let meanWork = 1e6

    /// Mean response time in units of the mean work, without the first tenth of the jobs.
    func meanResponse(seed: UInt64, servers: Int) -> Double {
      var random = EntityRandom(seed: seed, stream: "queue")
      var time = 0.0
      let schedule = (0..<count).map { _ in
        time -= log(1 - random.unit()) * Self.meanWork / (load * Double(servers))
        return CPUTestJob(
          arrival: Int64(time), container: 0, work: Int64(-log(1 - random.unit()) * Self.meanWork))
      }
      var world = CPUWorld(
        capacityMilli: cores * 1_000, containers: [CPUTestContainer(threads: threads)],
        schedule: schedule, seed: seed)
      var simulation = Simulation(seed: seed)
      world.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 3_600))
      let responses = zip(schedule, world.completions).dropFirst(count / 10).compactMap {
        job, end in
        end.map { Double($0 - job.arrival) / Self.meanWork }
      }
      return responses.reduce(0, +) / Double(responses.count)
    }
  }

  /// Whether theory lies in the 99.9 % confidence interval of 40 independent runs.
  private func check(_ queue: Queue, servers: Int, theory: Double) {
    let means = (0..<40).map { queue.meanResponse(seed: UInt64($0), servers: servers) }
    let mean = means.reduce(0, +) / 40
    let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39
    let halfWidth = 3.56 * (variance / 40).squareRoot()
    #expect(abs(mean - theory) < halfWidth, "\(mean) ± \(halfWidth), theory \(theory)")
    #expect(halfWidth < 0.05 * theory)
  }

  /// Mean response of M/M/c in units of the mean service time (Erlang C).
  private func erlang(servers: Int, load: Double) -> Double {
    let offered = load * Double(servers)
    var blocking = 1.0
    for count in 1...servers {
      blocking = offered * blocking / (Double(count) + offered * blocking)
    }
    let waiting = blocking / (1 - load * (1 - blocking))
    return 1 + waiting / (Double(servers) * (1 - load))
  }

  @Test("one shared core answers in E[S] / (1 - rho)", arguments: [0.3, 0.6, 0.8])
  func processorSharing(load: Double) {
    check(Queue(cores: 1, load: load), servers: 1, theory: 1 / (1 - load))
  }

  @Test("c cores shared by exponential jobs hold as many as M/M/c does", arguments: [2, 4, 7])
  func multipleCores(cores: Int) {
    check(
      Queue(cores: Int64(cores), load: 0.75), servers: cores,
      theory: erlang(servers: cores, load: 0.75))
  }

  @Test("threads that are fewer than the cores make a first-in-first-out M/M/c")
  func threads() {
    check(
      Queue(cores: 16, threads: 3, load: 0.7), servers: 3, theory: erlang(servers: 3, load: 0.7))
  }
}
