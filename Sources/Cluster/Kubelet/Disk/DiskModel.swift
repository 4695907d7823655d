/// The disks of all nodes for images and containers: one file system each, so that the kubelet's
/// nodefs and imagefs are the same.
///
/// Images count with their compressed size, logs with what their software is said to write. A
/// container's writable layer, emptyDir volumes and log are taken to fill what it requests of
/// ephemeral storage, or more where the log alone does. How many inodes images and containers take
/// is not known: only what something else takes of them counts.
package struct DiskModel: Sendable {
  /// Bytes of a disk for each of its inodes (ext4: `inode_ratio` of mke2fs.conf).
  private static let bytesPerInode: Int64 = 16_384

  private var capacities: [Int64] = []
  private var images: [Int64] = []
  private var written: [Int64] = []
  /// What neither images nor containers hold.
  private var foreign: [Int64] = []
  /// Share of the inodes that something else holds.
  private var foreignInodeShares: [Double] = []

  /// Adds a node's disk; a capacity of zero stands for a disk of which nothing is known.
  mutating func addNode(capacity: Int64) {
    capacities.append(capacity)
    images.append(0)
    written.append(0)
    foreign.append(0)
    foreignInodeShares.append(0)
  }

  /// Bytes of a node's disk.
  func capacity(of node: Int) -> Int64 { capacities[node] }

  /// Inodes of a node's disk.
  func inodes(of node: Int) -> Int64 { capacities[node] / Self.bytesPerInode }

  /// Inodes that are free on a node.
  func freeInodes(of node: Int) -> Int64 {
    inodes(of: node) - Int64((Double(inodes(of: node)) * foreignInodeShares[node]).rounded())
  }

  /// Lets something else hold a share of the inodes of a node's disk, from 0 to 1.
  mutating func takeInodes(_ node: Int, share: Double) { foreignInodeShares[node] = share }

  /// Bytes that are free on a node.
  func available(on node: Int) -> Int64 {
    capacities[node] - images[node] - written[node] - foreign[node]
  }

  /// Bytes of a node's disk, and those that are free; nil where nothing is known of it.
  func space(of node: Int) -> (size: Int64, available: Int64)? {
    capacities[node] > 0 ? (capacities[node], max(0, available(on: node))) : nil
  }

  /// Lets something else hold so much that a share of the disk, from 0 to 1, is in use now.
  mutating func fill(_ node: Int, to share: Double) {
    let own = images[node] + written[node]
    foreign[node] = max(0, Int64(Double(capacities[node]) * share) - own)
  }

  /// A new machine's disk: nothing is on it.
  mutating func empty(_ node: Int) {
    images[node] = 0
    written[node] = 0
    foreign[node] = 0
    foreignInodeShares[node] = 0
  }

  /// Adds an image's bytes to a node, or takes them away where they are negative.
  mutating func addImage(_ bytes: Int64, on node: Int) { images[node] += bytes }

  /// Adds what containers write on a node, or takes it away where it is negative.
  mutating func write(_ bytes: Int64, on node: Int) { written[node] += bytes }
}
