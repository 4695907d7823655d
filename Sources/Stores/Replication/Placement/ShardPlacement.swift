/// Which members hold the copies of which shard.
///
/// Shard s starts at member s and its further copies follow in ring order, as Kafka assigns
/// partitions and as an Elasticsearch cluster of equal nodes balances: every member leads as many
/// shards as every other, and no member holds two copies of one.
package enum ShardPlacement {
  /// The members of a shard, its first primary first.
  package static func members(ofShard shard: Int, copies: Int, among members: Int) -> [Int] {
    precondition(members > 0, "a store has members")
    return (0..<min(copies, members)).map { (shard + $0) % members }
  }

  /// The members of a shard when each member is in a rack: one of each rack in turn, from a rack
  /// that moves on with each shard, and a member in it that moves on with each round of the racks.
  ///
  /// Copies beyond the racks go around again; no member gets two (Kafka's `StripedReplicaPlacer`).
  package static func members(ofShard shard: Int, copies: Int, racks: [[Int]]) -> [Int] {
    let racks = racks.filter { !$0.isEmpty }
    precondition(!racks.isEmpty, "a store has members")
    var members: [Int] = []
    let all = racks.reduce(0) { $0 + $1.count }
    var turn = shard % racks.count
    while members.count < min(copies, all) {
      let rack = racks[turn % racks.count]
      let first = shard / racks.count + members.count / racks.count
      let free = rack.indices.map { rack[(first + $0) % rack.count] }
        .first { !members.contains($0) }
      if let free { members.append(free) }
      turn += 1
    }
    return members
  }

  /// The members of some shards when each member has a rack, by a number.
  package static func shards(_ count: Int, copies: Int, racks: [Int]) -> [[Int]] {
    let last = racks.max() ?? 0
    let members = (0...last).map { rack in racks.indices.filter { racks[$0] == rack } }
    return (0..<count).map { Self.members(ofShard: $0, copies: copies, racks: members) }
  }

  /// The servers whose drives make one of a pool's erasure sets: all where a set spans all, else
  /// every so many, as MinIO takes one drive of each server in turn.
  package static func servers(ofSet set: Int, size: Int, among servers: Int) -> [Int] {
    guard size < servers else { return Array(0..<servers) }
    let stride = servers / size
    return (0..<size).map { ($0 * stride + set % stride) % servers }
  }

  /// The members of a Redis shard: its master, then every replica that follows that master when
  /// the first pods are masters and the others replicas in turn.
  package static func redisMembers(ofShard shard: Int, masters: Int, among members: Int) -> [Int] {
    Array(stride(from: shard, to: members, by: masters))
  }

  /// How likely every shard keeps a copy when two members are lost at once, any two alike.
  package static func survival(ofTwoLosses shards: [[Int]]) -> Double {
    let members = shards.joined().max().map { $0 + 1 } ?? 0
    var pairs = 0
    var survived = 0
    for first in 0..<members {
      for second in first + 1..<max(members, first + 1) {
        pairs += 1
        if isCovered(shards, without: [first, second]) { survived += 1 }
      }
    }
    return pairs == 0 ? 0 : Double(survived) / Double(pairs)
  }

  /// Whether every shard has a copy besides those of some members.
  package static func isCovered(_ shards: [[Int]], without lost: [Int]) -> Bool {
    shards.allSatisfy { shard in shard.contains { !lost.contains($0) } }
  }
}
