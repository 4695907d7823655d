public import SimulationKernel

/// Messages that take no time: `World` hands them over directly, which saves an event.
extension Mesh {
  /// Lets the world hand over messages that arrive at once; it must call `takeArrival` after every
  /// event.
  package mutating func handOverArrivals() { handsOver = true }

  /// The message that arrived while the present event was handled, if one did.
  @inlinable @inline(always)
  public mutating func takeArrival() -> Notice? {
    guard holdsArrival else { return nil }
    holdsArrival = false
    return arrival
  }

  /// Sends a message about a call to a room: handed over at once, or scheduled as an event.
  ///
  /// Only one message can wait to be handed over; others of the same time are scheduled and follow
  /// it.
  @inlinable @inline(always)
  mutating func post(
    _ kind: UInt8, about handle: Handle<Call>, to room: UInt8, at time: SimTime,
    in simulation: inout Simulation
  ) {
    if time == simulation.now, handsOver, !holdsArrival {
      holdsArrival = true
      arrival = Notice(
        time: time, sequence: 0, room: room, kind: kind, argument: handle.rawValue)
      return
    }
    simulation.schedule(at: time, room: room, kind: kind, argument: handle.rawValue)
  }
}
