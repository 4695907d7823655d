import Cluster
import SimulationKernel

/// Calls along routes with both limits.
///
/// The timeout of an attempt is the shorter limit, so a first attempt waits in the route's timer
/// class. The time that is left for a later attempt varies: where it is less than the timeout, and
/// during the pause before the attempt, the timer is in the wheel.
extension Mesh {
  /// Hands what is left of a call's time on to its next attempt and arms the limit for it.
  mutating func passLimit(
    from call: Handle<Call>, to next: Handle<Call>, _ path: Route, in simulation: inout Simulation
  ) {
    let isFirst = calls[call].attempt == 0
    let end =
      isFirst
      ? calls[call].issuedAt + attempts.limits[Int(path.timerClass)] : attempts.end(of: call)
    attempts.setEnd(of: next, end)
    armLimit(next, until: end, in: &simulation)
  }

  /// Limits an attempt that is issued now: by the route's timeout or by the call's time left,
  /// whichever is less.
  mutating func limitAttempt(
    _ handle: Handle<Call>, _ path: Route, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    if call.flags.contains(.timed) { disarm(handle) }
    guard call.attempt > 0 else {
      arm(handle, path.timerClass, in: &simulation)
      return
    }
    let end = attempts.end(of: handle)
    if simulation.now + timers[Int(path.timerClass)].length < end {
      arm(handle, path.timerClass, in: &simulation)
    } else {
      armLimit(handle, until: end, in: &simulation)
    }
  }

  /// Lets the clients give up on all calls whose limit over all attempts has passed.
  mutating func expireLimits(in simulation: inout Simulation) {
    while let handle = attempts.wheel.expire(in: &calls, now: simulation.now) {
      calls[handle].flags.remove(.timed)
      abandon(handle, mayTryAgain: false, in: &simulation)
    }
    if let due = attempts.wheel.rearm(in: calls, now: simulation.now) {
      scheduleLimit(at: due, in: &simulation)
    }
  }

  private mutating func armLimit(
    _ handle: Handle<Call>, until end: SimTime, in simulation: inout Simulation
  ) {
    calls[handle].flags.insert(.timed)
    if let due = attempts.wheel.arm(handle, until: end, in: &calls) {
      scheduleLimit(at: due, in: &simulation)
    }
  }

  private func scheduleLimit(at time: SimTime, in simulation: inout Simulation) {
    simulation.schedule(
      at: time, room: Room.mesh.rawValue, kind: MeshEvent.limitReached.rawValue, argument: 0)
  }
}
