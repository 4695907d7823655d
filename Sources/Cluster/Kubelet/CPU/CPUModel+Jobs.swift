public import SimulationKernel

/// The fast path of jobs: start, end and cancellation of those with a core of their own.
extension CPUModel {
  /// Starts a piece of work in a container.
  ///
  /// The notice (room, kind, argument) comes when the work is done if nothing changes; the
  /// notified room asks `finish` whether it is. Returns `none`, and never notifies, if the
  /// container was removed.
  ///
  /// - Complexity: O(1) while the node is not contended and no quota can bind.
  public mutating func start(
    work: SimDuration, container id: Int, notify room: UInt8, kind: UInt8, argument: UInt32,
    in simulation: inout Simulation
  ) -> Handle<CPUJob> {
    let container = handle(of: id)
    guard containers[container].hasPeriod(at: simulation.now.nanoseconds),
      takeCore(for: work.nanoseconds, in: container)
    else {
      return startInDetail(
        work: work.nanoseconds, container: container, notify: room, kind: kind,
        argument: argument, in: &simulation)
    }
    return startAlone(
      work: work.nanoseconds, container: container, notify: room, kind: kind, argument: argument,
      in: &simulation)
  }

  /// Takes a core of the node for a job that can run alone; returns false where it can not.
  ///
  /// - Precondition: the container's bandwidth period has not ended.
  @inline(__always)
  mutating func takeCore(for work: Int64, in container: Handle<CPUContainer>) -> Bool {
    guard containers[container].admits(work) else { return false }
    return nodes[containers[container].node].takeCore()
  }

  /// Starts a job on the core that was taken for it: its end is known.
  @inline(__always)
  mutating func startAlone(
    work: Int64, container: Handle<CPUContainer>, notify room: UInt8, kind: UInt8,
    argument: UInt32, in simulation: inout Simulation
  ) -> Handle<CPUJob> {
    let now = simulation.now.nanoseconds
    let head = containers[container].jobs
    var added = CPUJob(
      container: container, room: room, kind: kind, argument: argument, mode: .dedicated,
      notice: now &+ work)
    added.next = head
    let job = jobs.insert(added)
    if !head.isNone { jobs[head].previous = job }
    containers[container].begin(job, work: work, at: now)
    simulation.schedule(
      at: SimTime(nanoseconds: now &+ work), room: room, kind: kind, argument: argument)
    return job
  }

  /// Answers a job's notice: true if the work is done, and the job is gone; false if the node was
  /// planned anew in the meantime, and another notice will come, or if the job no longer exists.
  public mutating func finish(_ job: Handle<CPUJob>, in simulation: inout Simulation) -> Bool {
    let now = simulation.now.nanoseconds
    guard jobs.contains(job) else { return false }
    let state = jobs[job]
    guard state.mode == .dedicated, state.notice == now,
      containers[state.container].mayEndAlone(at: now)
    else { return finishInDetail(job, in: &simulation) }
    nodes[containers[state.container].node].running &-= 1
    containers[state.container].end(state, at: now)
    if !state.previous.isNone { jobs[state.previous].next = state.next }
    if !state.next.isNone { jobs[state.next].previous = state.previous }
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

  /// Puts a job at the head of its container's list.
  mutating func list(_ job: Handle<CPUJob>) {
    let container = jobs[job].container
    let head = containers[container].jobs
    jobs[job].next = head
    jobs[job].previous = .none
    if !head.isNone { jobs[head].previous = job }
    containers[container].jobs = job
  }

  /// Takes a job out of its container's list.
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
