import Manifests
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

/// What an iteration reads of its journey at every request.
struct JourneyCourse: BitwiseCopyable {
  /// Its first instruction.
  let start: UInt32
  /// Whether all its requests go to the pod that answered the first.
  let isSession: Bool
  /// Whether a response's first byte feeds a trend.
  let measuresFirstByte: Bool

  init(_ program: JourneyProgram) {
    start = UInt32(program.start)
    isSession = program.isSession
    measuresFirstByte = !program.measures.isEmpty
  }
}

/// A compiled journey.
struct JourneyProgram: Sendable {
  let name: String
  /// Its first instruction.
  let start: Int
  /// Whether all its requests go to the pod that answered the first.
  let isSession: Bool
  /// The trends that a response's first byte feeds.
  let measures: [FirstByteMeasure]
  /// What each iteration that ends well adds to the business' counters.
  let business: [BusinessCounter]
  /// How the voice that it carries is judged; nil where it carries none.
  let voice: VoiceSpec?
}
