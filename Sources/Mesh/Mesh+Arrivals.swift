public import SimulationKernel

/// Messages whose way takes no time: they need no event where the world hands them over itself.
extension Mesh {
  /// Lets the world hand over what arrives at once: it asks `takeArrival` after every event.
  package mutating func handOverArrivals() { handsOver = true }

  /// The message that arrived while the present event was handled, if one did.
  @inlinable @inline(always)
  public mutating func takeArrival() -> Notice? {
    guard holdsArrival else { return nil }
    holdsArrival = false
    return arrival
  }

  /// Lets a message about a call arrive at a room: at once, or as an event.
  ///
  /// One message can wait for the world; more of the same time stand behind it, as events.
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
