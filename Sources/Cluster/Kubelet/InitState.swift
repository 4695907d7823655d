import SimulationKernel

/// How far an init container is.
enum InitProgress: UInt8, BitwiseCopyable {
  /// The runtime starts it.
  case created
  /// It polls what it waits for.
  case polling
  /// It does its work, and the kubelet is to see its end.
  case working
}

/// The init container that a pod is at, as its kubelet knows it.
struct InitState: BitwiseCopyable {
  /// How far it is.
  var progress = InitProgress.created
  /// How many of the Services that it polls were there.
  var waitsMet: UInt8 = 0
  /// Looks of the kubelet during the wait before its next start.
  var looks: UInt8 = 0
  /// Whether it has failed, and the kubelet is to look whether it may start it again.
  var isBackingOff = false
  /// Why it waits, as its status says.
  var waiting = ContainerWaiting.none
  /// Starts after the first that the kubelet remembers.
  var restarts: UInt16 = 0
  /// Wait before the last restart; the next one is twice as long.
  var backoff = SimDuration.zero
  /// When it has started; `infinity` before.
  var startedAt = SimTime.infinity
  /// When its work is done; `infinity` before it begins.
  var doneAt = SimTime.infinity
  /// The exit code of its last failure; zero before.
  var exitCode: Int32 = 0
  /// When it has failed the last time; `infinity` before.
  var endedAt = SimTime.infinity
}
