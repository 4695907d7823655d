package import SimulationKernel

/// An erasure-coded set of drives: MinIO's arithmetic of shards and quorums.
///
/// Rules of minio `storage-class.go` (default parity), `erasure-metadata.go` (quorums) and
/// `erasure-object.go` (parity grows with the drives that are offline).
package struct ErasureSet: Equatable, Sendable {
  /// Drives in the set.
  package let drives: Int
  /// Parity shards of a new object while every drive is online.
  package let parity: Int

  /// Makes a set; without a parity MinIO's default for the size.
  package init(drives: Int, parity: Int? = nil) {
    precondition(drives > 0, "a set has drives")
    self.drives = drives
    self.parity = min(parity ?? Self.defaultParity(drives: drives), drives / 2)
  }

  /// The parity of a set whose storage class does not say.
  package static func defaultParity(drives: Int) -> Int {
    switch drives {
    case 1: 0
    case 2, 3: 1
    case 4, 5: 2
    case 6, 7: 3
    default: 4
    }
  }

  /// Data shards of an object.
  package var data: Int { drives - parity }

  /// Shards that a read needs.
  package var readQuorum: Int { data }

  /// Shards that a write needs: one more than the data when parity equals data.
  package var writeQuorum: Int { Self.writeQuorum(drives: drives, parity: parity) }

  private static func writeQuorum(drives: Int, parity: Int) -> Int {
    drives - parity == parity ? drives - parity + 1 : drives - parity
  }

  /// Whether an object written with all drives online can be read.
  package func canRead(online: Int) -> Bool { online >= readQuorum }

  /// Whether a new object can be written: each offline drive adds a parity shard up to half of
  /// the set, and with half of the drives gone nothing is written.
  package func canWrite(online: Int) -> Bool {
    let offline = drives - online
    guard drives == 1 || offline < (drives + 1) / 2 else { return false }
    let upgraded = min(parity + (parity == 0 ? 0 : offline), drives / 2)
    return online >= Self.writeQuorum(drives: drives, parity: upgraded)
  }

  /// Bytes that each drive stores of an object.
  package func shardBytes(of object: Int64) -> Int64 {
    (object + Int64(data) - 1) / Int64(data)
  }

  /// What healing one lost drive costs: each shard is made anew of as many as a read needs, so that
  /// many times its bytes are read from the peers, and written at a rate.
  package func rebuild(
    usedBytes: Double, rate: Double
  ) -> (readFromPeers: Double, time: SimDuration) {
    (usedBytes * Double(readQuorum), SimDuration(seconds: usedBytes / rate))
  }
}
