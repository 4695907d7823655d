/// A claim that pods on a node use.
struct ClaimUse: Hashable, Sendable {
  /// Index of the claim.
  let claim: Int32
  /// Number of the driver that attaches its volume; -1 for a local volume.
  let driver: Int32
  /// Pods that use it there.
  var pods: Int32 = 0
}

/// How many volumes of a driver a node can attach (storage/v1 CSINode).
struct VolumeLimit: Sendable {
  /// Number of the driver; -1 for each driver.
  let driver: Int32
  let count: Int
}

/// A tally with the topology by whose domains it is summed.
package struct TopologyTally: Sendable {
  let key: Int32
  let tally: Int32
  let slot: Int32
}
