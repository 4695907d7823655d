import SimulationKernel
import Stores

/// Stores alone in a world of wires, processors and a Kubernetes API with simple laws.
///
/// Checks that no request is answered twice and that what was refused was not counted as accepted.
struct StoreLab: ~Copyable, EventHandler {
  enum Fault: Equatable {
    case kill(Int), crashNode(Int), start(Int), shutDown(Int), isolate(Int), heal
    case breakDisk(Int, DiskFault), mendDisk(Int, DiskFault), damage(DataDamage)
    case freeze(Int), thaw(Int), crashQueues(Int)
  }

  private enum Kind: UInt8 { case action = 100, write, fault, readiness, ended }

  /// How long a member that was told to end takes to.
  private static let cleanStop = SimDuration.seconds(5)

  var stores: StoreGroups
  var random: EntityRandom
  var script: [(time: SimTime, fault: Fault)] = []
  var writeEvery: SimDuration?
  /// Every so many operations is a read; 0 for none.
  var readShare = 0
  /// How long the API takes to call a pod unready after its process or its node is gone.
  var readinessDelay: (process: SimDuration, node: SimDuration) = (.seconds(1), .seconds(40))
  /// Whether the store looks after its members at every beat, also while nothing is amiss.
  var isWatchful = false
  var oneWay = SimDuration.microseconds(400)
  var work = SimDuration.microseconds(100)
  /// Bytes of an operation.
  var bytes: Int64 = 512
  /// Pairs of members between which nothing passes.
  var cutLinks: [(Int, Int)] = []
  /// How much longer the cores take for what is brought back; what they began they end.
  var restoreSlowness = 1.0

  private(set) var answers: [(call: UInt32, time: SimTime, isFailed: Bool, isWrite: Bool)] = []
  private(set) var isAnswered: [Bool] = []
  private(set) var isWrite: [Bool] = []
  private(set) var roles: [(member: Int, isPrimary: Bool, time: SimTime)] = []
  private(set) var doubleAnswers = 0
  private var askedAt: [SimTime] = []
  private var cut: [Bool] = []
  private var lastArrival: [SimTime] = []
  private var readiness: [(member: Int, isReady: Bool)] = []

  /// Whether writes may arrive anywhere.
  private let forwards: Bool

  /// Makes a laboratory of a store that is asked, and of others that only run beside it.
  ///
  /// - Parameter startsAtOnce: whether software that starts listens at once, so that a script says
  ///   when it does.
  init(
    _ setup: StoreSetup, beside others: [StoreSetup] = [], startsAtOnce: Bool = true, seed: UInt64
  ) {
    forwards = setup.configuration.forwards
    var setups = [setup] + others
    if startsAtOnce {
      for index in setups.indices {
        setups[index].configuration.startup = nil
        setups[index].configuration.coordinatorStartup = nil
      }
    }
    stores = StoreGroups(setups, seed: seed)
    random = EntityRandom(seed: seed, stream: "store lab")
    cut = Array(repeating: false, count: stores.members.count)
    lastArrival = Array(
      repeating: .zero, count: stores.members.count * stores.members.count)
  }

  mutating func start(in simulation: inout Simulation) {
    for member in stores.members.indices {
      stores.memberStarted(member, now: simulation.now, wasRunning: true)
    }
    stores.start(now: simulation.now)
    for (index, step) in script.enumerated() {
      simulation.schedule(
        at: step.time, room: 0, kind: Kind.fault.rawValue, argument: UInt32(index))
    }
    if let writeEvery {
      simulation.schedule(
        after: writeEvery, room: 0, kind: Kind.write.rawValue, argument: 0)
    }
    carryOut(in: &simulation)
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    if isWatchful { for store in stores.stores.indices { stores.awaitChange(store: store) } }
    if let event = StoreEvent(rawValue: notice.kind) {
      stores.handle(event, argument: notice.argument, now: simulation.now)
    } else if notice.kind == Kind.write.rawValue {
      operate(in: &simulation)
    } else if notice.kind == Kind.ended.rawValue {
      end(Int(notice.argument), in: &simulation)
    } else if notice.kind == Kind.readiness.rawValue {
      see(readiness[Int(notice.argument)], in: &simulation)
    } else {
      perform(script[Int(notice.argument)].fault, in: &simulation)
    }
    carryOut(in: &simulation)
  }

  /// Issues one operation at a member that is up, the primary where the engine does not forward.
  mutating func operate(in simulation: inout Simulation) {
    if let writeEvery {
      simulation.schedule(after: writeEvery, room: 0, kind: Kind.write.rawValue, argument: 0)
    }
    let reads = readShare > 0 && isAnswered.count % readShare == 0
    let data = stores.stores[0].members
    let keyBits = random.next()
    let primary = stores.groups[0].leader.map { stores.groups[0].members[$0] }
    let entry = forwards ? data.lowerBound + random.below(data.count) : primary ?? 0
    let member = reads ? data.lowerBound + random.below(data.count) : entry
    ask(member, isWrite: !reads, keyBits: keyBits, now: simulation.now)
  }

  /// Sends a write to a member, and carries out what follows at once.
  mutating func write(to member: Int, in simulation: inout Simulation) {
    ask(member, isWrite: true, keyBits: random.next(), now: simulation.now)
    carryOut(in: &simulation)
  }

  private mutating func ask(_ member: Int, isWrite isWriting: Bool, keyBits: UInt64, now: SimTime) {
    let call = UInt32(isAnswered.count)
    isAnswered.append(false)
    isWrite.append(isWriting)
    askedAt.append(now)
    stores.arrive(
      StoreDemand(
        store: 0, member: member, call: call, isWrite: isWriting, cpu: work, bytes: bytes,
        keyBits: keyBits),
      now: now)
  }

  mutating func perform(_ fault: Fault, in simulation: inout Simulation) {
    inject(fault, in: &simulation)
    carryOut(in: &simulation)
  }

  private mutating func inject(_ fault: Fault, in simulation: inout Simulation) {
    switch fault {
    case .kill(let member):
      stores.memberStopped(member, isSilent: false, now: simulation.now)
      observe(member, isReady: false, after: readinessDelay.process, in: &simulation)
    case .crashNode(let member):
      stores.memberStopped(member, isSilent: true, now: simulation.now)
      observe(member, isReady: false, after: readinessDelay.node, in: &simulation)
    case .shutDown(let member):
      guard stores.members[member].isUp || stores.members[member].isLoading else { return }
      stores.memberStopping(member, now: simulation.now)
      simulation.schedule(
        after: Self.cleanStop, room: 0, kind: Kind.ended.rawValue, argument: UInt32(member))
    case .start(let member):
      let state = stores.members[member]
      guard !state.isUp, !state.isFrozen, !state.isLoading else { return }
      stores.memberStarted(member, now: simulation.now)
      observe(member, isReady: true, after: .seconds(1), in: &simulation)
    case .freeze(let member):
      stores.memberFrozen(member, now: simulation.now)
      observe(member, isReady: false, after: readinessDelay.process, in: &simulation)
    case .thaw(let member):
      stores.memberThawed(member, now: simulation.now)
      observe(member, isReady: true, after: .seconds(1), in: &simulation)
    case .crashQueues(let member): stores.crashQueues(of: member, now: simulation.now)
    case .isolate(let member): setCut(member, true)
    case .heal: for member in cut.indices { setCut(member, false) }
    case .breakDisk(let member, let fault):
      stores.breakDisk(of: member, fault, now: simulation.now)
    case .mendDisk(let member, let fault):
      stores.mendDisk(of: member, fault, now: simulation.now)
    case .damage(let damage): stores.damage(store: 0, damage, now: simulation.now)
    }
  }

  /// A member that was told to end does, unless it died or was stopped in the meantime.
  private mutating func end(_ member: Int, in simulation: inout Simulation) {
    guard stores.members[member].isUp, stores.members[member].isStopping else { return }
    stores.memberStopped(member, isSilent: false, now: simulation.now)
    observe(member, isReady: false, after: readinessDelay.process, in: &simulation)
  }

  /// Whoever is cut off does not reach the API either, while its machine does.
  private mutating func setCut(_ member: Int, _ isCut: Bool) {
    cut[member] = isCut
    stores.setSight(of: member, isReady: stores.members[member].isReady, seesAPI: !isCut)
    for other in cut.indices {
      var reach = BitSet()
      let store = stores.members[other].store
      let base = stores.stores[store].members.lowerBound
      for third in cut.indices
      where stores.members[third].store == store && (third == other || (!cut[other] && !cut[third]))
      {
        reach.insert(third - base)
      }
      stores.setReach(of: other, reach)
    }
  }

  /// The API sees a member ready or not; one that does not listen yet is looked at again.
  private mutating func see(
    _ change: (member: Int, isReady: Bool), in simulation: inout Simulation
  ) {
    let state = stores.members[change.member]
    guard !change.isReady || !state.isLoading else {
      observe(change.member, isReady: true, after: .seconds(1), in: &simulation)
      return
    }
    stores.setSight(
      of: change.member, isReady: change.isReady || state.isUp, seesAPI: !cut[change.member])
  }

  private mutating func observe(
    _ member: Int, isReady: Bool, after delay: SimDuration, in simulation: inout Simulation
  ) {
    readiness.append((member, isReady))
    simulation.schedule(
      after: delay, room: 0, kind: Kind.readiness.rawValue,
      argument: UInt32(readiness.count - 1))
  }

  private mutating func carryOut(in simulation: inout Simulation) {
    while let action = stores.takeAction() { carryOut(action, in: &simulation) }
  }

  private mutating func carryOut(_ action: StoreAction, in simulation: inout Simulation) {
    switch action {
    case .schedule(let event, let time, let argument):
      simulation.schedule(at: time, room: 0, kind: event.rawValue, argument: argument)
    case .send(let packet, let from, let to, _), .redirect(let packet, _, let from, let to, _):
      // A client is on the side of the pod that it asks.
      let isLinkCut = cutLinks.contains { $0 == (from, to) || $0 == (to, from) }
      guard from == to || (!cut[from] && !cut[to] && !isLinkCut) else {
        stores.packetLost(packet)
        return
      }
      let pair = from * cut.count + to
      let jitter = random.duration(below: oneWay)
      lastArrival[pair] = max(simulation.now + oneWay / 2 + jitter, lastArrival[pair])
      simulation.schedule(
        at: lastArrival[pair], room: 0, kind: StoreEvent.packet.rawValue,
        argument: packet.rawValue)
    case .work(let request, _, let length):
      simulation.schedule(
        after: length, room: 0, kind: StoreEvent.workDone.rawValue, argument: request.rawValue)
    case .cancelWork: break
    case .restoreWork(let member, let attempt, let length):
      simulation.schedule(
        after: length.scaled(by: restoreSlowness), room: 0,
        kind: StoreEvent.restoreWorked.rawValue,
        argument: IndexedArgument(member, attempt).rawValue)
    case .answer(let call, _, let isFailed):
      if isAnswered[Int(call)] { doubleAnswers += 1 }
      isAnswered[Int(call)] = true
      answers.append((call, simulation.now, isFailed, isWrite[Int(call)]))
    case .crash(let member):
      stores.memberStopped(member, isSilent: false, now: simulation.now)
      observe(member, isReady: false, after: readinessDelay.process, in: &simulation)
    case .role(let member, _, let isPrimary): roles.append((member, isPrimary, simulation.now))
    }
  }

  /// Writes that were acknowledged so far.
  var accepted: Int { answers.count(where: { $0.isWrite && !$0.isFailed }) }

  /// The writes that were answered, in that order: when each was asked for, and how long it took.
  var answeredWrites: [(askedAt: SimTime, took: SimDuration, isFailed: Bool)] {
    answers.filter(\.isWrite).map {
      (askedAt[Int($0.call)], $0.time - askedAt[Int($0.call)], $0.isFailed)
    }
  }

  /// How long acknowledged writes took in the mean.
  var meanWriteSeconds: Double {
    let done = answers.filter { $0.isWrite && !$0.isFailed }
    return done.reduce(0) { $0 + ($1.time - askedAt[Int($1.call)]).seconds }
      / Double(max(done.count, 1))
  }

  /// From the last acknowledged write before a time to the first after it.
  func gap(around time: SimTime) -> SimDuration? {
    var last = SimTime.zero
    for answer in answers where answer.isWrite && !answer.isFailed {
      if answer.time > time { return answer.time - last }
      last = answer.time
    }
    return nil
  }
}
