/// An emptyDir volume on its node's disk (core/v1 EmptyDirVolumeSource).
package struct ScratchVolume: Sendable {
  /// Its name in the pod.
  package var name: String
  /// Bytes beyond which the kubelet evicts the pod; nil for any number.
  package var sizeLimit: Int64?

  /// Makes a volume.
  package init(name: String, sizeLimit: Int64? = nil) {
    self.name = name
    self.sizeLimit = sizeLimit
  }
}
