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

  /// Drives that may be offline for objects written with all drives to be read.
  package var readTolerance: Int { drives - readQuorum }

  /// Drives that may be offline for an object of the set's own parity to be written.
  package var writeTolerance: Int { drives - writeQuorum }

  /// Servers that may be away while a number of drives may be offline, when every server has the
  /// same number of the set's drives.
  package func servers(for offline: Int, perServer: Int) -> Int { offline / max(perServer, 1) }

  /// The set's drives on each server that has some, when it is spread over a number of them.
  package func drivesPerServer(servers: Int) -> Int { max(1, (drives + servers - 1) / servers) }

  /// Whether an object can be read of which some shards are gone.
  package func canRead(lost: Int) -> Bool { drives - lost >= readQuorum }

  /// The share of the raw capacity that objects can use.
  package var usableShare: Double { Double(data) / Double(drives) }

  /// Bytes that drives write for a byte of an object.
  package var writeAmplification: Double { Double(drives) / Double(data) }

  /// Whether a set of drives can have two parities: each at most half of more than two drives, and
  /// the reduced one not above the standard one (`validateParity`).
  package static func isValid(standard: Int, reduced: Int, drives: Int) -> Bool {
    guard standard >= 0, reduced >= 0 else { return false }
    guard drives <= 2 || max(standard, reduced) <= drives / 2 else { return false }
    return standard == 0 || reduced == 0 || standard >= reduced
  }

  /// The set that a new object is written to: each offline drive adds a parity shard up to half of
  /// the set, unless capacity goes before availability; nil when it can not be written (minio
  /// `erasure-object.go`, putObject).
  package func forWriting(offline: Int, savesCapacity: Bool) -> ErasureSet? {
    if savesCapacity { return drives - offline >= writeQuorum ? self : nil }
    guard offline < (drives + 1) / 2 else { return nil }
    let upgraded = min(parity + offline, drives / 2)
    let set = ErasureSet(drives: drives, parity: upgraded)
    return drives - offline >= set.writeQuorum ? set : nil
  }

  /// Bytes that are read from other drives to heal a lost shard's bytes.
  package func bytesToHeal(_ lost: Int64) -> Int64 { lost * Int64(data) }

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
