import Manifests
package import SimulationKernel

/// What the users of a journey saw since the run began.
package struct JourneyCounters: BitwiseCopyable, Sendable {
  /// Iterations that began.
  package var started: UInt64 = 0
  /// Iterations that ended, well or not.
  package var finished: UInt64 = 0
  /// Iterations of which a request failed.
  package var failedIterations: UInt64 = 0
  /// Iterations that did not begin: no virtual user was free for them, or the load's time was over
  /// before all that were asked for had begun.
  package var dropped: UInt64 = 0
  /// Iterations that were broken off: their load's graceful stop, or their user's, was over.
  package var interrupted: UInt64 = 0
  /// Requests sent.
  package var sent: UInt64 = 0
  /// Requests answered well.
  package var answered: UInt64 = 0
  /// Requests that failed.
  package var failedRequests: UInt64 = 0
  /// Requests that were under way when their iteration was broken off: nobody heard an answer, so
  /// that no statistic has them (k6, lib/executor/helpers.go, getIterationRunner).
  package var interruptedRequests: UInt64 = 0
  /// Sum of the durations of all requests that ended.
  package var durationSum: SimDuration = .zero
  /// Sessions that ended because a request to the pod they were bound to failed.
  package var droppedSessions: UInt64 = 0
  /// Seconds in which sessions had audio.
  package var voiceSeconds: UInt64 = 0

  /// Iterations under way.
  package var active: UInt64 { started - finished - interrupted }

  /// Requests without an answer: under way, or interrupted.
  package var unfinished: UInt64 { sent - answered - failedRequests }
}

extension Traffic {
  /// What the users of a journey saw so far.
  package func counters(ofJourney journey: Int) -> JourneyCounters { counters[journey] }

  /// The durations of a journey's requests since the last reset.
  package func durations(ofJourney journey: Int) -> Histogram { durations.snapshot(journey) }

  /// The times to the first byte of a journey's responses since the last reset.
  package func firstBytes(ofJourney journey: Int) -> Histogram { firstBytes.snapshot(journey) }

  /// Forgets the distributions recorded so far, at the end of a warm-up.
  package mutating func resetDurations() {
    durations.reset()
    firstBytes.reset()
    scores.reset()
  }

  /// Whether all requests of a journey go to one pod.
  package func isSession(_ journey: Int) -> Bool { programs[journey].isSession }

  /// The journey's business counters: what each iteration that ended without a failure adds to, and
  /// the minutes of voice that were served.
  package func business(ofJourney journey: Int) -> [(name: String, value: Double)] {
    let succeeded = Double(counters[journey].finished - counters[journey].failedIterations)
    let own = programs[journey].business.map { (name: $0.name, value: $0.perSuccess * succeeded) }
    guard programs[journey].voice != nil else { return own }
    let minutes = Double(counters[journey].voiceSeconds) / 60
    return own + [(name: "voice_minutes_served", value: minutes)]
  }

  /// The name of a journey.
  package func name(ofJourney journey: Int) -> String { programs[journey].name }

  /// Number of journeys.
  package var journeyCount: Int { programs.count }

  /// Whether no iteration is under way.
  package var isIdle: Bool { iterations.count == leftBehind }

  /// Iterations of a journey under way, counted one by one.
  package func iterationsUnderWay(ofJourney journey: Int) -> UInt64 {
    var count: UInt64 = 0
    for index in 0..<iterations.capacity {
      guard let handle = iterations.handle(at: index) else { continue }
      let iteration = iterations[handle]
      if !iteration.isInterrupted, Int(iteration.journey) == journey { count += 1 }
    }
    return count
  }

  /// How many requests of a journey's users wait for an answer, counted one by one: the check of
  /// the counters (`World.checkConservation`).
  package func requestsUnderWay(ofJourney journey: Int) -> UInt64 {
    var count: UInt64 = 0
    for index in 0..<iterations.capacity {
      guard let handle = iterations.handle(at: index) else { continue }
      let iteration = iterations[handle]
      let isWaiting = code[Int(iteration.instruction)].code == .request
      if isWaiting, Int(iteration.journey) == journey { count += 1 }
    }
    return count
  }

  /// Lets no further iteration begin: the graceful stop, in which those under way may end.
  package mutating func stopArrivals() { hasStopped = true }
}
