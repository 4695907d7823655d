import SimulationKernel

/// The change between the two ways of serving a container's jobs: alone and planned.
extension CPUModel {
  /// A node has more jobs than cores: plans all its busy containers.
  mutating func contend(_ node: Handle<CPUNode>, at now: Int64) {
    nodes[node].isContended = true
    nodes[node].startLimit = 0
    var next = nodes[node].firstContainer
    while !next.isNone {
      if containers[next].active > 0, !containers[next].isPlanned { plan(next, at: now) }
      next = containers[next].nextOnNode
    }
  }

  /// Turns a container's running jobs into sharing ones.
  ///
  /// Their notices still come, at the earliest time at which they can be done.
  mutating func plan(_ container: Handle<CPUContainer>, at now: Int64) {
    rollPeriod(of: container, at: now)
    containers[container].usedOffset &+= Int64(containers[container].active) &* now
    containers[container].isPlanned = true
    containers[container].startLimit = 0
    containers[container].virtualTime = 0
    containers[container].updated = now
    containers[container].rate = 0
    linkPlanned(container)
    var next = containers[container].jobs
    containers[container].jobs = .none
    while !next.isNone {
      let job = next
      next = jobs[job].next
      jobs[job].mode = .shared
      jobs[job].mark = (jobs[job].notice - now) << 16
      jobs[job].next = .none
      jobs[job].previous = .none
      pushOnHeap(job)
    }
  }

  /// Gives each of a settled container's jobs a core of its own again.
  mutating func unplan(_ container: Handle<CPUContainer>, in simulation: inout Simulation) {
    let now = simulation.now.nanoseconds
    var root = containers[container].jobs
    containers[container].jobs = .none
    while !root.isNone {
      let job = root
      root = mergedChildren(of: job)
      let remaining = jobs[job].mark &- containers[container].virtualTime
      // The end is rounded up to a whole nanosecond; what that adds was not used.
      containers[container].carry(-(-remaining & 0xffff))
      let notice = now + (remaining + 0xffff) >> 16
      jobs[job].mode = .dedicated
      if jobs[job].notice != notice {
        jobs[job].notice = notice
        let notified = jobs[job]
        simulation.schedule(
          at: SimTime(nanoseconds: notice), room: notified.room, kind: notified.kind,
          argument: notified.argument)
      }
      list(job)
    }
    unlinkPlanned(container)
    containers[container].isPlanned = false
    containers[container].isQuotaBound = false
    containers[container].startLimit = containers[container].threads
    containers[container].usedOffset &-= Int64(containers[container].active) &* now
    countThrottling(of: container, until: now)
    containers[container].isThrottled = false
  }

  private mutating func linkPlanned(_ container: Handle<CPUContainer>) {
    let node = containers[container].node
    let first = nodes[node].firstPlanned
    containers[container].nextPlanned = first
    containers[container].previousPlanned = .none
    if !first.isNone { containers[first].previousPlanned = container }
    nodes[node].firstPlanned = container
  }

  /// Takes a container out of its node's plan.
  mutating func unlinkPlanned(_ container: Handle<CPUContainer>) {
    let (previous, next) = (
      containers[container].previousPlanned, containers[container].nextPlanned
    )
    if previous.isNone {
      nodes[containers[container].node].firstPlanned = next
    } else {
      containers[previous].nextPlanned = next
    }
    if !next.isNone { containers[next].previousPlanned = previous }
  }
}
