import SimulationKernel
import Stores

/// A Raft group alone in a world of wires and disks with simple laws, one writer and faults.
///
/// Checks after every step that no term has two leaders, and that every leader holds every entry
/// that was ever committed, itself or by a snapshot, which holds nothing else.
struct RaftLab: ~Copyable, EventHandler {
  enum Kind: UInt8 {
    case deliver, electionTimer, heartbeatTimer, flushed, write, script, snapshot
  }

  struct Flight {
    var message: RaftMessage
    var epoch: Int
  }

  struct Flush {
    var slot: Int
    var epoch: Int
    var through: UInt64
    var term: UInt32
    var message: RaftMessage?
  }

  var members: [RaftMember]
  var isUp: [Bool]
  var epochs: [Int]
  var random: EntityRandom
  /// Each member's own timeout, where they are not drawn.
  var scriptedTimeouts: [SimDuration] = []
  var oneWay: ClosedRange<SimDuration> = .microseconds(250)...(.microseconds(900))
  var flushTime: ClosedRange<SimDuration> = .microseconds(300)...(.microseconds(1500))
  var snapshotTime: ClosedRange<SimDuration> = .milliseconds(20)...(.milliseconds(600))
  /// Snapshots that arrived.
  private(set) var snapshots = 0
  var loss = 0.0
  /// From when on a heal also ends the loss of messages.
  var quietFrom = SimTime(seconds: 22)
  /// Ordered pairs of members between which nothing passes.
  var cuts: [Bool]
  var writeEvery: SimDuration?
  var script: [(time: SimTime, action: ScriptAction)] = []

  private var flights: [Flight] = []
  private var flushes: [Flush] = []
  private var lastArrival: [SimTime]
  private var effects: [RaftEffect] = []

  var leaderOfTerm: [UInt32: Int] = [:]
  var committedTerms: [UInt32] = [0]
  var acceptedAt: [SimTime] = []
  var violations: [String] = []
  var trace: [String]?

  enum ScriptAction: Equatable {
    case stop(Int), start(Int), powerLoss(Int), cut(Int, Int), heal, write
  }

  init(members count: Int, parameters: RaftParameters, seed: UInt64) {
    random = EntityRandom(seed: seed, stream: "raft lab")
    members = []
    for slot in 0..<count {
      members.append(
        RaftMember(
          slot: UInt8(slot), voters: count, parameters: parameters,
          timeout: parameters.electionTimeoutMin))
    }
    isUp = Array(repeating: true, count: count)
    epochs = Array(repeating: 0, count: count)
    cuts = Array(repeating: false, count: count * count)
    lastArrival = Array(repeating: .zero, count: count * count)
  }

  mutating func start(in simulation: inout Simulation) {
    for slot in members.indices { begin(slot, in: &simulation) }
    for (index, step) in script.enumerated() {
      simulation.schedule(
        at: step.time, room: 0, kind: Kind.script.rawValue, argument: UInt32(index))
    }
    if let writeEvery {
      simulation.schedule(after: writeEvery, room: 0, kind: Kind.write.rawValue, argument: 0)
    }
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    let argument = Int(notice.argument)
    guard let kind = Kind(rawValue: notice.kind) else { return }
    switch kind {
    case .deliver: deliver(flights[argument], in: &simulation)
    case .electionTimer:
      step(argument, in: &simulation) { $0.electionTimer(now: $1, into: &$2) }
    case .heartbeatTimer:
      step(argument, in: &simulation) { $0.heartbeatTimer(now: $1, into: &$2) }
    case .flushed: finish(flushes[argument], in: &simulation)
    case .write:
      write(in: &simulation)
      if let writeEvery {
        simulation.schedule(after: writeEvery, room: 0, kind: Kind.write.rawValue, argument: 0)
      }
    case .script: perform(script[argument].action, in: &simulation)
    case .snapshot: arrive(flights[argument], in: &simulation)
    }
  }

  /// A snapshot is there, unless one of the two is not, or the way between them.
  private mutating func arrive(_ flight: Flight, in simulation: inout Simulation) {
    let (from, to) = (Int(flight.message.from), Int(flight.message.to))
    guard isUp[from], members[from].state(ofSnapshot: flight.message) == .underWay else { return }
    let isLost = cuts[from * members.count + to] || !isUp[to] || flight.epoch != epochs[to]
    note(simulation.now, "\(flight.message.traceText) \(isLost ? "is lost" : "is there")")
    guard !isLost else {
      members[from].snapshotFailed(to: to)
      return
    }
    snapshots += 1
    deliver(flight, in: &simulation)
    let base = members[to].log.base
    if base >= UInt64(committedTerms.count)
      || members[to].log.term(at: base) != committedTerms[Int(base)]
    {
      violations.append("a snapshot through \(base) holds what is not committed")
    }
  }

  mutating func write(in simulation: inout Simulation) {
    guard let leader = members.indices.last(where: { isUp[$0] && members[$0].isLeader }) else {
      return
    }
    step(leader, in: &simulation) { $0.propose(count: 1, into: &$2) }
  }

  mutating func stop(_ slot: Int) {
    isUp[slot] = false
    epochs[slot] += 1
  }

  mutating func perform(_ action: ScriptAction, in simulation: inout Simulation) {
    note(simulation.now, "-- \(action)")
    switch action {
    case .stop(let slot): stop(slot)
    case .powerLoss(let slot):
      stop(slot)
      members[slot].losePageCache()
    case .start(let slot):
      isUp[slot] = true
      begin(slot, in: &simulation)
    case .cut(let a, let b):
      cuts[a * members.count + b] = true
      cuts[b * members.count + a] = true
    case .heal:
      for pair in cuts.indices { cuts[pair] = false }
      if simulation.now >= quietFrom { loss = 0 }
    case .write: write(in: &simulation)
    }
  }

  private mutating func begin(_ slot: Int, in simulation: inout Simulation) {
    let phase = scriptedTimeouts.isEmpty ? random.duration(below: .milliseconds(100)) : .zero
    step(slot, in: &simulation) { $0.start(now: $1, phase: phase, into: &$2) }
  }

  private mutating func deliver(_ flight: Flight, in simulation: inout Simulation) {
    let slot = Int(flight.message.to)
    guard flight.epoch == epochs[slot] else { return }
    step(slot, in: &simulation) { $0.receive(flight.message, now: $1, into: &$2) }
  }

  private mutating func finish(_ flush: Flush, in simulation: inout Simulation) {
    guard flush.epoch == epochs[flush.slot], isUp[flush.slot] else { return }
    step(flush.slot, in: &simulation) { member, _, effects in
      member.flushed(through: flush.through, term: flush.term, into: &effects)
    }
    if let message = flush.message { send(message, in: &simulation) }
  }

  private mutating func step(
    _ slot: Int, in simulation: inout Simulation,
    _ body: (inout RaftMember, SimTime, inout [RaftEffect]) -> Void
  ) {
    guard isUp[slot] else { return }
    if members[slot].wantsTimeout { members[slot].hand(timeout: nextTimeout(for: slot)) }
    var todo = effects
    effects = []
    todo.removeAll(keepingCapacity: true)
    body(&members[slot], simulation.now, &todo)
    for effect in todo { carryOut(effect, of: slot, in: &simulation) }
    effects = todo
  }

  private mutating func nextTimeout(for slot: Int) -> SimDuration {
    if !scriptedTimeouts.isEmpty { return scriptedTimeouts[slot] }
    return members[slot].parameters.drawTimeout(using: &random)
  }

  private mutating func carryOut(
    _ effect: RaftEffect, of slot: Int, in simulation: inout Simulation
  ) {
    switch effect {
    case .send(let message): send(message, in: &simulation)
    case .sendWhenFlushed(let message, let through, let term, _):
      flush(slot, through: through, term: term, then: message, in: &simulation)
    case .flush(let through, let term, _):
      flush(slot, through: through, term: term, then: nil, in: &simulation)
    case .sendSnapshot(let message):
      note(simulation.now, "\(message.traceText) begins")
      flights.append(Flight(message: message, epoch: epochs[Int(message.to)]))
      simulation.schedule(
        after: random.duration(from: snapshotTime.lowerBound, to: snapshotTime.upperBound),
        room: 0, kind: Kind.snapshot.rawValue, argument: UInt32(flights.count - 1))
    case .electionTimer(let time):
      simulation.schedule(
        at: time, room: 0, kind: Kind.electionTimer.rawValue, argument: UInt32(slot))
    case .heartbeatTimer(let time):
      simulation.schedule(
        at: time, room: 0, kind: Kind.heartbeatTimer.rawValue, argument: UInt32(slot))
    case .elected(let term): checkElection(of: slot, term: term, at: simulation.now)
    case .deposed: note(simulation.now, "\(slot) steps down")
    case .committed(let through): checkCommit(through: through, by: slot, at: simulation.now)
    }
  }

  private mutating func send(_ message: RaftMessage, in simulation: inout Simulation) {
    let pair = Int(message.from) * members.count + Int(message.to)
    let isLost = cuts[pair] || (loss > 0 && random.unit() < loss)
    note(simulation.now, "\(message.traceText)\(isLost ? "  (lost)" : "")")
    guard !isLost, isUp[Int(message.to)] else { return }
    let delay = random.duration(from: oneWay.lowerBound, to: oneWay.upperBound)
    let arrival = max(simulation.now + delay, lastArrival[pair])
    lastArrival[pair] = arrival
    flights.append(Flight(message: message, epoch: epochs[Int(message.to)]))
    simulation.schedule(
      at: arrival, room: 0, kind: Kind.deliver.rawValue, argument: UInt32(flights.count - 1))
  }

  private mutating func flush(
    _ slot: Int, through: UInt64, term: UInt32, then message: RaftMessage?,
    in simulation: inout Simulation
  ) {
    let delay = random.duration(from: flushTime.lowerBound, to: flushTime.upperBound)
    flushes.append(
      Flush(slot: slot, epoch: epochs[slot], through: through, term: term, message: message))
    simulation.schedule(
      after: delay, room: 0, kind: Kind.flushed.rawValue, argument: UInt32(flushes.count - 1))
  }

  private mutating func checkElection(of slot: Int, term: UInt32, at time: SimTime) {
    note(time, "\(slot) leads term \(term)")
    if let other = leaderOfTerm[term], other != slot {
      violations.append("term \(term) is led by \(other) and \(slot)")
    }
    leaderOfTerm[term] = slot
    let first = max(1, Int(members[slot].log.base))
    for index in first..<max(committedTerms.count, first)
    where members[slot].log.term(at: UInt64(index)) != committedTerms[index] {
      violations.append("the leader of term \(term) lacks committed entry \(index)")
      return
    }
  }

  private mutating func checkCommit(through: UInt64, by slot: Int, at time: SimTime) {
    note(time, "\(slot) commits through \(through)")
    acceptedAt.append(time)
    while committedTerms.count <= Int(through) {
      committedTerms.append(members[slot].log.term(at: UInt64(committedTerms.count)))
    }
  }

  /// The first index at which the committed parts of two members disagree.
  func firstDisagreement() -> Int? {
    for member in members {
      let end = min(committedTerms.count, Int(member.commit) + 1)
      for index in min(end, Int(member.log.base))..<end
      where member.log.term(at: UInt64(index)) != committedTerms[index] {
        return index
      }
    }
    return nil
  }

  private mutating func note(_ time: SimTime, _ text: @autoclosure () -> String) {
    guard trace != nil else { return }
    let micros = time.nanoseconds / 1000
    let whole = String(micros / 1_000_000)
    let part = String(micros % 1_000_000)
    let padded = String(repeating: "0", count: 6 - part.count) + part
    trace?.append("\(whole).\(padded)  \(text())")
  }
}

extension RaftMessage {
  var traceText: String {
    let head = "\(from) -> \(to) \(kind) term \(term)"
    return switch kind {
    case .append:
      "\(head) after \(index)/\(logTerm) entries \(count) commit \(hint)"
    case .appendReply: flag ? "\(head) refused \(index) try \(hint)" : "\(head) holds \(index)"
    case .vote, .preVote: "\(head) last \(index)/\(logTerm)"
    case .voteReply, .preVoteReply: "\(head) \(flag ? "no" : "yes")"
    case .campaignNow: head
    case .snapshot: "\(head) through \(index)/\(logTerm)"
    }
  }
}
