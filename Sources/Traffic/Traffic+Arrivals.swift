import Manifests
import Mesh
import SimulationKernel

/// When iterations begin: the executors of load entries.
extension Traffic {
  /// Begins a stream: schedules its first arrival, or starts its first virtual users.
  mutating func begin(_ stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh) {
    guard streams[stream].profile == nil else {
      scheduleArrival(stream, in: &simulation)
      return
    }
    if case .sharedIterations(let shared) = streams[stream].executor {
      streams[stream].sharedIterationsLeft = shared.iterations
    }
    schedule(.over, at: streams[stream].end, UInt32(stream), in: &simulation)
    want(streams[stream].executor.firstUsers, of: stream, in: &simulation, &mesh)
    scheduleStep(stream, in: &simulation)
  }

  /// Schedules the next arrival of an open stream, unless the stream ends before it.
  ///
  /// Arrivals are those of a stream of rate one, whose times the inverse of the rate's integral
  /// maps to the stream's own times (`RateProfile`).
  @inline(always)
  private mutating func scheduleArrival(_ stream: Int, in simulation: inout Simulation) {
    loads[stream].unitTime &+= unitGap(stream)
    let expected = Double(Int64(bitPattern: loads[stream].unitTime)) * 1e-9
    let seconds = loads[stream].piece.time(of: expected)
    guard let length = seconds < .infinity ? seconds : nextPiece(stream, expected) else { return }
    let time = loads[stream].start + .nanoseconds(Int64(length * 1e9 + 0.5))
    schedule(.arrival, at: max(time, simulation.now), UInt32(stream), in: &simulation)
  }

  /// Moves to the piece of a stream's profile in which the expected number of arrivals is reached;
  /// returns when it is reached, in seconds after the start, or nil if no piece is left.
  @inline(never)
  private mutating func nextPiece(_ stream: Int, _ expected: Double) -> Double? {
    guard let piece = streams[stream].profile?.piece(of: expected) else { return nil }
    loads[stream].piece = piece
    return piece.time(of: expected)
  }

  /// The gap before the next arrival of the stream of rate one, in units of 1e-9.
  ///
  /// It is exponential with mean one for Poisson arrivals, and exactly one for even spacing.
  @inline(always)
  private func unitGap(_ stream: Int) -> UInt64 {
    guard loads[stream].isPoisson else { return 1_000_000_000 }
    let bits = loads[stream].gaps.bits(loads[stream].requestNumber)
    return UInt64(laws.duration(unitExponential, bits).nanoseconds)
  }

  /// A user of an open stream arrives; it is dropped where as many virtual users as allowed are
  /// busy.
  @inline(always)
  mutating func arrive(_ stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh) {
    guard !hasStopped else { return }
    if loads[stream].busyUsers < loads[stream].userLimit {
      beginIteration(stream, user: .max, in: &simulation, &mesh)
    } else {
      counters[loads[stream].journey].dropped += 1
      loads[stream].requestNumber += 1
    }
    scheduleArrival(stream, in: &simulation)
  }

  /// Begins a stream's next iteration and runs it until its first request or pause.
  ///
  /// - Parameter user: the virtual user, or `UInt32.max` in an open stream.
  @inline(always) @discardableResult
  private mutating func beginIteration(
    _ stream: Int, user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) -> Handle<Iteration> {
    let journey = loads[stream].journey
    let random = RequestRandom(stream: loads[stream].key, request: loads[stream].requestNumber)
    loads[stream].requestNumber &+= 1
    loads[stream].busyUsers &+= 1
    counters[journey].started &+= 1
    let handle = iterations.insert(
      Iteration(
        stream: stream, journey: journey, instruction: Int(courses[journey].start),
        random: random, user: user, at: simulation.now))
    if random.happens(tracedShare, Self.tracingPurpose) {
      iterations[handle].span = mesh.beginTrace(ofJourney: journey, at: simulation.now)
    }
    run(handle, in: &simulation, &mesh)
    return handle
  }

  /// A closed stream's time is over: counts the iterations that it should have made and did not as
  /// dropped (k6, lib/executor/shared_iterations.go and per_vu_iterations.go).
  mutating func countLeft(_ stream: Int) {
    let state = streams[stream]
    let left: Int
    switch state.executor {
    case .sharedIterations: left = state.sharedIterationsLeft
    case .perVUIterations(let own):
      left = own.iterations * own.users - state.iterationsOfUser.reduce(0, +)
    case .constantArrivalRate, .rampingArrivalRate, .shaped, .constantVUs, .rampingVUs: left = 0
    }
    counters[loads[stream].journey].dropped += UInt64(max(0, left))
  }

  /// A ramping stream's number of users changes.
  mutating func takeStep(_ stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh) {
    if let users = streams[stream].steps?.users {
      want(users, of: stream, in: &simulation, &mesh)
    }
    scheduleStep(stream, in: &simulation)
  }

  private mutating func scheduleStep(_ stream: Int, in simulation: inout Simulation) {
    guard let after = streams[stream].steps?.next() else { return }
    let time = streams[stream].start + after
    schedule(.usersDue, at: time, UInt32(stream), in: &simulation)
  }

  /// Lets a closed stream have a number of users: more begin, or go on with what they are at; fewer
  /// may finish for a while.
  private mutating func want(
    _ users: Int, of stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let before = streams[stream].wantedUsers
    streams[stream].want(users, at: simulation.now)
    if users < before, case .rampingVUs(let ramp) = streams[stream].executor {
      let time = simulation.now + ramp.gracefulRampDown
      schedule(.rampedDown, at: time, UInt32(stream), in: &simulation)
    }
    for user in min(before, users)..<users
    where streams[stream].workOfUser[user] == LoadStream.nothing {
      guard mayBegin(stream, user: user, at: simulation.now) else { break }
      beginIterationOfUser(stream, UInt32(user), in: &simulation, &mesh)
    }
  }

  /// Whether a virtual user of a closed stream may begin another iteration now.
  private func mayBegin(_ stream: Int, user: Int, at now: SimTime) -> Bool {
    guard !hasStopped, now < streams[stream].end, streams[stream].sharedIterationsLeft > 0 else {
      return false
    }
    guard case .perVUIterations(let own) = streams[stream].executor else { return true }
    return streams[stream].iterationsOfUser[user] < own.iterations
  }

  private mutating func beginIterationOfUser(
    _ stream: Int, _ user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    streams[stream].iterationsOfUser[Int(user)] += 1
    if streams[stream].sharedIterationsLeft < Int.max {
      streams[stream].sharedIterationsLeft -= 1
    }
    streams[stream].workOfUser[Int(user)] =
      beginIteration(stream, user: user, in: &simulation, &mesh).rawValue
  }

  /// A user's iteration is over: a virtual user of a closed stream begins its next one, if it may.
  @inline(always)
  mutating func freeUser(
    _ stream: Int, user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    loads[stream].busyUsers &-= 1
    if user != .max { goRound(stream, user, in: &simulation, &mesh) }
  }

  private mutating func goRound(
    _ stream: Int, _ user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    streams[stream].workOfUser[Int(user)] = LoadStream.nothing
    guard Int(user) < streams[stream].wantedUsers,
      mayBegin(stream, user: Int(user), at: simulation.now)
    else { return }
    beginIterationOfUser(stream, user, in: &simulation, &mesh)
  }
}
