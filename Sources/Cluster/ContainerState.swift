import SimulationKernel

/// A container of a running pod, as its kubelet knows it.
struct ContainerState: BitwiseCopyable {
  /// Whether it waits, runs or has ended.
  enum Phase: UInt8 { case waiting, running, backingOff, ended }

  /// How far its end is: its preStop hook runs, it waits for its turn, or it has got SIGTERM.
  enum Stop: UInt8 { case none, hook, turn, asked }

  /// The pod it belongs to.
  var pod: PodHandle
  /// Number among those that run in the pod: app containers first, then sidecars.
  var position: UInt8
  var phase = Phase.waiting
  /// Why it waits, as its status says.
  var waiting = ContainerWaiting.none
  var stop = Stop.none
  /// Whether the startup probe has passed.
  var isStarted = false
  /// Whether the readiness probe passes.
  var isReady = false
  /// Looks of the kubelet during the wait before the next restart.
  var looks: UInt8 = 0
  /// Whether it ends because its pod's object has another image for it, or other resources that
  /// need a start.
  var isRedefined = false
  /// Whether its image was pulled for the start that is under way.
  var isPulled = false
  /// Whether its kubelet, or the runtime, was down when it ended and has not seen it since.
  var isEndUnseen = false
  /// Whether its preStop hook lasts longer than its grace.
  var isHookCut = false
  var restarts: UInt16 = 0
  /// Processes that its software tries to have beside its own while it runs.
  var leakedProcesses: Int64 = 0
  /// CPU model's id while it runs.
  var cpu: Int32 = -1
  /// Wait before the last restart; the next one is twice as long.
  var backoff = SimDuration.zero
  /// Pulls of its image that failed.
  var pullBackoff = PullBackoff()
  var startedAt = SimTime.infinity
  var endedAt = SimTime.infinity
  /// When the grace of a probe's kill ends; `infinity` without one.
  var graceEnd = SimTime.infinity
  /// When the restart, or the next step of the end, that is under way is due.
  var timerAt = SimTime.infinity
  /// When its command ends by itself; `infinity` where it does not, or nobody knows.
  var doneAt = SimTime.infinity
  var exitCode: Int32 = 0
  /// Why it ended the last time; nil before.
  var lastReason: TerminationReason?
  var startup = ProbeState()
  var liveness = ProbeState()
  var readiness = ProbeState()
}
