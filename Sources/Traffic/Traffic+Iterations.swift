import Cluster
import Manifests
import Mesh
import SimulationKernel

/// How an iteration runs: a user walks through the steps of a journey.
extension Traffic {
  /// Runs an iteration until a step takes time (a request or a pause) or the iteration is over.
  mutating func run(
    _ handle: Handle<Iteration>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let instruction = code[Int(iterations[handle].instruction)]
    switch instruction.code {
    case .request: send(instruction, handle, in: &simulation, &mesh)
    case .end:
      let iteration = iterations[handle]
      finish(handle, iteration, failed: iteration.hasFailed, in: &simulation, &mesh)
    case .think:
      let length = laws.duration(instruction.law, bits(for: handle))
      schedule(.thought, at: simulation.now + length, handle.rawValue, in: &simulation)
    case .loopBegin, .loopEnd:
      passLoops(handle)
      run(handle, in: &simulation, &mesh)
    }
  }

  /// Executes the instructions of loops up to the next request, pause or end.
  @inline(never)
  private mutating func passLoops(_ handle: Handle<Iteration>) {
    while case let instruction = code[Int(iterations[handle].instruction)],
      instruction.code == .loopBegin || instruction.code == .loopEnd
    {
      loop(instruction, handle)
    }
  }

  /// Sends the request of the present step; `takeResponse` gets its answer.
  @inline(always)
  private mutating func send(
    _ instruction: JourneyInstruction, _ handle: Handle<Iteration>,
    in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let iteration = iterations[handle].beginRequest(at: simulation.now)
    counters[Int(iteration.journey)].sent &+= 1
    mesh.call(
      along: Int(instruction.target), client: Network.outside, parent: handle.rawValue,
      position: 0, owner: Room.traffic.rawValue, random: iteration.randomOfRequest,
      pinned: iteration.pinned, under: iteration.span, in: &simulation)
  }

  /// A pause is over, unless the iteration was broken off within it.
  mutating func endPause(
    _ handle: Handle<Iteration>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard !iterations[handle].isInterrupted else {
      iterations.remove(handle)
      leftBehind -= 1
      return
    }
    continueJourney(handle, in: &simulation, &mesh)
  }

  /// Goes on with the next step: a pause is over or a request was answered.
  private mutating func continueJourney(
    _ handle: Handle<Iteration>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    iterations[handle].instruction += 1
    run(handle, in: &simulation, &mesh)
  }

  /// Takes the answer to a request, or its failure, such as the user's own timeout.
  mutating func takeResponse(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let outcome = mesh.receive(call, in: &simulation)
    guard let raw = outcome.parent else { return }
    let handle = Handle<Iteration>(rawValue: raw)
    let iteration = iterations[handle]
    let journey = Int(iteration.journey)
    guard !outcome.hasFailed else {
      takeFailure(handle, in: &simulation, &mesh)
      return
    }
    let duration = simulation.now - iteration.requestedAt
    counters[journey].durationSum += duration
    durations.record(duration, in: journey)
    counters[journey].answered &+= 1
    if code[Int(iteration.instruction) &+ 1].code == .end {
      finish(handle, iteration, failed: iteration.hasFailed, in: &simulation, &mesh)
      return
    }
    if courses[journey].isSession { iterations[handle].pinned = outcome.server }
    continueJourney(handle, in: &simulation, &mesh)
  }

  /// A request failed: a session is over; another journey goes on with its next step, as a k6
  /// script does, and counts as failed.
  @inline(never)
  private mutating func takeFailure(
    _ handle: Handle<Iteration>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let iteration = iterations[handle]
    guard !iteration.isInterrupted else {
      endInterrupted(handle, in: &simulation, &mesh)
      return
    }
    let journey = Int(iteration.journey)
    let duration = simulation.now - iteration.requestedAt
    counters[journey].durationSum += duration
    durations.record(duration, in: journey)
    counters[journey].failedRequests += 1
    guard !courses[journey].isSession else {
      if iteration.pinned != .max { counters[journey].droppedSessions += 1 }
      finish(handle, iteration, failed: true, in: &simulation, &mesh)
      return
    }
    iterations[handle].hasFailed = true
    continueJourney(handle, in: &simulation, &mesh)
  }

  /// Records the time until the first byte of a streamed answer reached the user.
  mutating func takeFirstByte(
    _ call: Handle<Call>, in simulation: inout Simulation, _ mesh: borrowing Mesh
  ) {
    guard mesh.calls.contains(call) else { return }
    let handle = Handle<Iteration>(rawValue: mesh.calls[call].parent)
    guard iterations.contains(handle) else { return }
    let journey = Int(iterations[handle].journey)
    guard courses[journey].measuresFirstByte else { return }
    firstBytes.record(simulation.now - iterations[handle].requestedAt, in: journey)
  }

  /// Ends an iteration and frees its user.
  ///
  /// - Parameter iteration: the iteration as the slab holds it.
  @inline(always)
  mutating func finish(
    _ handle: Handle<Iteration>, _ iteration: Iteration, failed: Bool,
    in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard iteration.user == .max || iteration.startedAt < simulation.now else {
      linger(handle, failed: failed, in: &simulation)
      return
    }
    iterations.remove(handle)
    if iteration.span != .max {
      mesh.endTrace(iteration.span, failed: failed, at: simulation.now)
    }
    counters[Int(iteration.journey)].finished &+= 1
    counters[Int(iteration.journey)].failedIterations &+= failed ? 1 : 0
    freeUser(Int(iteration.stream), user: iteration.user, in: &simulation, &mesh)
  }

  /// Lets a virtual user's iteration that took no time last for `shortestRound`.
  ///
  /// A user whose requests are refused at once would otherwise iterate for ever in the same
  /// instant.
  @inline(never)
  private mutating func linger(
    _ handle: Handle<Iteration>, failed: Bool, in simulation: inout Simulation
  ) {
    while code[Int(iterations[handle].instruction)].code != .end {
      iterations[handle].instruction += 1
    }
    schedule(
      failed ? .failed : .ended, at: simulation.now + Self.shortestRound, handle.rawValue,
      in: &simulation)
  }

  /// Executes the beginning or the end of a loop, which counts its rounds.
  private mutating func loop(_ instruction: JourneyInstruction, _ handle: Handle<Iteration>) {
    let isOuter = instruction.slot == 0
    var rounds = isOuter ? iterations[handle].rounds.0 : iterations[handle].rounds.1
    let jumps: Bool
    if instruction.code == .loopBegin {
      rounds = UInt16(clamping: laws.count(instruction.law, bits(for: handle)))
      jumps = rounds == 0
    } else {
      rounds -= 1
      jumps = rounds > 0
    }
    iterations[handle].instruction =
      jumps ? instruction.target : iterations[handle].instruction + 1
    if isOuter {
      iterations[handle].rounds.0 = rounds
    } else {
      iterations[handle].rounds.1 = rounds
    }
  }

  /// 64 uniform bits for the journey's own step under way; requests have draws of their own.
  @inline(always)
  private func bits(for handle: Handle<Iteration>) -> UInt64 {
    let iteration = iterations[handle]
    return iteration.random.bits(at: iteration.stepKey)
  }
}
