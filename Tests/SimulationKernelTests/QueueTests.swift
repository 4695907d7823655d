import Glibc
import SimulationKernel
import TestSupport
import Testing

/// A queue with exponential arrivals and services and a number of servers, first come first served.
private struct ServerQueue: ~Copyable, EventHandler {
  private enum Kind: UInt8 {
    case arrival
    case departure
  }

  private let stream: UInt64
  private let servers: Int
  private let between: Sampler
  private let service: Sampler
  private let bank: SamplerBank
  private var arrived: UInt64 = 0
  private var started: UInt64 = 0
  private var population = TimeWeighted(at: .zero)
  private var delayed = 0

  init(seed: UInt64, arrivalRate: Double, serviceRate: Double, servers: Int) {
    var bank = SamplerBank()
    between = bank.compile(.exponential(mean: 1 / arrivalRate))
    service = bank.compile(.exponential(mean: 1 / serviceRate))
    self.bank = bank
    self.servers = servers
    stream = RequestRandom.streamKey(seed: seed, stream: "customers")
  }

  /// Starts with customers in the queue and schedules the first arrival.
  mutating func start(with customers: Int, in simulation: inout Simulation) {
    for _ in 0..<customers { enter(in: &simulation) }
    scheduleArrival(in: &simulation)
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    switch Kind(rawValue: notice.kind) {
    case .arrival:
      if population.value >= servers { delayed += 1 }
      enter(in: &simulation)
      scheduleArrival(in: &simulation)
    case .departure:
      population.add(-1, at: simulation.now)
      if population.value >= servers { serve(in: &simulation) }
    case nil: preconditionFailure("a queue schedules arrivals and departures")
    }
  }

  /// Average number of customers, and share of arrivals that found all servers busy.
  func results(at end: SimTime) -> (population: Double, delayedShare: Double) {
    (population.average(through: end), Double(delayed) / Double(arrived))
  }

  private mutating func enter(in simulation: inout Simulation) {
    population.add(1, at: simulation.now)
    arrived += 1
    if population.value <= servers { serve(in: &simulation) }
  }

  private mutating func serve(in simulation: inout Simulation) {
    let random = RequestRandom(stream: stream, request: started)
    started += 1
    simulation.schedule(
      after: bank.duration(service, random.bits(1)), room: 0, kind: Kind.departure.rawValue,
      argument: 0)
  }

  private func scheduleArrival(in simulation: inout Simulation) {
    let random = RequestRandom(stream: stream, request: arrived)
    simulation.schedule(
      after: bank.duration(between, random.bits(0)), room: 0, kind: Kind.arrival.rawValue,
      argument: 0)
  }
}

/// The stationary M/M/c queue (Erlang 1917).
private struct ErlangQueue {
  let arrivalRate: Double
  let serviceRate: Double
  let servers: Int

  private var offered: Double { arrivalRate / serviceRate }
  private var utilisation: Double { offered / Double(servers) }

  /// The probability of a number of customers without the common factor.
  private func weight(_ customers: Int) -> Double {
    (0..<customers).reduce(1) { $0 * offered / Double(min($1 + 1, servers)) }
  }

  private var total: Double {
    (0..<servers).reduce(0) { $0 + weight($1) } + weight(servers) / (1 - utilisation)
  }

  /// Erlang's C: the probability that an arrival finds all servers busy.
  var delayProbability: Double { weight(servers) / (1 - utilisation) / total }

  var meanPopulation: Double { offered + delayProbability * utilisation / (1 - utilisation) }

  /// A number of customers drawn from the stationary law, so that a run needs no warm-up.
  func stationary(_ seed: UInt64) -> Int {
    var random = EntityRandom(seed: seed, stream: "stationary")
    var rest = random.unit() * total
    var customers = 0
    while rest > weight(customers), customers < 10_000 {
      rest -= weight(customers)
      customers += 1
    }
    return customers
  }

  func run(_ seed: UInt64, seconds: Double) -> (population: Double, delayedShare: Double) {
    var simulation = Simulation(seed: seed)
    var queue = ServerQueue(
      seed: seed, arrivalRate: arrivalRate, serviceRate: serviceRate, servers: servers)
    let end = SimTime(seconds: seconds)
    queue.start(with: stationary(seed), in: &simulation)
    simulation.run(&queue, through: end)
    return queue.results(at: end)
  }
}

@Suite("Queues on the kernel's loop")
struct QueueTests {
  @Test("with one and with several servers have Erlang's mean length and delay probability")
  func queuesFollowErlang() throws {
    let queues = [
      ErlangQueue(arrivalRate: 0.5, serviceRate: 1, servers: 1),
      ErlangQueue(arrivalRate: 0.8, serviceRate: 1, servers: 1),
      ErlangQueue(arrivalRate: 2.4, serviceRate: 1, servers: 3),
      ErlangQueue(arrivalRate: 17, serviceRate: 1, servers: 20),
    ]
    try withEvery("queue", in: queues) { queue in
      let runs = (0..<40).map { queue.run($0, seconds: 40_000 / queue.arrivalRate) }
      let population = ConfidenceInterval(of: runs.map(\.population), level: 0.99)
      let delayed = ConfidenceInterval(of: runs.map(\.delayedShare), level: 0.99)
      try #require(population.contains(queue.meanPopulation), "\(population)")
      try #require(delayed.contains(queue.delayProbability), "\(delayed)")
      try #require(population.relativeHalfWidth < 0.03 && delayed.relativeHalfWidth < 0.03)
    }
  }

  @Test("of one seed repeat event for event, and of another do not")
  func runsRepeat() {
    func digest(_ seed: UInt64) -> Digest {
      var simulation = Simulation(seed: seed)
      var queue = ServerQueue(seed: seed, arrivalRate: 0.9, serviceRate: 1, servers: 1)
      queue.start(with: 3, in: &simulation)
      simulation.run(&queue, through: SimTime(seconds: 1_000))
      return simulation.digest
    }
    #expect(digest(1) == digest(1))
    #expect(digest(1) != digest(2))
  }
}
