import SimulationKernel

/// A container's share of its node's cores: weight, quota, threads, and what it has used.
///
/// While it is not planned every running job has a core, and usage is `usedOffset + active * now`,
/// so that a start and an end cost one addition each. While it is planned usage is advanced with
/// the virtual time.
struct CPUContainer: SlabElement {
  /// Fixed-point one of rates: a whole core.
  static var wholeCore: UInt64 { 1 << 32 }
  /// Length of a CFS bandwidth period, as the kubelet sets it: 100 ms.
  static var period: Int64 { 100_000_000 }

  /// The slab's own word.
  var slabWord: UInt32 = 0
  var node: Handle<CPUNode>
  /// Jobs that hold a thread.
  var active: Int32 = 0
  /// A job may start at once while `active` is below this: `threads`, or 0 while planned.
  var startLimit: Int32
  /// Head of the running jobs' list, or root of their heap while planned.
  var jobs = Handle<CPUJob>.none
  var firstWaiting = Handle<CPUJob>.none
  var lastWaiting = Handle<CPUJob>.none
  var usedOffset: Int64 = 0
  /// All work that was given a thread, less what was cancelled of it.
  var submitted: Int64 = 0
  /// When the present bandwidth period ends; `Int64.max` without a quota.
  var periodEnd = Int64.max
  /// Usage at which the present period's budget is exhausted; `Int64.max` without a quota.
  var funded = Int64.max

  var weight: UInt32
  let threads: Int32
  /// CPU time per period; 0 without a quota.
  var budget: Int64
  var isPlanned = false
  var isQuotaBound = false
  var isThrottled = false
  var isRemoved = false
  /// Sibling among the node's planned containers.
  var nextPlanned = Handle<CPUContainer>.none
  var previousPlanned = Handle<CPUContainer>.none
  /// Sibling among all of the node's containers.
  var nextOnNode = Handle<CPUContainer>.none
  var previousOnNode = Handle<CPUContainer>.none
  /// Usage beyond `usedOffset` in 2^-16 ns.
  var usedFraction: Int64 = 0
  /// Service that a job present since the start would have received, in 2^-16 ns; wraps.
  var virtualTime: Int64 = 0
  /// Service a running job receives per time, in 2^-32 cores.
  var rate: UInt64 = 0
  /// Time to which virtual time and usage are advanced.
  var updated: Int64 = 0
  /// The first period that begins counts none that ended.
  var periods: Int64 = -1
  var throttledPeriods: Int64 = 0
  /// Core-nanoseconds for which it was stopped, up to `throttledSince` while it is.
  var throttledTime: Int64 = 0
  var throttledSince: Int64 = 0

  init(node: Handle<CPUNode>, weight: UInt32, threads: Int32, budget: Int64) {
    self.node = node
    self.weight = weight
    self.threads = threads
    self.budget = budget
    startLimit = threads
  }

  /// Whether the present bandwidth period has not ended.
  @inline(__always)
  func hasPeriod(at now: Int64) -> Bool { now < periodEnd }

  /// Whether a thread is free and the period's budget pays for all the work at hand and this.
  @inline(__always)
  func admits(_ work: Int64) -> Bool {
    active < startLimit && submitted &+ work <= funded
  }

  /// A job begins on a core of its own, at the head of the list.
  @inline(__always)
  mutating func begin(_ job: Handle<CPUJob>, work: Int64, at now: Int64) {
    active &+= 1
    usedOffset &-= now
    submitted &+= work
    jobs = job
  }

  /// Whether a job with a core of its own ends without anything else to do.
  @inline(__always)
  func mayEndAlone(at now: Int64) -> Bool { firstWaiting.isNone && now < periodEnd }

  /// A job with a core of its own ends.
  @inline(__always)
  mutating func end(_ job: CPUJob, at now: Int64) {
    active &-= 1
    usedOffset &+= now
    if job.previous.isNone { jobs = job.next }
  }

  /// Jobs that compete for cores now.
  var running: Int32 { isThrottled ? 0 : active }

  /// Whole cores that the quota pays for without end.
  var quotaCores: Int64 { budget / Self.period }

  /// Core-nanoseconds for which it was stopped at a time not before the last change of its jobs.
  func throttledTime(at time: Int64, cores: Int32) -> Int64 {
    guard isThrottled else { return throttledTime }
    return throttledTime + Int64(min(active, cores)) * (time - throttledSince)
  }

  /// Core-nanoseconds used at a time not before the last change.
  @inline(always)
  func used(at time: Int64) -> Int64 {
    if isPlanned {
      let served = served(until: time)
      return usedOffset &+ (usedFraction &+ Int64(active) &* served) &>> 16
    }
    return usedOffset &+ Int64(active) &* time &+ usedFraction &>> 16
  }

  /// Service of one job from the last update to a time, in 2^-16 ns, rounded to the nearest.
  func served(until time: Int64) -> Int64 {
    let (high, low) = UInt64(time &- updated).multipliedFullWidth(by: rate)
    let (sum, carry) = low.addingReportingOverflow(1 << 15)
    return Int64((high &+ (carry ? 1 : 0)) &<< 48 | sum &>> 16)
  }

  /// Advances virtual time and usage of a planned container.
  mutating func serve(until time: Int64) {
    guard time > updated else { return }
    let served = served(until: time)
    virtualTime &+= served
    carry(Int64(active) &* served)
    updated = time
  }

  /// Adds 2^-16 ns to the usage.
  mutating func carry(_ fraction: Int64) {
    let sum = usedFraction &+ fraction
    usedOffset &+= sum &>> 16
    usedFraction = sum & 0xffff
  }
}
