package import SimulationKernel

/// Journeys begin at a rate that follows a shape.
package struct ShapedArrivalRate: Sendable {
  /// The rate over time; its rates are journeys per `timeUnit`.
  package let shape: LoadShape
  /// 1 s where none was written.
  package let timeUnit: SimDuration
  /// The rest of the scenario where none was written.
  package let duration: SimDuration
  /// Virtual users.
  package let users: VUAllocation
}

/// A rate over time, in journeys per the load's time unit; times count from the load's start.
package enum LoadShape: Sendable {
  /// Recorded rates, joined linearly; the first and the last one hold outside.
  case recorded([RatePoint])
  /// A sine about the mean that starts at the mean and rises.
  case diurnal(mean: Double, peak: Double, period: SimDuration)
  /// A base, and a higher rate for a while.
  case spike(base: Double, peak: Double, at: SimDuration, duration: SimDuration)
  /// One rate, and then another.
  case step(from: Double, to: Double, at: SimDuration)
  /// A rate that jumps between two values, each held for an exponential time with a mean
  /// (a Markov-modulated Poisson process).
  case burst(low: Double, high: Double, lowFor: SimDuration, highFor: SimDuration)
}

/// A rate at a time.
package struct RatePoint: Sendable {
  /// From the load's start.
  package let time: SimDuration
  /// Journeys per time unit.
  package let rate: Double
}

extension ShapedArrivalRate {
  init?(_ reader: inout SpecReader, rest: SimDuration) {
    timeUnit = reader.timeUnit()
    duration = reader.loadDuration(rest: rest)
    users = VUAllocation(&reader)
    guard let read = reader.choice(LoadShape.choices) else { return nil }
    shape = read.shape
    guard let cycle = read.cycle else { return }
    let pieces = duration.seconds / cycle.length.seconds * cycle.pieces
    guard pieces > LoadShape.mostPieces, duration <= LoadShape.longest else { return }
    reader.diagnostics.error(
      "the shape repeats itself too often within the load's \(duration.seconds) s", at: cycle.span,
      code: "too-much-load",
      help: "once in \(duration.seconds * cycle.pieces / LoadShape.mostPieces) s at most")
  }
}

/// A shape as it was written.
private struct ReadShape {
  /// What a shape does again and again.
  struct Cycle {
    /// How long it takes once.
    let length: SimDuration
    /// Of how many straight pieces a run puts it together.
    let pieces: Double
    /// Where its length was written.
    let span: SourceSpan
  }

  let shape: LoadShape
  /// Nil for a shape that does not repeat itself.
  var cycle: Cycle?
}

extension LoadShape {
  /// Most straight pieces of which a run puts a load together.
  fileprivate static let mostPieces = 2_000_000.0
  /// The longest load that can be written; what is longer stands for a length that could not be
  /// read.
  fileprivate static let longest = SimDuration.seconds(86_400 * 3_650)

  fileprivate static var choices: [SpecChoice<ReadShape>] {
    let written = SpecChoice(
      "shape", .object(WrittenShape.self), "recorded rates, or one of the other shapes"
    ) { shape, _ in shape.value }
    return [written] + builtIn
  }

  /// The shapes that need no file; each stands in the load itself or within its `shape`.
  fileprivate static var builtIn: [SpecChoice<ReadShape>] {
    [
      SpecChoice("diurnal", .object(DiurnalShape.self), "a sine about a mean") { shape, _ in
        shape.value
      },
      SpecChoice("spike", .object(SpikeShape.self), "a base, and more for a while") { shape, _ in
        shape.value
      },
      SpecChoice("step", .object(StepShape.self), "one rate, and then another") { shape, _ in
        shape.value
      },
      SpecChoice("burst", .object(BurstShape.self), "jumps between two rates") { shape, _ in
        shape.value
      },
    ]
  }
}

private struct DiurnalShape: SpecObject {
  static let what = "a diurnal shape"
  let value: ReadShape

  init?(_ reader: inout SpecReader) {
    let mean = reader.required("mean", .positive, "mean rate")
    let peak = reader.required("peak", .positive, "highest rate")
    let period = reader.required("period", .positiveDuration, "from peak to peak")
    guard let mean, let peak, let period else { return nil }
    guard peak >= mean, peak <= 2 * mean else {
      reader.diagnostics.error(
        "the peak of a sine lies between its mean and twice its mean", at: reader.span(of: "peak"),
        code: "invalid-value")
      return nil
    }
    value = ReadShape(
      shape: .diurnal(mean: mean, peak: peak, period: period),
      cycle: ReadShape.Cycle(length: period, pieces: 96, span: reader.span(of: "period")))
  }
}

private struct SpikeShape: SpecObject {
  static let what = "a spike"
  let value: ReadShape

  init?(_ reader: inout SpecReader) {
    let base = reader.required("base", .amount, "rate before and after")
    let peak = reader.required("peak", .amount, "rate during the spike")
    let at = reader.required("at", .duration, "when the spike begins, from the load's start")
    let duration = reader.required("duration", .positiveDuration, "how long the spike lasts")
    guard let base, let peak, let at, let duration else { return nil }
    value = ReadShape(shape: .spike(base: base, peak: peak, at: at, duration: duration))
  }
}

private struct StepShape: SpecObject {
  static let what = "a step of rates"
  let value: ReadShape

  init?(_ reader: inout SpecReader) {
    let from = reader.required("from", .amount, "rate before")
    let to = reader.required("to", .amount, "rate after")
    let at = reader.required("at", .duration, "when it changes, from the load's start")
    guard let from, let to, let at else { return nil }
    value = ReadShape(shape: .step(from: from, to: to, at: at))
  }
}

private struct BurstShape: SpecObject {
  static let what = "a bursty shape"
  let value: ReadShape

  init?(_ reader: inout SpecReader) {
    let low = reader.required("low", .amount, "one rate")
    let high = reader.required("high", .amount, "the other rate")
    let lowFor = reader.required("lowFor", .positiveDuration, "mean time at the one")
    let highFor = reader.required("highFor", .positiveDuration, "mean time at the other")
    guard let low, let high, let lowFor, let highFor else { return nil }
    let shortest = lowFor < highFor ? "lowFor" : "highFor"
    value = ReadShape(
      shape: .burst(low: low, high: high, lowFor: lowFor, highFor: highFor),
      cycle: ReadShape.Cycle(
        length: lowFor + highFor, pieces: 2, span: reader.span(of: shortest)))
  }
}

private struct WrittenShape: SpecObject {
  static let what = "a shape"
  let value: ReadShape

  init?(_ reader: inout SpecReader) {
    let recorded = SpecChoice(
      "csv", SpecType<[RatePoint]>.recordedRates, "file with the columns time and rate"
    ) { points, _ in ReadShape(shape: .recorded(points)) }
    guard let value = reader.choice([recorded] + LoadShape.builtIn) else { return nil }
    self.value = value
  }
}

extension SpecType where Value == [RatePoint] {
  /// A file of times and rates: two columns, times ascending, in the unit of their heading or with
  /// one of their own, else in seconds.
  fileprivate static var recordedRates: SpecType {
    SpecType<LocatedText>.name.map { path, _, context in
      guard let table = TableFile(path.text, context, at: path.span) else { return nil }
      let columns = (0...1).map { table.heading($0)?.lowercased() }
      if columns[0] == "rate" || columns[1] == "time" {
        context.diagnostics.error(
          "the times stand in the first column, the rates in the second",
          at: table.rows[0][0].span, code: "invalid-sample")
        return nil
      }
      let unit = table.timeUnit(0) ?? "s"
      var points: [RatePoint] = []
      for row in table.rows.dropFirst(columns[0] == nil ? 0 : 1) {
        guard let point = RatePoint(row, unit, context.diagnostics, after: points.last) else {
          return nil
        }
        points.append(point)
      }
      if points.isEmpty {
        context.diagnostics.error(
          "\(path.text) holds no rate", at: path.span, code: "invalid-sample")
        return nil
      }
      return points
    }
  }
}

extension RatePoint {
  /// A row of such a file; a bare number is a time in the unit given.
  fileprivate init?(
    _ row: [LocatedText], _ unit: String, _ diagnostics: DiagnosticCollector,
    after previous: RatePoint?
  ) {
    let text = row[0].text
    let time = DurationText.parse(DurationText.isNumber(text) ? text + unit : text)
    guard let time, time >= .zero, time > previous?.time ?? SimDuration(nanoseconds: -1) else {
      diagnostics.error(
        "\"\(text)\" is no time after the one before", at: row[0].span, code: "invalid-sample")
      return nil
    }
    guard row.count > 1, let rate = Double(row[1].text), rate >= 0, rate <= 1e12 else {
      diagnostics.error(
        "a rate of at least 0 must follow the time", at: row[min(1, row.count - 1)].span,
        code: "invalid-sample")
      return nil
    }
    self.init(time: time, rate: rate)
  }
}
