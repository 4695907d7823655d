import SimulationKernel
import Stores

/// Sentinels over simple processes: one master, the others replicas, of which one that starts again
/// follows nobody until it is told to.
///
/// Checks after every step that a Sentinel gives an epoch one vote, that an epoch has one leader by
/// election, and that what two Sentinels know since one epoch is the same master.
struct SentinelLab: ~Copyable, EventHandler {
  enum Kind: UInt8 { case deliver, tick, script, operate }

  enum Action: Equatable {
    case kill(Int), silence(Int), start(Int), stopSentinel(Int), startSentinel(Int)
    case isolate(Int), heal
  }

  struct Process {
    var isUp = true
    var isSilent = false
    var isMaster = false
    var isAttached = true
    var starts: UInt64 = 0
    var offset: UInt64 = 100
    var unlinkedSince: SimTime?
  }

  var sentinels: [SentinelMember] = []
  var isUp: [Bool]
  var processes: [Process]
  var primary = 0
  var random: EntityRandom
  /// Where each process and, after them, each Sentinel stands apart from all others.
  var isIsolated: [Bool]
  var script: [(time: SimTime, action: Action)] = []
  var promotions: [(slot: Int, time: SimTime)] = []
  var announcements: [(slot: Int, time: SimTime)] = []
  var violations: [String] = []
  var trace: [String]?
  private var flights: [SentinelMessage] = []
  private var votes: [[(epoch: UInt32, leader: UInt8)]]
  private var leaders: [(epoch: UInt32, slot: UInt8)] = []
  private var masters: [(epoch: UInt32, slot: Int)] = []

  init(sentinels count: Int, processes size: Int, rules: SentinelRules, seed: UInt64) {
    random = EntityRandom(seed: seed, stream: "sentinel lab")
    processes = Array(repeating: Process(), count: size)
    processes[0].isMaster = true
    for index in processes.indices { processes[index].starts = UInt64(index) }
    isUp = Array(repeating: true, count: count)
    isIsolated = Array(repeating: false, count: size + count)
    votes = Array(repeating: [], count: count)
    for slot in 0..<count {
      let phases = processes.map { _ in
        (
          ping: random.duration(below: rules.pingPeriod),
          info: random.duration(below: SentinelRules.infoPeriod)
        )
      }
      sentinels.append(
        SentinelMember(
          slot: UInt8(slot), of: count, master: 0, rules: rules, phases: phases, now: .zero))
    }
  }

  mutating func start(in simulation: inout Simulation) {
    for slot in sentinels.indices {
      let rest = random.duration(below: .milliseconds(100))
      simulation.schedule(
        after: rest, room: 0, kind: Kind.tick.rawValue, argument: UInt32(slot))
    }
    operate(in: &simulation)
    for (index, step) in script.enumerated() {
      simulation.schedule(
        at: step.time, room: 0, kind: Kind.script.rawValue, argument: UInt32(index))
    }
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    var effects: [SentinelEffect] = []
    let argument = Int(notice.argument)
    let desync = random.duration(below: SentinelRules.desync)
    switch Kind(rawValue: notice.kind) {
    case .deliver:
      let message = flights[argument]
      let to = Int(message.to)
      guard isUp[to], isLinked(processes.count + Int(message.from), processes.count + to) else {
        return
      }
      sentinels[to].receive(message, desync: desync, now: simulation.now, into: &effects)
      carryOut(effects, of: to, in: &simulation)
    case .tick:
      simulation.schedule(
        after: SentinelRules.tick(using: &random), room: 0, kind: Kind.tick.rawValue,
        argument: notice.argument)
      link(now: simulation.now)
      guard isUp[argument] else { return }
      let sights = processes.indices.map { sight(of: $0, by: argument, now: simulation.now) }
      let (wasDown, wasLost) = (
        sentinels[argument].believesMasterDown, sentinels[argument].isMasterLost
      )
      sentinels[argument].tick(sights, desync: desync, now: simulation.now, into: &effects)
      if !wasDown, sentinels[argument].believesMasterDown {
        note("\(argument) +sdown", simulation.now)
      }
      if !wasLost, sentinels[argument].isMasterLost {
        note("\(argument) +odown", simulation.now)
      }
      carryOut(effects, of: argument, in: &simulation)
    case .script: perform(script[argument].action, now: simulation.now)
    case .operate: operate(in: &simulation)
    case nil: break
    }
    check()
  }

  /// An operator looks each thirty seconds: where nobody is a master, and all processes follow
  /// nobody or the Sentinels find none to promote, it picks one.
  private mutating func operate(in simulation: inout Simulation) {
    simulation.schedule(after: .seconds(30), room: 0, kind: Kind.operate.rawValue, argument: 0)
    let there = processes.indices.filter { processes[$0].isUp }
    let isHopeless = sentinels.contains { $0.findsNoReplica }
    guard !there.contains(where: { processes[$0].isMaster }),
      isHopeless || !there.contains(where: { processes[$0].isAttached }),
      let first = there.first
    else { return }
    promote(first)
    let epoch = (sentinels.map(\.currentEpoch).max() ?? 0) + 1
    for slot in sentinels.indices {
      sentinels[slot].monitor(first, since: epoch, now: simulation.now)
    }
  }

  private mutating func promote(_ slot: Int) {
    for index in processes.indices { processes[index].isAttached = index == slot }
    processes[slot].isMaster = true
    primary = slot
  }

  private func isLinked(_ one: Int, _ other: Int) -> Bool { !isIsolated[one] && !isIsolated[other] }

  private func sight(of index: Int, by sentinel: Int, now: SimTime) -> SentinelSight {
    let process = processes[index]
    var sight = SentinelSight()
    let isReached = isLinked(index, processes.count + sentinel)
    sight.isAnswering = process.isUp && isReached
    sight.isRefusing = !process.isUp && !process.isSilent && isReached
    sight.isMaster = process.isMaster
    sight.isAttached = process.isAttached
    sight.isFollowing = process.isAttached && process.unlinkedSince == nil
    sight.offset = process.offset
    sight.runID = process.starts
    // A master has no link that could be down.
    if let since = process.unlinkedSince, !process.isMaster { sight.linkDown = now - since }
    return sight
  }

  /// Replicas follow the primary while both are there.
  private mutating func link(now: SimTime) {
    for index in processes.indices where index != primary {
      let isLinked =
        processes[primary].isUp && processes[primary].isMaster && processes[index].isUp
        && processes[index].isAttached && !processes[index].isMaster
        && self.isLinked(index, primary)
      processes[index].unlinkedSince =
        isLinked ? nil : processes[index].unlinkedSince ?? now
    }
  }

  private mutating func carryOut(
    _ effects: [SentinelEffect], of sentinel: Int, in simulation: inout Simulation
  ) {
    for effect in effects {
      switch effect {
      case .send(let message):
        let isNews = message.configEpoch > sentinels[Int(message.to)].configEpoch
        if message.kind != .hello || isNews { note(describe(message), simulation.now) }
        flights.append(message)
        simulation.schedule(
          after: .microseconds(300) + random.duration(below: .microseconds(700)), room: 0,
          kind: Kind.deliver.rawValue, argument: UInt32(flights.count - 1))
      case .promote(let slot):
        note("\(sentinel) promotes \(slot)", simulation.now)
        promotions.append((slot, simulation.now))
        promote(slot)
      case .announce(let slot):
        note("\(sentinel) announces \(slot)", simulation.now)
        announcements.append((slot, simulation.now))
      case .attach(let slot):
        note("\(sentinel) attaches \(slot)", simulation.now)
        if slot == primary { primary = sentinels[sentinel].master }
        processes[slot].isMaster = false
        processes[slot].isAttached = true
      }
    }
  }

  private func describe(_ message: SentinelMessage) -> String {
    let who = "\(message.from) -> \(message.to) \(message.kind)"
    let leader = message.leader.map { " for \($0)" } ?? ""
    switch message.kind {
    case .ask: return who + " about \(message.master) epoch \(message.epoch)" + leader
    case .answer:
      return who + (message.isDown ? " down" : " up")
        + (message.leader == nil ? "" : leader + " in \(message.epoch)")
    case .hello: return who + " master \(message.master) since \(message.configEpoch)"
    }
  }

  private mutating func note(_ text: String, _ now: SimTime) {
    guard trace != nil else { return }
    let micros = now.nanoseconds / 1000
    let fraction = String(micros % 1_000_000 + 1_000_000).dropFirst()
    trace?.append("\(micros / 1_000_000).\(fraction)  \(text)")
  }

  private mutating func perform(_ action: Action, now: SimTime) {
    switch action {
    case .kill(let index), .silence(let index):
      processes[index].isUp = false
      processes[index].isSilent = action == .silence(index)
    case .start(let index):
      guard !processes[index].isUp else { return }
      processes[index].isUp = true
      processes[index].isSilent = false
      processes[index].isMaster = false
      processes[index].isAttached = false
      processes[index].starts += UInt64(processes.count)
    case .stopSentinel(let slot): isUp[slot] = false
    case .startSentinel(let slot):
      guard !isUp[slot] else { return }
      isUp[slot] = true
      sentinels[slot].restart(now: now)
    case .isolate(let sentinel): isIsolated[sentinel] = true
    case .heal: for sentinel in isIsolated.indices { isIsolated[sentinel] = false }
    }
  }

  private mutating func check() {
    for (slot, sentinel) in sentinels.enumerated() {
      if let vote = sentinel.vote {
        if let old = votes[slot].first(where: { $0.epoch == vote.epoch }) {
          if old.leader != vote.leader { violations.append("\(slot) voted twice in \(vote.epoch)") }
        } else {
          votes[slot].append((vote.epoch, vote.leader))
        }
      }
      if sentinel.isLeading, let epoch = sentinel.failoverEpoch {
        if let old = leaders.first(where: { $0.epoch == epoch }) {
          if old.slot != sentinel.slot { violations.append("two leaders in \(epoch)") }
        } else {
          leaders.append((epoch, sentinel.slot))
        }
      }
      guard sentinel.configEpoch > 0, !sentinel.isLeading else { continue }
      if let old = masters.first(where: { $0.epoch == sentinel.configEpoch }) {
        if old.slot != sentinel.master {
          violations.append("two masters since \(sentinel.configEpoch)")
        }
      } else {
        masters.append((sentinel.configEpoch, sentinel.master))
      }
    }
  }
}
