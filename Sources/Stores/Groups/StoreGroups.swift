package import SimulationKernel

/// The stores' members, groups and protocols, without the rooms below: no CPU, network or API.
///
/// Requests, packets, timers, starts and stops of pods come in as calls with the present time. What
/// the stores need of CPU, network and callers goes out as `actions`. The members run the protocols
/// of Replication/ as their engine configures them. Every acknowledged write has a number in a log,
/// so that a failover can say what it lost.
package struct StoreGroups: ~Copyable {
  private let inPlace = InPlace()
  /// The stores.
  package internal(set) var stores: [StoreState] = []
  /// The members of all stores, each one pod's part in a store.
  package var members: [StoreMember] = []
  /// The shards and coordinating groups of all stores.
  package internal(set) var groups: [ReplicaGroup] = []
  /// The requests inside the stores.
  package var requests = Slab<StoreRequest>(capacity: 1024)
  /// What the rooms below are asked for, in order.
  var actions = Table<StoreAction>()
  /// The first action that `takeAction` has not returned yet.
  private var nextAction = 0
  /// The failovers so far.
  package internal(set) var failovers: [FailoverRecord] = []
  /// The times during which groups lacked what a write needs, so far.
  package internal(set) var quorums: [QuorumRecord] = []
  /// Acknowledged writes that changes of a group's leader lost and that the messaging has not taken
  /// yet.
  package var losses: [(group: Int, writes: UInt64)] = []

  /// Members that an administrator readmitted and of which no event was recorded yet.
  var readmissions: [Int] = []
  /// What became of snapshots of replicated logs, of which no event was recorded yet.
  package internal(set) var snapshotNews: [SnapshotNews] = []
  /// How many restores and drills have begun, repetitions included.
  var restoreAttempts: UInt16 = 0
  /// Whether what the cluster's API held is lost and not back yet.
  var isStateLost = false

  var rafts: [RaftMember] = []
  var raftOwners: [(group: Int, slot: Int)] = []
  var compactions: [LogCompaction] = []
  /// The logs of the groups that ship one.
  package internal(set) var shippings: [LogShipping] = []
  /// Redis' Sentinels, and where each runs.
  package internal(set) var sentinels: [SentinelMember] = []
  var sentinelHosts: [SentinelHost] = []
  var packets = Slab<StorePacket>(capacity: 1024)

  /// Packets on their way.
  var packetCount: Int { packets.count }
  var bank = SamplerBank()
  var effects: [RaftEffect] = []
  /// How many members' processes are frozen by a signal.
  var frozenCount = 0

  /// The time between two regular checks of a store (`watch`): the cron of Redis Cluster runs every
  /// 100 ms, and no other failure detector is finer.
  package static var watchInterval: SimDuration { .milliseconds(100) }

  /// Makes a run's stores; no member is up yet.
  package init(_ setups: [StoreSetup], seed: UInt64) {
    for setup in setups { append(setup, seed: seed) }
  }

  /// Schedules the first regular check of every store and makes the failure detectors.
  package mutating func start(now: SimTime) {
    for index in stores.indices {
      let phase = stores[index].random.duration(below: Self.watchInterval)
      actions.append(.schedule(.watch, at: now + phase, argument: UInt32(index)))
      startDetectors(store: index, now: now)
    }
  }

  /// Makes the failure detectors of a store that are not part of its replication protocol.
  private mutating func startDetectors(store: Int, now: SimTime) {
    guard case .shipping(_, let rule) = stores[store].configuration.agreement else { return }
    switch rule {
    case .gossip(let gossip): makeBus(store: store, rule: gossip, now: now)
    case .session, .byHand: break
    case .sentinel(let rules): makeSentinels(store: store, rules: rules, now: now)
    case .leaderKey(let key):
      for group in stores[store].shards { makeLeaderKey(group: group, rule: key, now: now) }
    case .podReadiness(let pod):
      for group in stores[store].shards {
        let phase = stores[store].random.duration(below: pod.lease.retry)
        groups[group].lease = PrimaryLease(
          duration: pod.lease.duration, retryPeriod: pod.lease.retry, now: now, phase: phase)
      }
    }
  }

  /// Handles one of the stores' own events.
  package mutating func handle(_ event: StoreEvent, argument: UInt32, now: SimTime) {
    guard !keepIfFrozen(event, argument: argument) else { return }
    switch event {
    case .workDone: workDone(Handle(rawValue: argument), now: now)
    case .delayed: delayDone(Handle(rawValue: argument), now: now)
    case .publishedAgain: publishAgain(Handle(rawValue: argument), now: now)
    case .readDone: readDone(Handle(rawValue: argument))
    case .shardRead: shardRead(Handle(rawValue: argument))
    case .flushed:
      let flush = IndexedArgument(rawValue: argument)
      finishFlush(member: flush.index, epoch: flush.number, now: now)
    case .packet: packetArrives(Handle(rawValue: argument), now: now)
    case .electionTimer, .heartbeatTimer: ring(event, of: Int(argument), now: now)
    case .decide: decide(group: Int(argument), now: now)
    case .watch: beat(store: Int(argument), now: now)
    case .sentinelTimer: sentinelTimer(Int(argument), now: now)
    case .restoreWorked:
      let work = IndexedArgument(rawValue: argument)
      restoreWorked(member: work.index, attempt: work.number)
    case .databaseEnds: databaseEnds(Int(argument), now: now)
    case .startGoesOn: startIsDue(of: Int(argument), now: now)
    case .candidateCron:
      let candidate = IndexedArgument(rawValue: argument)
      requestVotes(slot: Int(candidate.number), group: candidate.index, now: now)
    case .softwareEnds, .watchState, .bootstrapDue: break
    }
  }

  /// The next action to carry out; nil when none is left.
  @inline(__always)
  package mutating func takeAction() -> StoreAction? {
    guard nextAction < actions.count else {
      actions.removeAll()
      nextAction = 0
      return nil
    }
    nextAction += 1
    return actions[nextAction - 1]
  }

  /// The group that a store's key belongs to.
  mutating func shardGroup(store: Int, keyBits: UInt64) -> Int {
    let shards = stores[store].shards
    if let slots = stores[store].configuration.slots {
      // The key's hash slot is 14 bits of its hash.
      return shards.lowerBound + slots.owner(ofSlot: Int(keyBits >> 50))
    }
    return shards.lowerBound + Int(keyBits.multipliedFullWidth(by: UInt64(shards.count)).high)
  }

  /// The group of a server that has its own data.
  @inline(__always) func ownGroup(of member: Int) -> Int {
    let store = stores[members[member].store]
    return store.shards.lowerBound + member - store.members.lowerBound
  }

  /// Whether two members of a store can exchange packets.
  @inline(__always) func canReach(_ from: Int, _ to: Int) -> Bool {
    let base = stores[members[from].store].members.lowerBound
    return members[from].reach.contains(to - base)
  }

  /// Puts a packet on the wire.
  mutating func send(_ packet: StorePacket) {
    var packet = packet
    packet.epoch = members[Int(packet.to)].epoch
    let handle = packets.insert(packet)
    actions.append(
      .send(handle, from: Int(packet.from), to: Int(packet.to), bytes: packet.bytes))
  }
}
