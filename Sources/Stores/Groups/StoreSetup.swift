package import Manifests
import SimulationKernel

/// One store to run: an engine's configuration and the pods that carry it.
package struct StoreSetup: Sendable {
  /// The system's name.
  package var name: String
  /// What the engine is made of.
  package var configuration: EngineConfiguration
  /// Pods with data, of all workloads.
  package var memberCount: Int
  /// Pods of a separate workload that carries the coordinating group; with none the first data
  /// pods carry it, up to three.
  package var coordinatorCount: Int
  /// How many pods with data, the last of them, take part in the coordinating group beside those of
  /// a workload of its own; nil where only those do, or the first data pods.
  package var coordinatingMembers: Int?
  /// What each pod brings that `others` and `coordinatorPods` do not list.
  package var pod: StorePod
  /// How many of the pods with data, the last of them, belong to further workloads, one entry each,
  /// and what those bring.
  package var others: [(count: Int, pod: StorePod)] = []
  /// What the pods of the workloads that carry the coordinating group bring, one entry each; with
  /// none what the first pod with data does.
  package var coordinatorPods: [(count: Int, pod: StorePod)] = []
  /// Bytes that the disk of each pod with data holds already.
  package var dataBytes: Int64 = 0
  /// How it is backed up; nil where it is not.
  package var backup: StoreBackup?
  /// The store among those of the run that holds the backups; nil for a destination outside.
  package var backupHolder: Int?

  /// Makes a setup.
  package init(
    name: String, configuration: EngineConfiguration, memberCount: Int, coordinatorCount: Int = 0,
    pod: StorePod
  ) {
    precondition(memberCount > 0 && memberCount + coordinatorCount <= 64, "1 to 64 members")
    self.name = name
    self.configuration = configuration
    self.memberCount = memberCount
    self.coordinatorCount = coordinatorCount
    self.pod = pod
  }

  /// The slowest disk among those of the pods with data.
  var slowestDisk: DiskSpec {
    others.reduce(pod.disk) { $1.pod.disk.flush.mean > $0.flush.mean ? $1.pod.disk : $0 }
  }

  /// The pods with data in their order, those of a workload together.
  fileprivate var holders: [(count: Int, pod: StorePod)] {
    [(memberCount - others.reduce(0) { $0 + $1.count }, pod)] + others
  }

  /// The pods that carry the coordinating group alone.
  fileprivate var coordinatorCounts: [(count: Int, pod: StorePod)] {
    guard !coordinatorPods.isEmpty else { return [(coordinatorCount, pod)] }
    precondition(
      coordinatorPods.reduce(0) { $0 + $1.count } == coordinatorCount,
      "every pod that coordinates has a workload")
    return coordinatorPods
  }
}

extension StoreGroups {
  /// Adds a store's members and groups.
  mutating func append(_ setup: StoreSetup, seed: UInt64) {
    let store = stores.count
    let base = members.count
    appendMembers(of: setup, store: store, base: base, seed: seed)
    let configuration = setup.configuration
    let firstShard = groups.count
    for (shard, ordinals) in configuration.shards.enumerated() {
      appendShard(
        shard, members: ordinals.map { base + $0 }, store: store,
        agreement: configuration.agreement)
      if setup.dataBytes > 0 { beginWithState(group: groups.count - 1) }
    }
    let dataEnd = base + setup.memberCount
    let coordinators = coordinators(of: setup, from: base)
    var coordination: Int?
    let lastShard = groups.count
    if let parameters = configuration.coordination {
      coordination = groups.count
      appendRaft(
        ReplicaGroup(
          store: store, shard: -1, members: Array(coordinators), protocolState: .raft(rafts.count)),
        parameters: parameters)
    }
    beginCompactions(
      random: EntityRandom(seed: seed, stream: "store/\(setup.name)/compaction"))
    stores.append(
      StoreState(
        name: setup.name, configuration: configuration, members: base..<dataEnd,
        coordinators: coordinators, electors: electors(from: base, dataEnd: dataEnd),
        shards: firstShard..<lastShard, coordination: coordination,
        random: EntityRandom(seed: seed, stream: "store/\(setup.name)"),
        startRandom: EntityRandom(seed: seed, stream: "store/\(setup.name)/startup")))
    spread(dataBytes: setup.dataBytes, of: stores.count - 1)
    beginBackups(of: setup, store: store)
  }

  private mutating func appendMembers(
    of setup: StoreSetup, store: Int, base: Int, seed: UInt64
  ) {
    for (count, pod) in setup.holders where count > 0 {
      append(
        count, pod, holding: setup.dataBytes, of: setup, store: store, base: base, seed: seed)
    }
    for (count, pod) in setup.coordinatorCounts where count > 0 {
      append(count, pod, holding: 0, of: setup, store: store, base: base, seed: seed)
    }
  }

  /// The members that vote about a master; all that hold data where none may be it.
  private func electors(from base: Int, dataEnd: Int) -> [Int] {
    let eligible = (base..<members.count).filter { members[$0].isMasterEligible }
    return eligible.isEmpty ? Array(base..<dataEnd) : eligible
  }

  /// The members that carry the coordinating group.
  private func coordinators(of setup: StoreSetup, from base: Int) -> Range<Int> {
    let dataEnd = base + setup.memberCount
    if let count = setup.coordinatingMembers { return dataEnd - count..<members.count }
    return setup.coordinatorCount > 0 ? dataEnd..<members.count : base..<min(base + 3, dataEnd)
  }

  /// Adds the members of one workload.
  private mutating func append(
    _ count: Int, _ pod: StorePod, holding bytes: Int64, of setup: StoreSetup, store: Int,
    base: Int, seed: UInt64
  ) {
    let disk = Disk(
      spec: pod.disk, flush: bank.compile(pod.disk.flush),
      random: EntityRandom(seed: seed, stream: "disk"))
    let first = members.count - base
    for ordinal in first..<first + count {
      var member = StoreMember(
        store: store, ordinal: ordinal, isMasterEligible: pod.isMasterEligible, disk: disk,
        memoryBytes: pod.memoryBytes)
      member.disk.capacity = pod.diskBytes ?? .max
      member.logCapacity = pod.logDiskBytes
      member.disk.used = min(bytes, member.disk.capacity)
      member.retained = RetainedLog(
        age: setup.configuration.retention?.age ?? .zero,
        limit: setup.configuration.retention?.limit,
        bytes: setup.configuration.retention?.sparesFirst ?? false ? 0 : member.disk.used)
      member.disk.random = EntityRandom(
        seed: seed, stream: "store/\(setup.name)/\(ordinal)/disk")
      members.append(member)
    }
  }

  private mutating func beginBackups(of setup: StoreSetup, store: Int) {
    stores[store].backupHolder = setup.backupHolder
    guard let rule = setup.backup else { return }
    stores[store].backup = BackupState(rule, now: .zero)
    stores[store].archive = rule.archive.map {
      LogArchive(timeout: $0, rate: Double(rule.rate), now: .zero)
    }
  }

  /// Spreads what is on the disks when the run begins over the shards.
  private mutating func spread(dataBytes: Int64, of store: Int) {
    let shards = stores[store].shards
    let copies = shards.reduce(0) { $0 + groups[$1].members.count }
    guard copies > 0, dataBytes > 0 else { return }
    let each = dataBytes * Int64(stores[store].members.count) / Int64(copies)
    for group in shards {
      groups[group].dataBytes = each
      groups[group].holders.add(
        holders: BitSet(below: groups[group].members.count), bytes: each)
    }
  }

  private mutating func appendShard(
    _ shard: Int, members: [Int], store: Int, agreement: EngineConfiguration.Agreement
  ) {
    switch agreement {
    case .raft(let parameters):
      appendRaft(
        ReplicaGroup(
          store: store, shard: shard, members: members, protocolState: .raft(rafts.count)),
        parameters: parameters)
    case .shipping(let acknowledgement, _):
      groups.append(
        ReplicaGroup(
          store: store, shard: shard, members: members, protocolState: .shipping(shippings.count)))
      shippings.append(
        LogShipping(copies: members.count, primary: 0, acknowledgement: acknowledgement))
    case .erasure(let sets):
      groups.append(
        ReplicaGroup(
          store: store, shard: shard, members: members, protocolState: .erasure(sets[shard])))
    case .registered:
      var group = ReplicaGroup(
        store: store, shard: shard, members: members, protocolState: .registered)
      group.parts = Array(repeating: MergedParts(), count: members.count)
      groups.append(group)
    }
  }

  private mutating func appendRaft(_ group: ReplicaGroup, parameters: RaftParameters) {
    for slot in group.members.indices {
      raftOwners.append((groups.count, slot))
      rafts.append(
        RaftMember(
          slot: UInt8(slot), voters: group.members.count, parameters: parameters,
          timeout: parameters.electionTimeoutMax))
    }
    groups.append(group)
  }
}
