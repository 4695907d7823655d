import Cluster
import Manifests
import Mesh
import SimulationKernel

/// Iterations that are broken off because the time to finish them is over.
///
/// As in k6 (lib/executor/helpers.go: getDurationContexts, getIterationRunner), such an iteration
/// counts as interrupted and as nothing else, and the request under way in it as unfinished.
extension Traffic {
  /// A load's graceful stop is over.
  mutating func interruptAll(
    _ stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    var waits = false
    for index in 0..<iterations.capacity {
      guard let handle = iterations.handle(at: index), Int(iterations[handle].stream) == stream
      else { continue }
      waits = interrupt(handle, in: &simulation, &mesh) || waits
    }
    if waits { giveUpCalls(in: &simulation, &mesh) }
  }

  /// Users who left a ramping load have had their time, but for those who came back or left later
  /// (k6, lib/executor/ramping_vus.go, reserveVUsForGracefulRampDowns).
  mutating func interruptLeavers(
    _ stream: Int, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard case .rampingVUs(let ramp) = streams[stream].executor else { return }
    var waits = false
    for user in streams[stream].takeLeavers() where user >= streams[stream].wantedUsers {
      let work = streams[stream].workOfUser[user]
      guard work != LoadStream.nothing,
        streams[stream].leftAt[user] + ramp.gracefulRampDown <= simulation.now
      else { continue }
      waits = interrupt(Handle(rawValue: work), in: &simulation, &mesh) || waits
    }
    if waits { giveUpCalls(in: &simulation, &mesh) }
  }

  /// Breaks an iteration off; whether a call of it is still to be given up.
  private mutating func interrupt(
    _ handle: Handle<Iteration>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) -> Bool {
    let iteration = iterations[handle]
    guard !iteration.isInterrupted else { return false }
    switch code[Int(iteration.instruction)].code {
    case .request:
      iterations[handle].isInterrupted = true
      return true
    case .think:
      // The pause's own event takes the rest of it away.
      iterations[handle].isInterrupted = true
      iterations[handle].pinned = .max
      leftBehind += 1
      countInterrupted(iteration, in: &simulation, &mesh)
    case .end, .loopBegin, .loopEnd:
      // It ends within the shortest round anyway.
      break
    }
    return false
  }

  /// Gives up the calls that interrupted iterations wait for.
  private func giveUpCalls(in simulation: inout Simulation, _ mesh: inout Mesh) {
    for index in 0..<mesh.calls.capacity {
      guard let handle = mesh.calls.handle(at: index) else { continue }
      let call = mesh.calls[handle]
      guard call.owner == Room.traffic.rawValue, call.isAwaited,
        iterations[Handle(rawValue: call.parent)].isInterrupted
      else { continue }
      mesh.giveUp(handle, in: &simulation)
    }
  }

  /// Ends an interrupted iteration whose request was given up.
  mutating func endInterrupted(
    _ handle: Handle<Iteration>, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let iteration = iterations[handle]
    iterations.remove(handle)
    counters[Int(iteration.journey)].interruptedRequests += 1
    countInterrupted(iteration, in: &simulation, &mesh)
  }

  private mutating func countInterrupted(
    _ iteration: Iteration, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    if iteration.span != .max {
      mesh.endTrace(iteration.span, failed: true, at: simulation.now)
    }
    counters[Int(iteration.journey)].interrupted += 1
    freeUser(Int(iteration.stream), user: iteration.user, in: &simulation, &mesh)
  }
}
