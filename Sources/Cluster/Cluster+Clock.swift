package import SimulationKernel

/// What every part of the room uses: notices to itself, phases of periodic work, and drawn
/// delays.
extension Cluster {
  /// What a drawn delay is for; part of the draw's key.
  enum Draw: UInt32 {
    case bind = 1
    case kubelet, status, removal, sync, slice, proxy, push, probe, pleg, ordinal, policy, address,
      look, webhook
  }

  /// Schedules one of the room's own notices.
  func schedule(
    _ notice: ClusterNotice, at time: SimTime, argument: UInt32, in simulation: inout Simulation
  ) {
    simulation.schedule(
      at: max(time, simulation.now), room: Room.cluster.rawValue, kind: notice.rawValue,
      argument: argument)
  }

  /// Schedules one of the room's own notices a length of time from now.
  func schedule(
    _ notice: ClusterNotice, after delay: SimDuration, argument: UInt32,
    in simulation: inout Simulation
  ) {
    schedule(notice, at: simulation.now + delay, argument: argument, in: &simulation)
  }

  /// The first tick of a periodic activity that is not before a time.
  func nextTick(from time: SimTime, phase: SimDuration, period: SimDuration) -> SimTime {
    let elapsed = time.nanoseconds - phase.nanoseconds
    let step = period.nanoseconds
    let turns = elapsed >= 0 ? (elapsed + step - 1) / step : -(-elapsed / step)
    return SimTime(nanoseconds: phase.nanoseconds + turns * step)
  }

  /// A number in [0, 1) of an entity for a purpose at a time.
  func unit(_ key: UInt64, _ draw: Draw, at time: SimTime) -> Double {
    RequestRandom(stream: key, request: UInt64(bitPattern: time.nanoseconds)).unit(draw.rawValue)
  }

  /// How long it takes until a component's watch shows it what another one wrote to the API.
  func watchDelay(_ key: UInt64, _ draw: Draw, at time: SimTime) -> SimDuration {
    let span = Timings.watchGreatest - Timings.watchLeast
    return Timings.watchLeast + span.scaled(by: unit(key, draw, at: time))
  }

  /// How much of the life of a Service's addresses in the DNS cache is over at a time: uniform in
  /// [0, 1).
  package func addressAge(ofService service: Int, at time: SimTime) -> Double {
    unit(serviceKeys[service], .address, at: time)
  }

  /// Key of a pod's draws.
  func key(of pod: PodHandle) -> UInt64 {
    workloadKeys[Int(pods[pod].workload)] &+ UInt64(pods[pod].serial) &* 0x9e37_79b9_7f4a_7c15
  }

  /// How long it takes until a component's watch shows it what was written about a pod.
  func watchDelay(_ pod: PodHandle, _ draw: Draw) -> SimDuration {
    watchDelay(key(of: pod), draw, at: pods[pod].createdAt)
  }

  /// Arms the one timer of a pod's lifecycle, in place of what was armed before.
  mutating func step(_ pod: PodHandle, after delay: SimDuration, in simulation: inout Simulation) {
    pods[pod].timerAt = simulation.now + delay
    schedule(.podStep, at: pods[pod].timerAt, argument: pod.rawValue, in: &simulation)
  }
}
