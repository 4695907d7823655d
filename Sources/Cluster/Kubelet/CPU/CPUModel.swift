package import SimulationKernel

/// The CPUs of all nodes: containers as weighted classes with a quota, work in core-nanoseconds.
///
/// A running job uses at most one core. There are two ways of serving a container's jobs:
///
/// - *Alone*: while a node has a core for every job and no quota can bind, the end of a job is
///   known at its start and costs one event.
/// - *Planned*: a contended node shares its cores by weight (CFS group scheduling: containers by
///   weight, equal shares inside a container, no container more than its jobs can use). A container
///   whose quota can bind stops when the budget of its period is used up (CFS bandwidth control,
///   kernel Documentation/scheduler/sched-bwc.rst: a limit of L cores pays for L * 100 ms in each
///   period of 100 ms). Both are computed by virtual time, with one armed event for each node.
///
/// Work is conserved exactly: all accounting is in integers.
public struct CPUModel: ~Copyable {
  private let inPlace = InPlace()
  var jobs = Slab<CPUJob>(capacity: 1_024)
  var containers = Slab<CPUContainer>(capacity: 256)
  var nodes = Slab<CPUNode>(capacity: 16)
  let seed: UInt64

  /// Jobs that run or wait.
  package var jobCount: Int { jobs.count }

  /// Makes a model without nodes; the seed decides the phases of bandwidth periods.
  package init(seed: UInt64) { self.seed = seed }

  /// Registers a node's cores, in thousandths, and returns its index; indices count from 0.
  package mutating func addNode(capacityMilli: Int64) -> Int {
    precondition(capacityMilli > 0, "a node has CPU capacity")
    return nodes.insert(CPUNode(capacityMilli: capacityMilli)).index
  }

  /// Registers a container and returns its id; ids count from 0 and are never used again.
  ///
  /// - Parameters:
  ///   - weight: CFS shares (`cpu.shares`, or `cpu.weight` in any common unit).
  ///   - quotaMilli: the CPU limit in thousandths of a core (`cpu.max`), or nil for none.
  ///   - threads: jobs that run at once, others wait first in first out; nil for any number.
  package mutating func addContainer(
    node: Int, weight: UInt32, quotaMilli: Int64? = nil, threads: Int? = nil
  ) -> Int {
    precondition(weight > 0, "a container's CPU weight is positive")
    precondition((quotaMilli ?? 1) > 0, "a CPU limit is positive")
    precondition((threads ?? 1) > 0, "a container has at least one thread")
    let home = Handle<CPUNode>(rawValue: UInt32(node))
    var container = CPUContainer(
      node: home, weight: weight, threads: Int32(clamping: threads ?? Int(Int32.max)),
      budget: (quotaMilli ?? 0) * (CPUContainer.period / 1_000))
    container.nextOnNode = nodes[home].firstContainer
    let added = containers.insert(container)
    if quotaMilli != nil {
      var phase = EntityRandom(seed: seed, stream: "cpu/bandwidth-period/\(added.index)")
      containers[added].periodEnd =
        phase.duration(below: SimDuration(nanoseconds: CPUContainer.period)).nanoseconds
        - CPUContainer.period
      containers[added].funded = 0
    }
    if !container.nextOnNode.isNone { containers[container.nextOnNode].previousOnNode = added }
    nodes[home].firstContainer = added
    return added.index
  }

  /// Ends a container.
  ///
  /// Its jobs vanish, `finish` answers their notices with false, and later starts return no job.
  /// Its usage stays readable.
  package mutating func removeContainer(_ id: Int, in simulation: inout Simulation) {
    let container = handle(of: id)
    guard !containers[container].isRemoved else { return }
    let node = containers[container].node
    settle(node, in: &simulation)
    while let job = takeWaiting(of: container) { jobs.remove(job) }
    let now = simulation.now.nanoseconds
    rollPeriod(of: container, at: now)
    // The books close with what was used; rounding for jobs that end here has no meaning.
    let used = containers[container].used(at: now)
    while case let job = containers[container].jobs, !job.isNone {
      end(job, remaining: 0, at: now)
      jobs.remove(job)
    }
    if containers[container].isPlanned { unlinkPlanned(container) }
    retire(container, used: used)
    allocate(node, in: &simulation)
  }

  /// Closes a removed container's books.
  private mutating func retire(_ container: Handle<CPUContainer>, used: Int64) {
    let state = containers[container]
    nodes[state.node].usedBefore &+= used
    if state.previousOnNode.isNone {
      nodes[state.node].firstContainer = state.nextOnNode
    } else {
      containers[state.previousOnNode].nextOnNode = state.nextOnNode
    }
    if !state.nextOnNode.isNone {
      containers[state.nextOnNode].previousOnNode = state.previousOnNode
    }
    containers[container].usedOffset = used
    containers[container].usedFraction = 0
    containers[container].startLimit = 0
    containers[container].isPlanned = false
    containers[container].isThrottled = false
    containers[container].isQuotaBound = false
    containers[container].isRemoved = true
  }

  @inline(__always)
  func handle(of container: Int) -> Handle<CPUContainer> {
    Handle(rawValue: UInt32(truncatingIfNeeded: container))
  }
}
