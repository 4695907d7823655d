/// What is known of the nodes' own disks.
extension Cluster {
  /// Bytes of the file system of a node's images and containers, and those that are free; nil where
  /// nothing is known of it.
  package func diskSpace(of node: Int) -> (size: Int64, available: Int64)? {
    disks.space(of: node)
  }
}
