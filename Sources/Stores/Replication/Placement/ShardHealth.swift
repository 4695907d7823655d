/// How an Elasticsearch index stands, by the copies of its worst shard.
package enum ShardHealth: String, Comparable, Sendable {
  /// Every copy that was asked for is there.
  case green
  /// The primary is there, some copy is not.
  case yellow
  /// No complete copy is there: neither reads nor writes.
  case red

  /// The health of a shard of which some complete copies are there.
  package init(replicas: Int, inSyncAlive: Int) {
    self = inSyncAlive == 0 ? .red : inSyncAlive > replicas ? .green : .yellow
  }

  /// Whether the shard takes writes: a copy of the in-sync set is or becomes its primary.
  package var isWritable: Bool { self != .red }

  private var rank: Int {
    switch self {
    case .green: 0
    case .yellow: 1
    case .red: 2
    }
  }

  /// Whether a shard stands better than another.
  package static func < (left: ShardHealth, right: ShardHealth) -> Bool { left.rank < right.rank }
}
