import Glibc
import Manifests
import SimulationKernel

extension RateProfile {
  /// The profile of an arrival-rate executor, or nil for an executor of virtual users.
  ///
  /// - Parameter random: draws the sojourns of a bursty shape.
  init?(_ executor: LoadExecutor, random: inout EntityRandom) {
    self.init()
    switch executor {
    case .constantArrivalRate(let constant):
      let rate = constant.rate / constant.timeUnit.seconds
      append(from: rate, to: rate, seconds: constant.duration.seconds)
    case .rampingArrivalRate(let ramping):
      var rate = ramping.startRate / ramping.timeUnit.seconds
      for stage in ramping.stages {
        let target = stage.target / ramping.timeUnit.seconds
        append(from: rate, to: target, seconds: stage.duration.seconds)
        rate = target
      }
    case .shaped(let shaped):
      append(shaped, random: &random)
    case .constantVUs, .rampingVUs, .perVUIterations, .sharedIterations: return nil
    }
  }

  private mutating func append(_ shaped: ShapedArrivalRate, random: inout EntityRandom) {
    let unit = shaped.timeUnit.seconds
    let duration = shaped.duration.seconds
    switch shaped.shape {
    case .recorded(let points): append(points, unit: unit, duration: duration)
    case .diurnal(let mean, let peak, let period):
      appendDiurnal(
        mean: mean / unit, peak: peak / unit, period: period.seconds, duration: duration)
    case .spike(let base, let peak, let at, let length):
      let start = min(at.seconds, duration)
      let end = min(start + length.seconds, duration)
      append(from: base / unit, to: base / unit, seconds: start)
      append(from: peak / unit, to: peak / unit, seconds: end - start)
      append(from: base / unit, to: base / unit, seconds: duration - end)
    case .step(let from, let to, let at):
      let start = min(at.seconds, duration)
      append(from: from / unit, to: from / unit, seconds: start)
      append(from: to / unit, to: to / unit, seconds: duration - start)
    case .burst(let low, let high, let lowFor, let highFor):
      appendBursts(
        [(low / unit, lowFor.seconds), (high / unit, highFor.seconds)], duration: duration,
        random: &random)
    }
  }

  /// Recorded rates, joined by straight lines, up to the load's end; the first and the last one
  /// hold outside.
  private mutating func append(_ points: [RatePoint], unit: Double, duration: Double) {
    guard let first = points.first, let last = points.last else { return }
    append(
      from: first.rate / unit, to: first.rate / unit, seconds: min(first.time.seconds, duration))
    for (from, to) in zip(points, points.dropFirst()) where from.time.seconds < duration {
      let length = min(to.time.seconds, duration) - from.time.seconds
      let share = length / (to.time.seconds - from.time.seconds)
      let reached = from.rate + (to.rate - from.rate) * share
      append(from: from.rate / unit, to: reached / unit, seconds: length)
    }
    append(
      from: last.rate / unit, to: last.rate / unit, seconds: duration - last.time.seconds)
  }

  /// A sine over the period, from its mean upwards, as 96 straight pieces a period.
  private mutating func appendDiurnal(
    mean: Double, peak: Double, period: Double, duration: Double
  ) {
    let width = period / 96
    func rate(_ time: Double) -> Double {
      max(0, mean + (peak - mean) * sin(2 * .pi * time / period))
    }
    var time = 0.0
    while time < duration {
      let next = min(time + width, duration)
      append(from: rate(time), to: rate(next), seconds: next - time)
      time = next
    }
  }

  /// A Markov-modulated Poisson process: two rates with exponential sojourns.
  private mutating func appendBursts(
    _ states: [(rate: Double, sojourn: Double)], duration: Double, random: inout EntityRandom
  ) {
    var time = 0.0
    var state = 0
    while time < duration {
      let sojourn = -log1p(-random.unit()) * states[state].sojourn
      let length = min(sojourn, duration - time)
      append(from: states[state].rate, to: states[state].rate, seconds: length)
      time += length
      state = 1 - state
    }
  }
}
