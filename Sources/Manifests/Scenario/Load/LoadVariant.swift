import SimulationKernel

/// The ways to write a load: k6's executors, and a shape instead of one.
enum LoadVariant: String, CaseIterable {
  case constantArrivalRate = "constant-arrival-rate"
  case rampingArrivalRate = "ramping-arrival-rate"
  case constantVUs = "constant-vus"
  case rampingVUs = "ramping-vus"
  case perVUIterations = "per-vu-iterations"
  case sharedIterations = "shared-iterations"
  case shaped

  private static let executors = allCases.filter { $0 != .shaped }
  private static let shapes = ["shape", "diurnal", "spike", "step", "burst"]

  /// The variant that a load is written in; nil after an error was reported.
  init?(of node: YAMLNode, _ context: DocumentContext) {
    let names = Self.executors.map(\.rawValue)
    guard let executor = node["executor"], !executor.isNull else {
      let isShaped = Self.shapes.contains { node[$0] != nil }
      guard node.pairs == nil || isShaped else {
        let keys = ["executor"] + Self.shapes
        let meant = (node.pairs ?? []).lazy.compactMap { pair in
          nearest(pair.key.text ?? "", in: keys).map { (pair.key.span, $0) }
        }.first
        context.diagnostics.error(
          "a load needs an executor or a shape", at: meant?.0 ?? node.span.start,
          code: "missing-field",
          help: meant.map { "did you mean \"\($0.1)\"?" }
            ?? "executor: one of \(names.joined(separator: ", ")); or one of "
            + Self.shapes.joined(separator: ", "))
        return nil
      }
      self = .shaped
      return
    }
    guard let text = executor.text, let variant = Self(rawValue: text), variant != .shaped else {
      let name = executor.text ?? ""
      context.diagnostics.invalidValue(
        "\"\(name)\" is no executor", executor,
        help: nearest(name, in: names).map { "did you mean \"\($0)\"?" }
          ?? "one of \(names.joined(separator: ", "))")
      return nil
    }
    self = variant
  }

  /// What the load is, for messages.
  var what: String { self == .shaped ? "a shaped load" : "a \(rawValue) load" }

  /// Whether arrivals do not wait for answers.
  var isOpen: Bool {
    switch self {
    case .constantArrivalRate, .rampingArrivalRate, .shaped: true
    case .constantVUs, .rampingVUs, .perVUIterations, .sharedIterations: false
    }
  }

  /// Reads the variant's own fields; `rest` is what is left of the scenario after its start.
  func executor(_ reader: inout SpecReader, rest: SimDuration) -> LoadExecutor? {
    if self == .shaped {
      return ShapedArrivalRate(&reader, rest: rest).map { .shaped($0) }
    }
    _ = reader.required("executor", SpecType<String>.constant(rawValue), "who begins journeys")
    switch self {
    case .constantArrivalRate:
      return ConstantArrivalRate(&reader, rest: rest).map { .constantArrivalRate($0) }
    case .rampingArrivalRate: return RampingArrivalRate(&reader).map { .rampingArrivalRate($0) }
    case .constantVUs: return .constantVUs(ConstantVUs(&reader, rest: rest))
    case .rampingVUs: return RampingVUs(&reader).map { .rampingVUs($0) }
    case .perVUIterations: return .perVUIterations(IterationsPerVU(&reader, rest: rest))
    case .sharedIterations: return .sharedIterations(SharedIterations(&reader, rest: rest))
    case .shaped: return nil
    }
  }
}

extension SpecReader {
  /// `timeUnit` of a rate.
  mutating func timeUnit() -> SimDuration {
    optional(
      "timeUnit", .positiveDuration, default: .seconds(1),
      "the time that rates are counted over; 1s by default")
  }

  /// `duration`, by default the rest of the scenario.
  mutating func loadDuration(rest: SimDuration) -> SimDuration {
    optional(
      "duration", .positiveDuration, default: rest,
      "how long it lasts; the rest of the scenario by default")
  }

  /// `stages`, at least one, with some length.
  mutating func stages() -> [LoadStage]? {
    let stages = required(
      "stages",
      .list(.object(LoadStage.self)).checked("needs at least one stage", schema: [("minItems", 1)])
      { !$0.isEmpty }.checked("the stages have no length") { $0.totalDuration > .zero },
      "where it goes")
    return stages
  }

  /// `maxDuration`, k6's 10 minutes by default but no longer than the scenario.
  mutating func maxDuration(rest: SimDuration) -> SimDuration {
    optional(
      "maxDuration", .positiveDuration, default: min(.minutes(10), rest),
      "longest time; 10m by default, but no longer than the scenario")
  }
}

extension LoadStage: SpecObject {
  static let what = "a stage"

  init?(_ reader: inout SpecReader) {
    let target = reader.required("target", .amount, "rate or users at the stage's end")
    let duration = reader.required("duration", .duration, "its length; 0s for a jump")
    guard let target, let duration else { return nil }
    self.target = target
    self.duration = duration
  }
}

extension VUAllocation {
  init(_ reader: inout SpecReader) {
    preAllocated = reader.optional(
      "preAllocatedVUs", .count(from: 0), "users at the start; as many as are needed by default")
    let limit = reader.optional(
      "maxVUs", .count(), "most users; preAllocatedVUs if that is given, else no limit")
    if let preAllocated, let limit, limit < preAllocated {
      reader.diagnostics.error(
        "maxVUs is below preAllocatedVUs", at: reader.span(of: "maxVUs"), code: "invalid-value")
    }
    self.limit = limit ?? preAllocated
  }
}

extension ConstantArrivalRate {
  init?(_ reader: inout SpecReader, rest: SimDuration) {
    let rate = reader.required("rate", .amount, "journeys per timeUnit")
    timeUnit = reader.timeUnit()
    duration = reader.loadDuration(rest: rest)
    users = VUAllocation(&reader)
    guard let rate else { return nil }
    self.rate = rate
  }
}

extension RampingArrivalRate {
  init?(_ reader: inout SpecReader) {
    startRate = reader.optional(
      "startRate", .amount, default: 0, "journeys per timeUnit at the start; 0 by default")
    timeUnit = reader.timeUnit()
    users = VUAllocation(&reader)
    guard let stages = reader.stages() else { return nil }
    self.stages = stages
  }
}

extension ConstantVUs {
  init(_ reader: inout SpecReader, rest: SimDuration) {
    users = reader.optional("vus", .count(), default: 1, "users; 1 by default")
    duration = reader.loadDuration(rest: rest)
  }
}

extension RampingVUs {
  init?(_ reader: inout SpecReader) {
    startUsers = reader.optional(
      "startVUs", .count(from: 0), default: 1, "users at the start; 1 by default")
    gracefulRampDown = reader.optional(
      "gracefulRampDown", .duration, default: Self.defaultRampDown,
      "how long a user who leaves may finish; 30s by default")
    guard let stages = reader.stages() else { return nil }
    self.stages = stages
  }
}

extension IterationsPerVU {
  init(_ reader: inout SpecReader, rest: SimDuration) {
    users = reader.optional("vus", .count(), default: 1, "users; 1 by default")
    iterations = reader.optional(
      "iterations", .count(), default: 1, "journeys of each user; 1 by default")
    maxDuration = reader.maxDuration(rest: rest)
  }
}

extension SharedIterations {
  init(_ reader: inout SpecReader, rest: SimDuration) {
    users = reader.optional("vus", .count(), default: 1, "users; 1 by default")
    iterations = reader.optional(
      "iterations", .count(), default: 1, "journeys of all users together; 1 by default")
    maxDuration = reader.maxDuration(rest: rest)
    if iterations < users {
      reader.diagnostics.error(
        "iterations is below vus, so that some users have nothing to do",
        at: reader.span(of: "iterations"), code: "invalid-value")
    }
  }
}
