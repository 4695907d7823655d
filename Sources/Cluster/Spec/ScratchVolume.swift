/// An emptyDir volume (core/v1 EmptyDirVolumeSource).
package struct ScratchVolume: Sendable {
  /// Its name in the pod.
  package var name: String
  /// Bytes beyond which the kubelet evicts the pod, or that a volume in memory holds at most; nil
  /// for any number.
  package var sizeLimit: Int64?
  /// Whether it is in memory (`medium: Memory`), not on its node's disk.
  package var isInMemory: Bool

  /// Makes a volume.
  package init(name: String, sizeLimit: Int64? = nil, isInMemory: Bool = false) {
    self.name = name
    self.sizeLimit = sizeLimit
    self.isInMemory = isInMemory
  }
}
