/// Why a container ended (Kubernetes core/v1 ContainerStateTerminated.reason).
package enum TerminationReason: String, BitwiseCopyable, Sendable {
  /// Ended with exit code 0.
  case completed = "Completed"
  /// Ended with another exit code.
  case error = "Error"
  /// The runtime could not start it.
  case startError = "StartError"
  /// Killed for using more memory than its limit.
  case outOfMemory = "OOMKilled"
}
