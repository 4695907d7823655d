/// Which members hold which of a group's blocks, counted by the set of their holders.
///
/// Serves systems whose copies are not a common log: ClickHouse's parts, of which every replica
/// fetches its own, and MinIO's objects, of which every drive has a shard. Blocks with the same
/// holders are one row, so the table stays as small as the history of outages is short.
package struct HolderTable: Equatable, Sendable {
  /// Blocks with the same holders.
  package struct Row: Equatable, Sendable {
    /// The slots that hold the blocks.
    package var holders: BitSet
    /// Whether they are only in the holders' page caches.
    package var isFresh: Bool
    /// How many blocks there are.
    package var blocks: UInt64
    /// Their bytes on one slot.
    package var bytes: Int64
  }

  /// The rows that have blocks.
  package private(set) var rows: [Row] = []

  /// Makes an empty table.
  package init() {}

  /// Adds a block that is on its holders' disks, or only in their page caches.
  package mutating func add(holders: BitSet, bytes: Int64, isFlushed: Bool = true) {
    add(Row(holders: holders, isFresh: !isFlushed, blocks: 1, bytes: bytes))
  }

  private mutating func add(_ row: Row) {
    for index in rows.indices
    where rows[index].holders == row.holders && rows[index].isFresh == row.isFresh {
      rows[index].blocks += row.blocks
      rows[index].bytes += row.bytes
      return
    }
    rows.append(row)
  }

  /// Makes the table anew from its rows, each changed; those that become nil are gone.
  private mutating func rebuild(_ change: (Row) -> Row?) {
    let old = rows
    rows.removeAll(keepingCapacity: true)
    for row in old {
      if let changed = change(row) { add(changed) }
    }
  }

  /// A slot got one block that others hold.
  package mutating func hold(slot: Int, of holders: BitSet, bytes: Int64) {
    for index in rows.indices.reversed()
    where rows[index].holders == holders && rows[index].blocks > 0 {
      rows[index].blocks -= 1
      rows[index].bytes -= bytes
      add(
        Row(
          holders: holders.union(BitSet(slot)), isFresh: rows[index].isFresh, blocks: 1,
          bytes: bytes))
      break
    }
    rows.removeAll { $0.blocks == 0 }
  }

  /// Bytes that a slot lacks.
  package func lacking(slot: Int) -> Int64 {
    rows.reduce(0) { $1.holders.contains(slot) ? $0 : $0 + $1.bytes }
  }

  /// A slot got everything that it lacked.
  package mutating func complete(slot: Int) {
    rebuild { row in
      var row = row
      row.holders.insert(slot)
      return row
    }
  }

  /// Page caches are written to the disks.
  package mutating func writeBack() {
    guard rows.contains(where: \.isFresh) else { return }
    rebuild { row in
      var row = row
      row.isFresh = false
      return row
    }
  }

  /// A slot's disk is gone; returns the blocks that fewer slots than needed still hold.
  package mutating func destroy(slot: Int, needed: Int) -> UInt64 {
    drop(slot: slot, needed: needed) { _ in true }
  }

  /// A slot's machine lost its power, and with it what was only in the page cache; returns the
  /// blocks that fewer slots than needed still hold.
  package mutating func losePower(slot: Int, needed: Int) -> UInt64 {
    drop(slot: slot, needed: needed, where: \.isFresh)
  }

  private mutating func drop(
    slot: Int, needed: Int, where isDropped: (Row) -> Bool
  ) -> UInt64 {
    var gone: UInt64 = 0
    rebuild { row in
      guard isDropped(row), row.holders.contains(slot) else { return row }
      var row = row
      row.holders.remove(slot)
      guard row.holders.count < needed else { return row }
      gone += row.blocks
      return nil
    }
    return gone
  }
}
