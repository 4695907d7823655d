import Manifests

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
