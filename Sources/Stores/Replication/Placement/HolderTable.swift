/// Which members hold which of a group's blocks, counted by the set of their holders.
///
/// Serves systems whose copies are not a common log: ClickHouse's parts, of which every replica
/// fetches its own, and MinIO's objects, of which every drive has a shard. Blocks with the same
/// holders are one row, so the table stays as small as the history of outages is short.
package struct HolderTable: Equatable, Sendable {
  /// Blocks with the same holders.
  package struct Row: Equatable, Sendable {
    /// The slots that hold the blocks.
    package var holders: UInt64
    /// How many blocks there are.
    package var blocks: UInt64
    /// Their bytes on one slot.
    package var bytes: Int64
  }

  /// The rows that have blocks.
  package private(set) var rows: [Row] = []
  /// Blocks that too few slots hold for them ever to be read again.
  package private(set) var lost: UInt64 = 0

  /// Makes an empty table.
  package init() {}

  /// Adds a block.
  package mutating func add(holders: UInt64, bytes: Int64) { add(holders, 1, bytes) }

  private mutating func add(_ holders: UInt64, _ blocks: UInt64, _ bytes: Int64) {
    for index in rows.indices where rows[index].holders == holders {
      rows[index].blocks += blocks
      rows[index].bytes += bytes
      return
    }
    rows.append(Row(holders: holders, blocks: blocks, bytes: bytes))
  }

  /// A slot got one block that others hold.
  package mutating func hold(slot: Int, of holders: UInt64, bytes: Int64) {
    for index in rows.indices where rows[index].holders == holders && rows[index].blocks > 0 {
      rows[index].blocks -= 1
      rows[index].bytes -= bytes
      add(holders | 1 << UInt64(slot), 1, bytes)
      break
    }
    rows.removeAll { $0.blocks == 0 }
  }

  /// Bytes that a slot lacks.
  package func lacking(slot: Int) -> Int64 {
    rows.reduce(0) { $1.holders & 1 << UInt64(slot) == 0 ? $0 + $1.bytes : $0 }
  }

  /// A slot got everything that it lacked.
  package mutating func complete(slot: Int) {
    let old = rows
    rows.removeAll(keepingCapacity: true)
    for row in old { add(row.holders | 1 << UInt64(slot), row.blocks, row.bytes) }
  }

  /// A slot's disk is gone; blocks that fewer slots than needed still hold are lost.
  package mutating func destroy(slot: Int, needed: Int) -> UInt64 {
    let old = rows
    rows.removeAll(keepingCapacity: true)
    var gone: UInt64 = 0
    for row in old {
      let holders = row.holders & ~(1 << UInt64(slot))
      if holders.nonzeroBitCount < needed {
        gone += row.blocks
      } else {
        add(holders, row.blocks, row.bytes)
      }
    }
    lost += gone
    return gone
  }
}
