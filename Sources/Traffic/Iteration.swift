import SimulationKernel

/// One user's walk through one journey, which k6 calls an iteration.
struct Iteration: SlabElement {
  var slabWord: UInt32 = 0
  /// The stream that started it.
  let stream: UInt16
  /// The journey.
  let journey: UInt16
  /// The instruction under way.
  var instruction: UInt32
  /// The generator of this iteration's draws.
  let random: RequestRandom
  /// When it began.
  let startedAt: SimTime
  /// When the request under way was sent.
  var requestedAt: SimTime
  /// Rounds left of the outer and of the inner loop.
  var rounds: (UInt16, UInt16) = (0, 0)
  /// The pod that a session is bound to, as a raw handle.
  var pinned: UInt32 = .max
  /// The virtual user's number; `UInt32.max` in an open stream.
  let user: UInt32
  /// Requests sent so far: each has draws of its own.
  var requests: UInt32 = 0
  /// Whether a request of it failed.
  var hasFailed = false
  /// Whether its time is over: it ends with the request under way, or has ended within a pause.
  var isInterrupted = false
  /// The span of the whole iteration; `UInt32.max` where it is not traced.
  var span: UInt32 = .max

  init(
    stream: Int, journey: Int, instruction: Int, random: RequestRandom, user: UInt32,
    at now: SimTime
  ) {
    self.stream = UInt16(stream)
    self.journey = UInt16(journey)
    self.instruction = UInt32(instruction)
    self.random = random
    self.user = user
    startedAt = now
    requestedAt = now
  }

  /// Identifies the journey's own step under way, so that no two steps of an iteration share draws.
  ///
  /// It is made of the instruction, the number of requests sent before it, and, in the upper half,
  /// the rounds left of the loops around it.
  var stepKey: UInt64 {
    UInt64(1 &<< 31 | requests &<< 12 | instruction)
      | UInt64(rounds.1) &<< 32 | UInt64(rounds.0) &<< 48
  }

  /// The generator of the draws of the request sent last.
  @inline(always)
  var randomOfRequest: RequestRandom { random.call(UInt64(requests), attempt: 0) }

  /// Counts a request that is sent now; returns the iteration as it is afterwards.
  @inline(always)
  mutating func beginRequest(at now: SimTime) -> Iteration {
    requestedAt = now
    requests &+= 1
    return self
  }
}
