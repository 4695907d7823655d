/// How a delivery ended, as its consumer or its connection says.
package enum DeliveryAnswer: BitwiseCopyable, Sendable {
  /// The consumer is done with it.
  case done
  /// The consumer failed.
  case failed
  /// The consumer's process is gone.
  case disconnected
}
