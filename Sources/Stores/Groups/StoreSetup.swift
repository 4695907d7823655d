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
    for ordinal in 0..<(setup.memberCount + setup.coordinatorCount) {
      var member = StoreMember(store: store, ordinal: ordinal, disk: disk)
      member.disk.random = EntityRandom(
        seed: seed, stream: "store/\(setup.name)/\(ordinal)/disk")
      members.append(member)
    }
    let configuration = setup.configuration
    let firstShard = groups.count
    for (shard, ordinals) in configuration.shards.enumerated() {
      appendShard(
        shard, members: ordinals.map { base + $0 }, store: store,
        agreement: configuration.agreement)
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
        random: EntityRandom(seed: seed, stream: "store/\(setup.name)")))
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
      groups.append(
        ReplicaGroup(store: store, shard: shard, members: members, place: .registered))
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
