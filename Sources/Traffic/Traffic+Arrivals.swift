import Manifests
import Mesh
import SimulationKernel

/// When iterations begin.
extension Traffic {
  /// Begins a stream: the first arrival, or the first users.
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

  /// Schedules the next arrival of an open stream, if one falls into its time.
  @inline(always)
  private mutating func scheduleArrival(_ stream: Int, in simulation: inout Simulation) {
    loads[stream].unitTime &+= unitGap(stream)
    let expected = Double(Int64(bitPattern: loads[stream].unitTime)) * 1e-9
    let seconds = loads[stream].piece.time(of: expected)
    guard let length = seconds < .infinity ? seconds : nextPiece(stream, expected) else { return }
    let time = loads[stream].start + .nanoseconds(Int64(length * 1e9 + 0.5))
    schedule(.arrival, at: max(time, simulation.now), UInt32(stream), in: &simulation)
  }

  /// Goes on to the piece of a stream's profile in which a number of arrivals is reached; the time
  /// of that, or nil after the last piece.
  @inline(never)
  private mutating func nextPiece(_ stream: Int, _ expected: Double) -> Double? {
    guard let piece = streams[stream].profile?.piece(of: expected) else { return nil }
    loads[stream].piece = piece
    return piece.time(of: expected)
  }

  /// The gap before an arrival in the unit-rate stream, in nano-units: exponential, or one for even
  /// spacing.
  @inline(always)
  private func unitGap(_ stream: Int) -> UInt64 {
    guard loads[stream].isPoisson else { return 1_000_000_000 }
    let bits = loads[stream].gaps.bits(loads[stream].requestNumber)
    return UInt64(laws.duration(unitExponential, bits).nanoseconds)
  }

  /// A user of an open stream arrives.
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

  /// Begins the stream's next iteration.
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

  /// A closed stream's time is over: what was left of a number of iterations is dropped (k6,
  /// lib/executor/shared_iterations.go and per_vu_iterations.go).
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

  /// Lets a closed stream have the users that its executor wants now.
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

  /// A user's iteration is over: a closed stream's user begins the next one.
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
  /// The virtual users that shall work at a time after the start; none for arrival rates.
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
  /// The users on the straight line between the stages' targets: one more where the line reaches a
  /// whole number, one less where it falls below (k6, lib/executor/ramping_vus.go).
  func users(at elapsed: SimDuration) -> Int {
    var from = Double(startUsers)
    var begin = SimDuration.zero
    for stage in stages {
      if elapsed < begin + stage.duration {
        let share = (elapsed - begin).seconds / stage.duration.seconds
        let users = from + (stage.target - from) * share
        // A line that meets a whole number may miss it by a rounding.
        return Int(
          stage.target >= from ? (users + 1e-9).rounded(.down) : (users - 1e-9).rounded(.up))
      }
      from = stage.target
      begin += stage.duration
    }
    return Int(from.rounded())
  }
}
