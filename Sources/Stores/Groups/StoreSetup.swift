package import Manifests
import SimulationKernel

/// One store to run: an engine's configuration and the pods that carry it.
package struct StoreSetup: Sendable {
  /// The system's name.
  package var name: String
  /// What the engine is made of.
  package var configuration: EngineConfiguration
  /// Pods with data.
  package var memberCount: Int
  /// Pods of a separate workload that carries the coordinating group; with none the first data
  /// pods carry it, up to three.
  package var coordinatorCount: Int
  /// The disk of each pod.
  package var disk: DiskSpec
  /// Bytes that each pod's disk holds; nil without a limit.
  package var diskBytes: Int64?
  /// Bytes that each pod's own disk for the log holds; nil where the log is with the data.
  package var logDiskBytes: Int64?
  /// Bytes that each pod's disk holds already.
  package var dataBytes: Int64 = 0
  /// The memory of each pod; nil without a limit.
  package var memoryBytes: Int64?
  /// How it is backed up; nil where it is not.
  package var backup: StoreBackup?
  /// The store among those of the run that holds the backups; nil for a destination outside.
  package var backupHolder: Int?

  /// Makes a setup.
  package init(
    name: String, configuration: EngineConfiguration, memberCount: Int, coordinatorCount: Int = 0,
    disk: DiskSpec
  ) {
    precondition(memberCount > 0 && memberCount + coordinatorCount <= 64, "1 to 64 members")
    self.name = name
    self.configuration = configuration
    self.memberCount = memberCount
    self.coordinatorCount = coordinatorCount
    self.disk = disk
  }
}

extension StoreGroups {
  /// Adds a store's members and groups.
  mutating func append(_ setup: StoreSetup, seed: UInt64) {
    let store = stores.count
    let base = members.count
    let disk = Disk(
      spec: setup.disk, flush: bank.compile(setup.disk.flush),
      random: EntityRandom(seed: seed, stream: "disk"))
    appendMembers(of: setup, store: store, disk: disk, seed: seed)
    let configuration = setup.configuration
    let firstShard = groups.count
    for (shard, ordinals) in configuration.shards.enumerated() {
      appendShard(
        shard, members: ordinals.map { base + $0 }, store: store,
        agreement: configuration.agreement)
      if setup.dataBytes > 0 { beginWithState(group: groups.count - 1) }
    }
    let dataEnd = base + setup.memberCount
    let coordinators =
      setup.coordinatorCount > 0 ? dataEnd..<members.count : base..<min(base + 3, dataEnd)
    var coordination: Int?
    let lastShard = groups.count
    if let parameters = configuration.coordination {
      coordination = groups.count
      appendRaft(
        ReplicaGroup(
          store: store, shard: -1, members: Array(coordinators), place: .raft(rafts.count)),
        parameters: parameters)
    }
    stores.append(
      StoreState(
        name: setup.name, configuration: configuration, members: base..<dataEnd,
        coordinators: coordinators, shards: firstShard..<lastShard, coordination: coordination,
        random: EntityRandom(seed: seed, stream: "store/\(setup.name)"),
        memoryBytes: setup.memoryBytes))
    spread(dataBytes: setup.dataBytes, of: stores.count - 1)
    beginBackups(setup.backup, store: store)
    stores[store].backupHolder = setup.backupHolder
  }

  private mutating func appendMembers(
    of setup: StoreSetup, store: Int, disk: Disk, seed: UInt64
  ) {
    for ordinal in 0..<(setup.memberCount + setup.coordinatorCount) {
      var member = StoreMember(store: store, ordinal: ordinal, disk: disk)
      member.disk.capacity = setup.diskBytes ?? .max
      member.logCapacity = setup.logDiskBytes
      member.disk.used = min(setup.dataBytes, member.disk.capacity)
      member.retained = RetainedLog(
        age: setup.configuration.retention?.age ?? .zero,
        limit: setup.configuration.retention?.bytes, bytes: member.disk.used)
      member.disk.random = EntityRandom(
        seed: seed, stream: "store/\(setup.name)/\(ordinal)/disk")
      members.append(member)
    }
  }

  private mutating func beginBackups(_ rule: StoreBackup?, store: Int) {
    guard let rule else { return }
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
      let all = (1 << UInt64(groups[group].members.count)) - 1 as UInt64
      groups[group].holders.add(holders: all, bytes: each)
    }
  }

  private mutating func appendShard(
    _ shard: Int, members: [Int], store: Int, agreement: EngineConfiguration.Agreement
  ) {
    switch agreement {
    case .raft(let parameters):
      appendRaft(
        ReplicaGroup(store: store, shard: shard, members: members, place: .raft(rafts.count)),
        parameters: parameters)
    case .shipping(let acknowledgement, _):
      groups.append(
        ReplicaGroup(
          store: store, shard: shard, members: members, place: .shipping(shippings.count)))
      shippings.append(
        LogShipping(copies: members.count, primary: 0, acknowledgement: acknowledgement))
    case .erasure(let set):
      groups.append(
        ReplicaGroup(store: store, shard: shard, members: members, place: .erasure(set)))
    case .registered:
      var group = ReplicaGroup(store: store, shard: shard, members: members, place: .registered)
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
