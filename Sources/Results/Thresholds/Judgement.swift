import Manifests
import SimulationKernel

/// What became of one condition of a threshold over the runs of an experiment.
struct Judgement {
  /// The judged number, in the metric's unit; nil without data.
  var value: Double?
  var verdict: Verdict
  /// When it was first known not to hold, in seconds; nil where it held.
  var firstBreach: Double?
  /// Runs in which it held on its own, of those with data.
  var runsHeld = 0
  var runs = 0
  /// 95 % interval of the runs' values.
  var interval: ConfidenceInterval?
}

/// Judges one condition on what the runs stored.
struct AssertionJudge {
  let assertion: ThresholdAssertion
  /// Whether the runs' samples are judged together; if not, the worst run is.
  let isPooled: Bool
  /// The stretch that statistics are about, in seconds.
  let measured: Range<Double>
  let noData: NoDataPolicy
  /// Whether the runs are over; until then a window that is not full yet is left out.
  var isOver = true

  /// Fewest runs whose interval can leave a verdict open.
  static let runsForInterval = 5

  /// A run's evidence, and when the fault of `during` was there; nil where it never was.
  struct Run {
    var evidence: Evidence
    var fault: Range<Double>?
  }

  /// One number to judge: what was seen in a window or in all, and when that was known.
  private struct Piece {
    var end: Double
    var seconds: Double
    var observation: Observation
  }

  /// The verdict on the condition.
  func judge(_ runs: [Run]) -> Judgement {
    let pieces = runs.map(pieces(of:))
    let values = pieces.compactMap { assertion.worst(of: $0.compactMap(value(of:))) }
    guard let worst = isPooled ? pooled(pieces) : assertion.worst(of: values) else {
      return Judgement(verdict: noData.verdict)
    }
    var judgement = Judgement(value: worst, verdict: assertion.holds(worst) ? .pass : .fail)
    judgement.runs = values.count
    judgement.runsHeld = values.count(where: assertion.holds)
    judgement.interval = ConfidenceInterval(values)
    if let interval = judgement.interval, interval.runs >= Self.runsForInterval,
      interval.halfWidth > 0, interval.contains(assertion.limit)
    {
      judgement.verdict = .undecided
    }
    if judgement.verdict != .pass {
      judgement.firstBreach = zip(runs, pieces).compactMap(firstBreach).min()
    }
    return judgement
  }

  private func value(of piece: Piece) -> Double? {
    piece.observation.value(
      of: assertion.aggregation, seconds: piece.seconds, for: assertion)
  }

  /// The windows of a run, or the run as a whole, restricted to the fault.
  private func pieces(of run: Run) -> [Piece] {
    var stretch = measured
    if assertion.during != nil {
      guard let fault = run.fault else { return [] }
      stretch = fault
    }
    guard let window = assertion.window?.seconds else {
      let whole =
        assertion.during == nil
        ? run.evidence.whole : Evidence.merged(slices(of: run, within: stretch))
      let seconds = stretch.upperBound - stretch.lowerBound
      return whole.map { [Piece(end: stretch.upperBound, seconds: seconds, observation: $0)] } ?? []
    }
    return windows(of: run, within: stretch, length: window)
  }

  /// Windows that follow each other from the start of a stretch; a last one that is cut short
  /// counts only where it is the only one.
  private func windows(of run: Run, within stretch: Range<Double>, length: Double) -> [Piece] {
    var pieces: [Piece] = []
    var start = stretch.lowerBound
    while start < stretch.upperBound {
      let end = min(start + length, stretch.upperBound)
      if end < start + length, !pieces.isEmpty || !isOver { break }
      if let seen = Evidence.merged(slices(of: run, within: start..<end)) {
        pieces.append(Piece(end: end, seconds: end - start, observation: seen))
      }
      start += length
    }
    return pieces
  }

  private func slices(of run: Run, within stretch: Range<Double>) -> [Evidence.Slice] {
    run.evidence.slices.filter { stretch.contains($0.start) }
  }

  /// The worst window of the runs' windows laid together.
  private func pooled(_ runs: [[Piece]]) -> Double? {
    var merged: [Piece] = []
    for piece in runs.joined() {
      let same = merged.firstIndex { $0.end == piece.end || assertion.window == nil }
      if let same {
        merged[same].observation.merge(piece.observation)
        merged[same].seconds += piece.seconds
      } else {
        merged.append(piece)
      }
    }
    return assertion.worst(of: merged.compactMap(value(of:)))
  }

  /// The end of the first window that does not hold; without windows, the time from which what was
  /// seen so far did not hold any more.
  private func firstBreach(of run: Run, _ pieces: [Piece]) -> Double? {
    func fails(_ piece: Piece) -> Bool { value(of: piece).map { !assertion.holds($0) } ?? false }
    guard let broken = pieces.first(where: fails) else { return nil }
    if assertion.window != nil { return broken.end }
    let stretch = assertion.during == nil ? measured : run.fault ?? measured
    var soFar: Piece?
    var breach: Double?
    for slice in slices(of: run, within: stretch) {
      var next = soFar ?? Piece(end: slice.end, seconds: 0, observation: slice.observation)
      if soFar != nil { next.observation.merge(slice.observation) }
      next.seconds = slice.end - stretch.lowerBound
      breach = fails(next) ? breach ?? slice.end : nil
      soFar = next
    }
    return breach ?? broken.end
  }
}

extension NoDataPolicy {
  /// The verdict where there is nothing to judge.
  fileprivate var verdict: Verdict {
    switch self {
    case .fail: .fail
    case .warn: .noData
    case .pass: .pass
    }
  }
}
