import SimulationKernel
import Stores

/// Elections of a Redis Cluster alone: some masters are gone, and every node knows it.
///
/// The first nodes are the masters, the others their replicas, one for each. Nothing but the
/// packets of elections tells of epochs. Checks that an epoch has one winner and a shard one.
struct ElectionLab: ~Copyable, EventHandler {
  private enum Kind: UInt8 { case cron, request, vote }

  /// A packet on its way.
  private struct Flight {
    let from: Int
    let to: Int
    let epoch: UInt64
  }

  let masters: Int
  let lost: Int
  let rules: ClusterBusRules
  /// How long a packet takes: from this to twice as long.
  var oneWay = SimDuration.milliseconds(1)
  private var voters: [BusVoter]
  private var elections: [ReplicaElection]
  private var leads: [Bool]
  private var flights: [Flight] = []
  private var random: EntityRandom
  private(set) var requests: [(shard: Int, epoch: UInt64, time: SimTime)] = []
  private(set) var wins: [(shard: Int, epoch: UInt64, time: SimTime)] = []

  init(masters: Int, lost: Int, nodeTimeout: SimDuration, seed: UInt64) {
    self.masters = masters
    self.lost = lost
    rules = ClusterBusRules(nodeTimeout: nodeTimeout)
    random = EntityRandom(seed: seed, stream: "election lab")
    voters = Array(repeating: BusVoter(nodes: masters * 2), count: masters * 2)
    elections = Array(repeating: ReplicaElection(rules: rules), count: lost)
    leads = (0..<(masters * 2)).map { $0 >= lost && $0 < masters }
  }

  mutating func start(in simulation: inout Simulation) {
    for shard in 0..<lost {
      schedule(
        .cron, UInt32(shard), after: random.duration(below: ClusterBusRules.cronPeriod),
        in: &simulation)
    }
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    switch Kind(rawValue: notice.kind) {
    case .cron: cron(of: Int(notice.argument), in: &simulation)
    case .request: receiveRequest(flights[Int(notice.argument)], in: &simulation)
    case .vote: receiveVote(flights[Int(notice.argument)], now: simulation.now)
    case nil: break
    }
  }

  /// A replica looks at its election each 100 ms until it has won.
  private mutating func cron(of shard: Int, in simulation: inout Simulation) {
    let node = masters + shard
    guard !leads[node] else { return }
    let now = simulation.now
    schedule(.cron, UInt32(shard), after: ClusterBusRules.cronPeriod, in: &simulation)
    let draw = random.duration(below: .milliseconds(500))
    guard elections[shard].step(rank: 0, draw: draw, cron: now, now: now) else { return }
    let epoch = voters[node].beginElection()
    elections[shard].ask(inEpoch: epoch)
    requests.append((shard, epoch, now))
    for other in lost..<(masters * 2) where other != node {
      send(.request, Flight(from: node, to: other, epoch: epoch), in: &simulation)
    }
  }

  private mutating func receiveRequest(_ flight: Flight, in simulation: inout Simulation) {
    voters[flight.to].hear(flight.epoch)
    guard leads[flight.to] else { return }
    let isGranted = voters[flight.to].vote(
      inEpoch: flight.epoch, toReplace: flight.from - masters, hasFailed: true,
      lockout: rules.voteLockout, now: simulation.now)
    guard isGranted else { return }
    send(
      .vote, Flight(from: flight.to, to: flight.from, epoch: flight.epoch), in: &simulation)
  }

  private mutating func receiveVote(_ flight: Flight, now: SimTime) {
    let shard = flight.to - masters
    voters[flight.to].hear(flight.epoch)
    guard !leads[flight.to] else { return }
    let votes = elections[shard].receiveVote(inEpoch: flight.epoch, now: now)
    guard rules.isElected(votes: votes, masters: masters) else { return }
    leads[flight.to] = true
    wins.append((shard, flight.epoch, now))
  }

  private mutating func send(_ kind: Kind, _ flight: Flight, in simulation: inout Simulation) {
    flights.append(flight)
    schedule(
      kind, UInt32(flights.count - 1), after: oneWay + random.duration(below: oneWay),
      in: &simulation)
  }

  private func schedule(
    _ kind: Kind, _ argument: UInt32, after delay: SimDuration, in simulation: inout Simulation
  ) {
    simulation.schedule(after: delay, room: 0, kind: kind.rawValue, argument: argument)
  }
}
