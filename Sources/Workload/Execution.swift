import SimulationKernel

/// A request being worked on in a pod: the server's side of a call, in the call's own slot.
struct Execution: BitwiseCopyable {
  /// What the request waits for.
  enum State: UInt8 {
    /// No request is in this slot, or its pod was lost.
    case none
    /// Waiting for a worker.
    case queued
    /// A step is under way.
    case working
    /// Waiting for a thing of a pool.
    case pooled
    /// In a batch.
    case batched
  }

  /// The call served, as a raw handle.
  var call: UInt32 = .max
  /// The next request in the same queue, as a raw handle.
  var next: UInt32 = .max
  /// The instruction under way.
  var instruction: UInt32 = 0
  /// The program's first instruction.
  var start: UInt32 = 0
  /// Index of the pod.
  var pod: UInt32 = 0
  /// The core time under way, as a raw handle.
  var job: UInt32 = .max
  /// Tokens to produce.
  var tokens: UInt32 = 0
  /// Calls under way.
  var pending: UInt16 = 0
  /// Rounds left of two nested loops.
  var rounds: (UInt16, UInt16) = (0, 0)
  /// Things held, a bit per pool of the model.
  var held: UInt16 = 0
  var state = State.none
  /// Whether a call that matters failed.
  var hasFailed = false
  /// When waiting for a pool is given up.
  var poolDeadline = SimTime.infinity
}
