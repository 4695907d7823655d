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

  /// The way to a host outside.
  enum ExternalWay: UInt8 {
    /// Nothing is in the way.
    case open
    /// Its name is looked up.
    case resolving
    /// Its name was not found.
    case unresolved
    /// Network policies keep the pod from it.
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
  /// What an instruction's number is short of its place among the request's draws: the rounds of
  /// its loops, less the program's first instruction.
  var placeBase: UInt64 = 0
  /// The container that spends its core time, in the CPU model's numbering.
  var container: UInt32 = 0
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
  /// How it fares with the host outside that it asks.
  var external = ExternalWay.open
  /// Whether the pod's slowness after its start is over.
  var isWarm = true
  /// When waiting for a pool is given up.
  var poolDeadline = SimTime.infinity
  /// The request's draws, the attempt and the software's purposes included.
  var draws = RequestRandom.Purposes.none

  /// The place in the program, and in the upper half the rounds of its loops: no two steps of a
  /// request share draws.
  var place: UInt64 { placeBase &+ UInt64(instruction) }

  /// Begins with a program's first instruction.
  mutating func begin(at start: UInt32) {
    instruction = start
    placeBase = 0 &- UInt64(start)
  }

  /// Sets the rounds left of the outer or the inner loop.
  mutating func setRounds(_ count: UInt16, ofOuter isOuter: Bool) {
    let shift: UInt64 = isOuter ? 48 : 32
    let before = isOuter ? rounds.0 : rounds.1
    placeBase &+= (UInt64(count) &- UInt64(before)) &<< shift
    if isOuter { rounds.0 = count } else { rounds.1 = count }
  }

  /// The position of a call that is made at a place, one of those that leave there together.
  static func position(_ place: UInt64, _ number: UInt64) -> UInt64 {
    (place &>> 32) &<< 24 | (place & 0xffff) &<< 8 | number
  }
}
