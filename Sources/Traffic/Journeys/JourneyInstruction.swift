import SimulationKernel

/// One step of a compiled journey.
struct JourneyInstruction: BitwiseCopyable {
  /// What the user does.
  enum Code: UInt8 {
    /// Send a request along route `target` and wait for the answer.
    case request
    /// Pause for a time drawn from `law`.
    case think
    /// Draw the number of rounds of loop `slot` from `law`; with none go on with `target`.
    case loopBegin
    /// Begin the next round of loop `slot` at `target`, if one is left.
    case loopEnd
    /// The journey is over.
    case end
  }

  let code: Code
  var slot: UInt8 = 0
  var target: UInt32 = 0
  var law = Sampler.zero
}
