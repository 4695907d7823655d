import SimulationKernel

/// The slow path of jobs: waiting for a thread, beginning, sharing cores and ending.
extension CPUModel {
  /// Starts a job that can not be seen to run alone at once: alone after all, planned, or waiting
  /// for a thread.
  @inline(never)
  mutating func startInDetail(
    work: Int64, container: Handle<CPUContainer>, notify room: UInt8, kind: UInt8,
    argument: UInt32, in simulation: inout Simulation
  ) -> Handle<CPUJob> {
    precondition(work >= 0 && work < 1 << 46, "a job's work lies between zero and 19 hours")
    guard !containers[container].isRemoved else { return .none }
    let node = containers[container].node
    if !containers[container].isPlanned {
      rollPeriod(of: container, at: simulation.now.nanoseconds)
      if takeCore(for: work, in: container) {
        return startAlone(
          work: work, container: container, notify: room, kind: kind, argument: argument,
          in: &simulation)
      }
    }
    var added = CPUJob(
      container: container, room: room, kind: kind, argument: argument, mode: .waiting,
      notice: Int64.max)
    added.mark = work
    let job = jobs.insert(added)
    guard containers[container].active < containers[container].threads else {
      // While it waits for a thread nobody's share changes.
      queue(job)
      return job
    }
    settle(node, in: &simulation)
    rollPeriod(of: container, at: simulation.now.nanoseconds)
    begin(job, in: &simulation)
    allocate(node, in: &simulation)
    return job
  }

  /// Answers the notice of a job that is planned, or whose end lets another one begin.
  @inline(never)
  mutating func finishInDetail(_ job: Handle<CPUJob>, in simulation: inout Simulation) -> Bool {
    let now = simulation.now.nanoseconds
    let container = jobs[job].container
    let node = containers[container].node
    switch jobs[job].mode {
    case .done: break
    case .waiting: return false
    case .dedicated:
      guard jobs[job].notice == now else { return false }
      rollPeriod(of: container, at: now)
      if nodes[node].isContended { settle(node, in: &simulation) }
      end(job, remaining: 0, at: now)
      if nodes[node].isContended || !passThread(of: container, in: &simulation) {
        settle(node, in: &simulation)
        promote(container, in: &simulation)
        allocate(node, in: &simulation)
      }
    case .shared:
      guard jobs[job].notice == now else { return false }
      if nodes[node].nextInstant <= now {
        settle(node, in: &simulation)
        allocate(node, in: &simulation)
      }
      guard jobs[job].mode == .done else {
        jobs[job].notice = Int64.max
        return false
      }
    }
    jobs.remove(job)
    return true
  }

  /// Gives a waiting job a thread: a core of its own, or a place in the plan.
  ///
  /// - Precondition: the node is settled and the period rolled; `allocate` follows.
  mutating func begin(_ job: Handle<CPUJob>, in simulation: inout Simulation) {
    let now = simulation.now.nanoseconds
    let container = jobs[job].container
    let node = containers[container].node
    let work = jobs[job].mark
    if quotaCanBind(container, after: work, at: now) { containers[container].isQuotaBound = true }
    if nodes[node].running >= nodes[node].wholeCores, !nodes[node].isContended {
      contend(node, at: now)
    }
    guard containers[container].isQuotaBound || nodes[node].isContended else {
      nodes[node].running += 1
      beginAlone(job, in: &simulation)
      return
    }
    if !containers[container].isPlanned { plan(container, at: now) }
    jobs[job].mode = .shared
    jobs[job].mark = containers[container].virtualTime &+ work &<< 16
    pushOnHeap(job)
    countThrottling(of: container, until: now)
    containers[container].active += 1
    containers[container].submitted += work
    if !containers[container].isThrottled { nodes[node].running += 1 }
  }

  /// Lets a waiting job begin on the core that was taken for it.
  private mutating func beginAlone(_ job: Handle<CPUJob>, in simulation: inout Simulation) {
    let work = jobs[job].mark
    let end = simulation.now.nanoseconds + work
    jobs[job].mode = .dedicated
    jobs[job].notice = end
    list(job)
    let notified = jobs[job]
    containers[notified.container].begin(job, work: work, at: simulation.now.nanoseconds)
    simulation.schedule(
      at: SimTime(nanoseconds: end), room: notified.room, kind: notified.kind,
      argument: notified.argument)
  }

  /// Passes the thread of a job that had a core of its own on to the one that waits longest, if
  /// one waits; false where that one has no core of its own, so that the node is planned anew.
  private mutating func passThread(
    of container: Handle<CPUContainer>, in simulation: inout Simulation
  ) -> Bool {
    let first = containers[container].firstWaiting
    guard !first.isNone else { return true }
    guard takeCore(for: jobs[first].mark, in: container) else { return false }
    unqueue(first)
    beginAlone(first, in: &simulation)
    return true
  }

  /// Takes a running job's thread away; the caller removes it or marks it done.
  mutating func end(_ job: Handle<CPUJob>, remaining: Int64, at now: Int64) {
    let container = jobs[job].container
    if jobs[job].mode == .shared {
      removeFromHeap(job)
    } else {
      unlist(job)
      containers[container].usedOffset &+= now
    }
    countThrottling(of: container, until: now)
    containers[container].active -= 1
    containers[container].submitted -= remaining
    if !containers[container].isThrottled { nodes[containers[container].node].running -= 1 }
  }

  /// Gives free threads to waiting jobs.
  mutating func promote(_ container: Handle<CPUContainer>, in simulation: inout Simulation) {
    while containers[container].active < containers[container].threads {
      guard let job = takeWaiting(of: container) else { return }
      begin(job, in: &simulation)
    }
  }

  private mutating func queue(_ job: Handle<CPUJob>) {
    let container = jobs[job].container
    let last = containers[container].lastWaiting
    jobs[job].previous = last
    if last.isNone {
      containers[container].firstWaiting = job
    } else {
      jobs[last].next = job
    }
    containers[container].lastWaiting = job
  }

  /// Takes a job out of the queue for threads.
  mutating func unqueue(_ job: Handle<CPUJob>) {
    let container = jobs[job].container
    let (previous, next) = (jobs[job].previous, jobs[job].next)
    if previous.isNone {
      containers[container].firstWaiting = next
    } else {
      jobs[previous].next = next
    }
    if next.isNone {
      containers[container].lastWaiting = previous
    } else {
      jobs[next].previous = previous
    }
    jobs[job].next = .none
    jobs[job].previous = .none
  }

  /// Takes the job that has waited longest for a thread.
  mutating func takeWaiting(of container: Handle<CPUContainer>) -> Handle<CPUJob>? {
    let first = containers[container].firstWaiting
    guard !first.isNone else { return nil }
    unqueue(first)
    return first
  }
}
