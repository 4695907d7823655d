import SimulationKernel

/// A request that a pod serves: the server's side of a call, kept at the call's own index.
struct Execution: BitwiseCopyable {
  /// What the request waits for.
  enum State: UInt8 {
    /// No request is in this slot, or its pod was lost.
    case none
    /// Waiting for a worker.
    case queued
    /// A step is under way.
    case working
    /// Waiting for something of a pool, such as a connection.
    case pooled
    /// In a batch.
    case batched
  }

  /// Whether a request can reach the host outside the cluster that it calls.
  enum ExternalWay: UInt8 {
    /// Nothing prevents it.
    case open
    /// The host's name is being looked up.
    case resolving
    /// The host's name was not found.
    case unresolved
    /// Network policies do not let the pod connect to it.
    case shutOff
  }

  /// The call served, as a raw handle.
  var call: UInt32 = .max
  /// The next request in the same queue, as a raw handle.
  var next: UInt32 = .max
  /// The instruction under way.
  var instruction: UInt32 = 0
  /// Index of the pod.
  var pod: UInt32 = 0
  /// What is added to an instruction's number to get `stepKey`: the rounds left of the loops, in
  /// the upper half, less the program's first instruction.
  var stepKeyBase: UInt64 = 0
  /// The container that spends its core time, in the CPU model's numbering.
  var container: UInt32 = 0
  /// The job on the CPU under way, as a raw handle.
  var job: UInt32 = .max
  /// The number of tokens to produce.
  var tokens: UInt32 = 0
  /// While a host outside is called and no tokens are produced, the attempts at it before this one.
  var attemptsOutside: UInt32 {
    get { tokens }
    set { tokens = newValue }
  }
  /// Calls of the present step that have no answer yet.
  var pending: UInt16 = 0
  /// Rounds left of the outer and of the inner loop.
  var rounds: (UInt16, UInt16) = (0, 0)
  /// The pools of the model from which the request holds something, one bit each.
  var held: UInt16 = 0
  var state = State.none
  /// Whether a call that matters failed.
  var hasFailed = false
  /// Whether it can reach the host outside that it calls.
  var external = ExternalWay.open
  /// Whether the pod's warm-up was over when the request arrived.
  var isWarm = true
  /// When the request gives up waiting for a pool.
  var poolDeadline = SimTime.infinity
  /// The request's draws for the software's purposes, different for each attempt.
  var draws = RequestRandom.Purposes.none

  /// Identifies the step under way, so that no two steps of a request share draws: the position in
  /// the program and, in the upper half, the rounds left of its loops.
  var stepKey: UInt64 { stepKeyBase &+ UInt64(instruction) }

  /// Begins with a program's first instruction.
  mutating func begin(at start: UInt32) {
    instruction = start
    stepKeyBase = 0 &- UInt64(start)
  }

  /// Sets the rounds left of the outer or the inner loop.
  mutating func setRounds(_ count: UInt16, ofOuter isOuter: Bool) {
    let shift: UInt64 = isOuter ? 48 : 32
    let before = isOuter ? rounds.0 : rounds.1
    stepKeyBase &+= (UInt64(count) &- UInt64(before)) &<< shift
    if isOuter { rounds.0 = count } else { rounds.1 = count }
  }

  /// The position of a call among all calls of the request: the step's `stepKey`, and the call's
  /// number among those that the step makes at once.
  static func position(_ stepKey: UInt64, _ number: UInt64) -> UInt64 {
    (stepKey &>> 32) &<< 24 | (stepKey & 0xffff) &<< 8 | number
  }
}
