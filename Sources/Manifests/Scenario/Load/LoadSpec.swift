package import SimulationKernel

/// One source of load: an entry of a scenario's `load` (k6's `scenarios`).
package struct LoadSpec: Sendable {
  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// The journey its users follow.
  package let journey: String
  /// Where the journey was named.
  package let journeySpan: SourceSpan
  /// When it begins; the run's start where none was written.
  package let startTime: SimDuration
  /// How long journeys in progress may go on after its end; the scenario's where none was written.
  package let gracefulStop: SimDuration
  /// How arrivals are spaced; it matters to open models only.
  package let arrival: ArrivalProcess
  /// When journeys begin.
  package let executor: LoadExecutor
  /// Where `startTime` was written; unknown for a load that nobody wrote.
  package var startTimeSpan: SourceSpan = .unknown
  /// Where its length was written, or the first stage of it; the name's place where none was.
  package var durationSpan: SourceSpan = .unknown

  /// How long it lasts, from its own start; for iterations the longest time allowed.
  package var duration: SimDuration { executor.duration }
}

/// How the arrivals of an open load are spaced.
package enum ArrivalProcess: String, Sendable, CaseIterable {
  /// Independent users: a Poisson process.
  case poisson
  /// Even spacing, as k6's.
  case uniform
}

extension LoadSpec {
  /// The lengths of a scenario that its loads default to.
  struct Timing {
    let duration: SimDuration
    let gracefulStop: SimDuration

    /// What is left of the scenario after a start.
    func rest(after start: SimDuration) -> SimDuration {
      start < duration ? duration - start : duration
    }
  }

  /// Reads the fields that every load has, and those of its variant.
  fileprivate init?(
    _ name: LocatedText, _ variant: LoadVariant, _ timing: Timing, _ reader: inout SpecReader
  ) {
    let journey = reader.required(
      "journey", .name as SpecType<LocatedText>, "the journey its users follow")
    startTime = reader.optional(
      "startTime", .duration, default: .zero, "when it begins; at once by default")
    gracefulStop = reader.optional(
      "gracefulStop", .duration, default: timing.gracefulStop,
      "how long journeys in progress may go on; the scenario's by default")
    arrival =
      variant.isOpen
      ? reader.optional(
        "arrival", .word(ArrivalProcess.self), default: .poisson,
        "how arrivals are spaced; poisson by default, uniform as k6")
      : .poisson
    let executor = variant.executor(&reader, rest: timing.rest(after: startTime))
    guard let journey, let executor else { return nil }
    self.name = name.text
    span = name.span
    startTimeSpan = reader.span(of: "startTime")
    let length = ["duration", "stages", "maxDuration"].first { reader.has($0) }
    let written = length.map { reader.span(of: $0) } ?? name.span
    durationSpan = written.line == written.endLine ? written : written.start
    self.journey = journey.text
    journeySpan = journey.span
    self.executor = executor
  }
}

extension SpecType where Value == [LoadSpec] {
  /// Loads by name.
  static func loads(_ timing: LoadSpec.Timing) -> SpecType {
    SpecType(
      schema: { definitions in
        let nobody = LocatedText(text: "", span: .unknown)
        let variants = LoadVariant.allCases.map { variant in
          definitions.reference("Load-\(variant.rawValue)") {
            SpecReader.describe("a load", definitions) {
              LoadSpec(nobody, variant, timing, &$0)
            }
          }
        }
        return ["type": "object", "additionalProperties": ["anyOf": .array(variants)]]
      },
      read: { node, context in
        guard let pairs = node.pairs else {
          context.diagnostics.wrongType("a mapping from names to a load each", node)
          return nil
        }
        return pairs.compactMap { key, value in
          let name = LocatedText(text: key.text ?? "", span: key.span)
          guard let variant = LoadVariant(of: value, context) else { return nil }
          return SpecReader.read(value, context, what: variant.what) {
            LoadSpec(name, variant, timing, &$0)
          }
        }
      })
  }
}
