package import SimulationKernel

/// The plan of a node: which of its containers share cores, at which rates, and what happens next.
///
/// Every change is made in three steps: `settle` brings the plan to the present, then the change is
/// made, then `allocate` plans anew. Both are trivial while nothing on the node is planned.
extension CPUModel {
  /// Handles one of the model's events, addressed to `Room.cluster`.
  package mutating func handle(
    _ event: CPUEvent, argument: UInt32, in simulation: inout Simulation
  ) {
    switch event {
    case .planInstant: reachInstant(of: nodes.handle(at: Int(argument)), in: &simulation)
    }
  }

  /// The armed event of a node came: carries out what its plan has for this instant.
  private mutating func reachInstant(
    of node: Handle<CPUNode>?, in simulation: inout Simulation
  ) {
    guard let node else { return }
    let now = simulation.now.nanoseconds
    if nodes[node].armed == now { nodes[node].armed = Int64.max }
    if nodes[node].nextInstant <= now {
      settle(node, in: &simulation)
      allocate(node, in: &simulation)
    } else {
      arm(node, in: &simulation)
    }
  }

  /// Brings a node's planned containers to the present: service, completions, quota.
  mutating func settle(_ node: Handle<CPUNode>, in simulation: inout Simulation) {
    let now = simulation.now.nanoseconds
    var next = nodes[node].firstPlanned
    while !next.isNone {
      let container = next
      next = containers[container].nextPlanned
      rollPeriod(of: container, at: now)
      containers[container].serve(until: now)
      completeDue(container, in: &simulation)
      throttleIfExhausted(container, at: now)
    }
  }

  /// Ends the jobs whose work is done and sends their notices.
  private mutating func completeDue(
    _ container: Handle<CPUContainer>, in simulation: inout Simulation
  ) {
    while true {
      let job = containers[container].jobs
      guard !job.isNone else { return }
      let excess = containers[container].virtualTime &- jobs[job].mark
      guard excess >= 0 else { return }
      containers[container].carry(-excess)
      end(job, remaining: 0, at: simulation.now.nanoseconds)
      jobs[job].mode = .done
      let done = jobs[job]
      if done.notice != simulation.now.nanoseconds {
        simulation.schedule(
          at: simulation.now, room: done.room, kind: done.kind, argument: done.argument)
      }
      promote(container, in: &simulation)
    }
  }

  /// Decides which containers are planned, divides the cores among them and arms the event of the
  /// plan's next instant.
  mutating func allocate(_ node: Handle<CPUNode>, in simulation: inout Simulation) {
    let now = simulation.now.nanoseconds
    if !nodes[node].isContended {
      if nodes[node].running > nodes[node].wholeCores { contend(node, at: now) }
    } else if nodes[node].running * 2 <= nodes[node].wholeCores {
      nodes[node].isContended = false
      nodes[node].startLimit = nodes[node].wholeCores
    }
    releaseUnneeded(node, in: &simulation)
    guard !nodes[node].firstPlanned.isNone else {
      nodes[node].nextInstant = Int64.max
      return
    }
    share(node)
    var instant = Int64.max
    var next = nodes[node].firstPlanned
    while !next.isNone {
      instant = min(instant, nextInstant(of: next, after: now))
      next = containers[next].nextPlanned
    }
    nodes[node].nextInstant = instant
    arm(node, in: &simulation)
  }

  /// Lets go of planned containers that are idle, or that nothing limits any more.
  private mutating func releaseUnneeded(
    _ node: Handle<CPUNode>, in simulation: inout Simulation
  ) {
    var next = nodes[node].firstPlanned
    while !next.isNone {
      let container = next
      next = containers[container].nextPlanned
      if containers[container].active == 0
        || !(nodes[node].isContended || containers[container].isQuotaBound)
      {
        unplan(container, in: &simulation)
      }
    }
  }

  /// Shares the cores by weight: nobody gets more than its jobs can use, what one can not use the
  /// others share (water-filling).
  private mutating func share(_ node: Handle<CPUNode>) {
    let full = !nodes[node].isOverCapacity
    var weight = 0.0
    var next = nodes[node].firstPlanned
    while !next.isNone {
      let running = containers[next].running
      containers[next].rate = full && running > 0 ? CPUContainer.wholeCore : 0
      if running > 0 { weight += Double(containers[next].weight) }
      next = containers[next].nextPlanned
    }
    if !full { fill(node, weight: weight, cores: Double(nodes[node].capacityMilli) / 1_000) }
  }

  /// Divides the cores of a node that has more jobs than cores, by water-filling.
  private mutating func fill(_ node: Handle<CPUNode>, weight: Double, cores: Double) {
    var (weight, cores) = (weight, cores)
    var isFilled = false
    while !isFilled {
      isFilled = true
      let level = cores / weight
      var next = nodes[node].firstPlanned
      while !next.isNone {
        let container = next
        next = containers[container].nextPlanned
        let running = Double(containers[container].running)
        let share = Double(containers[container].weight) * level
        guard running > 0, containers[container].rate != CPUContainer.wholeCore else { continue }
        if share >= running {
          containers[container].rate = CPUContainer.wholeCore
          cores -= running
          weight -= Double(containers[container].weight)
          isFilled = false
        } else {
          containers[container].rate = max(1, UInt64(share / running * 0x1p32))
        }
      }
    }
  }

  /// When a planned container's plan next changes by itself.
  private func nextInstant(of container: Handle<CPUContainer>, after now: Int64) -> Int64 {
    let state = containers[container]
    var instant = state.isQuotaBound ? state.periodEnd : Int64.max
    guard state.rate > 0 else { return instant }
    let job = state.jobs
    if !job.isNone {
      let remaining = jobs[job].mark &- state.virtualTime
      instant = min(instant, now + Self.time(toServe: remaining, at: state.rate))
    }
    if state.isQuotaBound {
      let left = (state.funded - state.usedOffset) &<< 16 - state.usedFraction
      instant = min(instant, now + Self.time(toServe: left, at: state.rate * UInt64(state.active)))
    }
    return instant
  }

  /// Nanoseconds until 2^-16 ns of work are served at a rate in 2^-32 cores, rounded up.
  private static func time(toServe work: Int64, at rate: UInt64) -> Int64 {
    guard work > 0 else { return 0 }
    if work < 1 << 46 { return Int64((UInt64(work) &<< 16 &+ (rate &- 1)) / rate) }
    let time = (UInt128(work) << 16 + UInt128(rate) - 1) / UInt128(rate)
    return Int64(min(time, 1 << 62))
  }

  private mutating func arm(_ node: Handle<CPUNode>, in simulation: inout Simulation) {
    let instant = nodes[node].nextInstant
    guard instant < nodes[node].armed else { return }
    nodes[node].armed = instant
    simulation.schedule(
      at: SimTime(nanoseconds: instant), room: Room.cluster.rawValue,
      kind: CPUEvent.planInstant.rawValue, argument: UInt32(node.index))
  }
}
