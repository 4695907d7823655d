package import SimulationKernel

/// One of two ways, at random.
package struct ChanceStep: Sendable {
  /// Probability of the first way.
  package let probability: Double
  /// The first way.
  package let steps: [Step]
  /// The other way.
  package let otherwise: [Step]
}

/// The same steps several times.
package struct RepeatStep: Sendable {
  /// How often; a draw is rounded to the nearest whole number.
  package let times: Distribution
  /// What is done each time.
  package let steps: [Step]
}

/// Steps that hold one thing of a pool.
package struct AcquireStep: Sendable {
  /// The pool's name within the service.
  package let pool: String
  /// Where the pool was named.
  package let span: SourceSpan
  /// What is done while holding it.
  package let steps: [Step]
}

extension ChanceStep: SpecObject {
  static let what = "a chance"

  init?(_ reader: inout SpecReader) {
    let probability = reader.required("probability", .ratio, "probability of the first way")
    steps = reader.optional("steps", .steps, default: [], "the first way")
    otherwise = reader.optional("else", .steps, default: [], "the other way")
    guard let probability else { return nil }
    self.probability = probability
  }
}

extension RepeatStep: SpecObject {
  static let what = "a repetition"

  init?(_ reader: inout SpecReader) {
    let times = reader.required("times", .law(.number), "how often")
    let steps = reader.required("steps", .steps, "what is done each time")
    guard let times, let steps else { return nil }
    reader.checkRepetition(times)
    self.times = times
    self.steps = steps
  }
}

extension SpecReader {
  /// Reports a repetition of more rounds than a request or a journey counts.
  func checkRepetition(_ times: Distribution) {
    guard times.mean > Double(UInt16.max) else { return }
    diagnostics.error(
      "a repetition has at most \(UInt16.max) rounds", at: span(of: "times"), code: "out-of-range",
      help: "nest two repetitions, or let one round stand for several")
  }
}

extension AcquireStep: SpecObject {
  static let what = "an acquisition"

  init?(_ reader: inout SpecReader) {
    let pool = reader.required(
      "pool", .name as SpecType<LocatedText>, "one of the service's pools")
    let steps = reader.required("steps", .steps, "what is done while holding one of it")
    guard let pool, let steps else { return nil }
    self.pool = pool.text
    span = pool.span
    self.steps = steps
  }
}
