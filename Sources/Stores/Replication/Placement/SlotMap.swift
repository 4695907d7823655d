/// Redis Cluster's 16384 hash slots, spread evenly over the masters in contiguous ranges as
/// `redis-cli --cluster create` does.
package struct SlotMap: Equatable, Sendable {
  /// Number of hash slots of every cluster (redis `cluster.h`).
  package static var slotCount: Int { 16384 }
  /// Number of masters.
  package let masters: Int

  /// Makes the map of a number of masters.
  package init(masters: Int) {
    precondition(masters > 0, "a cluster has a master")
    self.masters = masters
  }

  /// The master that owns a slot: the ranges end at the nearest slot to an even share.
  package func owner(ofSlot slot: Int) -> Int {
    let whole = 2 * Self.slotCount
    return ((2 * slot + 1) * masters + whole - 1) / whole - 1
  }

  /// How many slots the least and the most burdened master have.
  package var share: ClosedRange<Int> {
    let counts = (0..<masters).map { master in
      (0..<Self.slotCount).count(where: { owner(ofSlot: $0) == master })
    }
    return (counts.min() ?? 0)...(counts.max() ?? 0)
  }

  /// The slot of a key: CRC16 (XMODEM) of the key, or of what stands between its first brace and
  /// the next closing one, if anything does (redis cluster-spec.md).
  package static func slot(ofKey key: String) -> Int {
    let bytes = Array(key.utf8)
    var hashed = bytes[...]
    if let open = bytes.firstIndex(of: UInt8(ascii: "{")),
      let close = bytes[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
    {
      hashed = bytes[(open + 1)..<close]
    }
    var code: UInt16 = 0
    for byte in hashed {
      code ^= UInt16(byte) << 8
      for _ in 0..<8 { code = code & 0x8000 != 0 ? code << 1 ^ 0x1021 : code << 1 }
    }
    return Int(code) % slotCount
  }

  /// The 64 bits that a request about a key carries: the slot is their first 14.
  static func bits(ofKey key: String) -> UInt64 { UInt64(slot(ofKey: key)) << 50 }
}
