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
    if case .sharedIterations(let shared) = streams[stream].spec.executor {
      streams[stream].sharedIterationsLeft = shared.iterations
    }
    schedule(.over, at: streams[stream].end, UInt32(stream), in: &simulation)
    adjustUsers(stream, in: &simulation, &mesh)
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
  @inline(always)
  private mutating func beginIteration(
    _ stream: Int, user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
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
  }

  /// A closed stream's time is over: counts the iterations that it should have made and did not as
  /// dropped (k6, lib/executor/shared_iterations.go and per_vu_iterations.go).
  mutating func countLeft(_ stream: Int) {
    let state = streams[stream]
    let left: Int
    switch state.spec.executor {
    case .sharedIterations: left = state.sharedIterationsLeft
    case .perVUIterations(let own):
      left = own.iterations * own.users - state.iterationsOfUser.reduce(0, +)
    case .constantArrivalRate, .rampingArrivalRate, .shaped, .constantVUs, .rampingVUs: left = 0
    }
    counters[loads[stream].journey].dropped += UInt64(max(0, left))
  }

  /// Brings the number of a closed stream's virtual users to what its executor asks for now.
  ///
  /// Users that are too many end their iteration first; `freeUser` then lets them go.
  mutating func adjustUsers(_ stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh) {
    let elapsed = simulation.now - streams[stream].start
    streams[stream].wantedUsers = streams[stream].spec.executor.users(at: elapsed)
    let known = streams[stream].iterationsOfUser.count
    if known < streams[stream].wantedUsers {
      streams[stream].iterationsOfUser += Array(
        repeating: 0, count: streams[stream].wantedUsers - known)
    }
    while loads[stream].busyUsers < streams[stream].wantedUsers {
      let user = loads[stream].busyUsers
      guard mayBegin(stream, user: user, at: simulation.now) else { break }
      beginIterationOfUser(stream, UInt32(user), in: &simulation, &mesh)
    }
    if case .rampingVUs = streams[stream].spec.executor, simulation.now < streams[stream].end {
      schedule(
        .usersDue, at: simulation.now + .milliseconds(100), UInt32(stream), in: &simulation)
    }
  }

  /// Whether a virtual user of a closed stream may begin another iteration now.
  private func mayBegin(_ stream: Int, user: Int, at now: SimTime) -> Bool {
    guard !hasStopped, now < streams[stream].end, streams[stream].sharedIterationsLeft > 0 else {
      return false
    }
    guard case .perVUIterations(let own) = streams[stream].spec.executor else { return true }
    return streams[stream].iterationsOfUser[user] < own.iterations
  }

  private mutating func beginIterationOfUser(
    _ stream: Int, _ user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    streams[stream].iterationsOfUser[Int(user)] += 1
    if streams[stream].sharedIterationsLeft < Int.max {
      streams[stream].sharedIterationsLeft -= 1
    }
    beginIteration(stream, user: user, in: &simulation, &mesh)
  }

  /// A user's iteration is over: a virtual user of a closed stream begins its next one, if it may.
  mutating func freeUser(
    _ stream: Int, user: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    loads[stream].busyUsers &-= 1
    guard user != .max, Int(user) < streams[stream].wantedUsers,
      mayBegin(stream, user: Int(user), at: simulation.now)
    else { return }
    beginIterationOfUser(stream, user, in: &simulation, &mesh)
  }
}

extension LoadExecutor {
  /// How many virtual users should be at work at a time after the start; 0 for arrival rates.
  func users(at elapsed: SimDuration) -> Int {
    switch self {
    case .constantVUs(let executor): executor.users
    case .perVUIterations(let executor): executor.users
    case .sharedIterations(let executor): executor.users
    case .rampingVUs(let executor): executor.users(at: elapsed)
    case .constantArrivalRate, .rampingArrivalRate, .shaped: 0
    }
  }
}

extension RampingVUs {
  /// How many virtual users should be at work at a time after the start.
  ///
  /// The number follows a straight line between the stages' targets. One user is added when a
  /// rising line reaches a whole number, and one is removed when a falling line passes below one
  /// (k6, lib/executor/ramping_vus.go).
  func users(at elapsed: SimDuration) -> Int {
    var from = Double(startUsers)
    var begin = SimDuration.zero
    for stage in stages {
      if elapsed < begin + stage.duration {
        let share = (elapsed - begin).seconds / stage.duration.seconds
        let users = from + (stage.target - from) * share
        // Rounding may put a point that lies on a whole number slightly beside it.
        return Int(
          stage.target >= from ? (users + 1e-9).rounded(.down) : (users - 1e-9).rounded(.up))
      }
      from = stage.target
      begin += stage.duration
    }
    return Int(from.rounded())
  }
}
