/// When the kubelet asks a registry for an image (Kubernetes core/v1 PullPolicy).
package enum ImagePull: UInt8, Sendable {
  /// At each start of a container; what the node holds already is not transferred again.
  case always
  /// When the node does not hold it.
  case ifNotPresent
  /// Never: an image that the node does not hold is ErrImageNeverPull.
  case never
}
