public import SimulationKernel

extension CPUModel {
  /// Starts a piece of work in a container.
  ///
  /// The notice (room, kind, argument) comes when the work is done if nothing changes; the
  /// notified room asks `finish` whether it is. Returns `none`, and never notifies, if the
  /// container was removed.
  ///
  /// - Complexity: O(1) while the node is not contended and no quota can bind.
  @inlinable @inline(always)
  public mutating func start(
    work: SimDuration, container id: Int, notify room: UInt8, kind: UInt8, argument: UInt32,
    in simulation: inout Simulation
  ) -> Handle<CPUJob> {
    let container = handle(of: id)
    guard simulation.now.nanoseconds < containers[container].periodEnd,
      hasCore(for: work.nanoseconds, in: container)
    else {
      return startSlowly(
        work: work.nanoseconds, container: container, notify: room, kind: kind,
        argument: argument, in: &simulation)
    }
    return startAlone(
      work: work.nanoseconds, container: container, notify: room, kind: kind, argument: argument,
      in: &simulation)
  }

  /// Whether a job may have a core of its own at once, in a bandwidth period that has not ended.
  @inlinable @inline(always)
  func hasCore(for work: Int64, in container: Handle<CPUContainer>) -> Bool {
    let node = containers[container].node
    return containers[container].active < containers[container].startLimit
      && nodes[node].running < nodes[node].startLimit
      && containers[container].submitted &+ work <= containers[container].funded
  }

  /// Starts a job with a core of its own: its end is known.
  @inlinable @inline(always)
  mutating func startAlone(
    work: Int64, container: Handle<CPUContainer>, notify room: UInt8, kind: UInt8,
    argument: UInt32, in simulation: inout Simulation
  ) -> Handle<CPUJob> {
    let now = simulation.now.nanoseconds
    let job = jobs.insert(
      CPUJob(
        container: container, room: room, kind: kind, argument: argument, mode: .dedicated,
        notice: now &+ work))
    dedicate(job, work: work, at: now)
    simulation.schedule(
      at: SimTime(nanoseconds: now &+ work), room: room, kind: kind, argument: argument)
    return job
  }

  /// Answers a job's notice: true if the work is done, and the job is gone; false if the node was
  /// planned anew in the meantime, and another notice will come, or if the job no longer exists.
  @inlinable @inline(always)
  public mutating func finish(_ job: Handle<CPUJob>, in simulation: inout Simulation) -> Bool {
    let now = simulation.now.nanoseconds
    guard jobs.contains(job) else { return false }
    let container = jobs[job].container
    guard
      jobs[job].mode == .dedicated, jobs[job].notice == now,
      containers[container].firstWaiting.isNone, now < containers[container].periodEnd
    else { return finishSlowly(job, in: &simulation) }
    unlist(job)
    containers[container].active &-= 1
    containers[container].usedOffset &+= now
    nodes[containers[container].node].running &-= 1
    jobs.remove(job)
    return true
  }

  /// Takes a job back before its end; a notice under way will be answered with false.
  public mutating func cancel(_ job: Handle<CPUJob>, in simulation: inout Simulation) {
    guard jobs.contains(job) else { return }
    let container = jobs[job].container
    let node = containers[container].node
    settle(node, in: &simulation)
    switch jobs[job].mode {
    case .done: break
    case .waiting: unqueue(job)
    case .dedicated:
      rollPeriod(of: container, at: simulation.now.nanoseconds)
      end(
        job, remaining: jobs[job].notice - simulation.now.nanoseconds,
        at: simulation.now.nanoseconds)
      promote(container, in: &simulation)
    case .shared:
      let remaining = jobs[job].mark &- containers[container].virtualTime
      containers[container].carry(-(-remaining & 0xffff))
      end(job, remaining: (remaining &+ 0xffff) &>> 16, at: simulation.now.nanoseconds)
      promote(container, in: &simulation)
    }
    jobs.remove(job)
    allocate(node, in: &simulation)
  }

  /// Gives a job a core of its own from now on.
  @inlinable @inline(always)
  mutating func dedicate(_ job: Handle<CPUJob>, work: Int64, at now: Int64) {
    let container = jobs[job].container
    containers[container].active &+= 1
    containers[container].usedOffset &-= now
    containers[container].submitted &+= work
    nodes[containers[container].node].running &+= 1
    list(job)
  }

  /// Puts a job at the head of its container's list.
  @inlinable @inline(always)
  mutating func list(_ job: Handle<CPUJob>) {
    let container = jobs[job].container
    let head = containers[container].jobs
    jobs[job].next = head
    jobs[job].previous = .none
    if !head.isNone { jobs[head].previous = job }
    containers[container].jobs = job
  }

  /// Takes a job out of its container's list.
  @inlinable @inline(always)
  mutating func unlist(_ job: Handle<CPUJob>) {
    let next = jobs[job].next
    let previous = jobs[job].previous
    if previous.isNone {
      containers[jobs[job].container].jobs = next
    } else {
      jobs[previous].next = next
    }
    if !next.isNone { jobs[next].previous = previous }
  }
}
