/// How many volumes of a driver a node can attach (storage/v1 CSINode).
struct VolumeLimit: Sendable {
  /// Number of the driver; -1 for each driver.
  let driver: Int32
  let count: Int
}
