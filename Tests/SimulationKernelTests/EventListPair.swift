import SimulationKernel
import TestSupport
import Testing

/// The radix wheel and the heap under one random script of pushes and pops.
struct EventListPair: ~Copyable {
  /// Lengths up to which events are scheduled ahead: hops of a microsecond beside timers of hours.
  private static let scales: [SimDuration] = [
    .zero, .nanoseconds(3), .nanoseconds(70), .microseconds(1), .microseconds(65),
    .milliseconds(1), .milliseconds(300), .seconds(30), .minutes(300),
  ]

  private var wheel = RadixWheel()
  private var heap = HeapEventList()
  private var random: EntityRandom
  private var scales: [SimDuration]
  private var sequence: UInt64 = 0
  private var present = SimTime.zero

  init(seed: UInt64) {
    var random = EntityRandom(seed: seed, stream: "script")
    scales = (0...random.below(3)).map { _ in
      EventListPair.scales[random.below(EventListPair.scales.count)]
    }
    self.random = random
  }

  /// One move of the script.
  mutating func step() throws {
    switch random.below(12) {
    case 0...3: push(after: delay())
    case 4 where random.below(20) == 0: pushCrowd(of: random.below(1_500))
    case 5 where random.below(10) == 0: pushCluster(of: random.below(300))
    case 6: try pop(through: present + delay())
    default: try pop(through: .infinity)
    }
  }

  /// Takes all that is left.
  mutating func drain() throws {
    while heap.count > 0 { try pop(through: .infinity) }
    try pop(through: .infinity)
  }

  private mutating func delay() -> SimDuration {
    random.duration(below: scales[random.below(scales.count)])
  }

  private mutating func push(after delay: SimDuration) {
    let notice = Notice(
      time: present + delay, sequence: sequence, room: UInt8(random.below(256)),
      kind: UInt8(random.below(256)), argument: UInt32(truncatingIfNeeded: random.next()))
    sequence += 1
    wheel.push(notice)
    heap.push(notice)
  }

  /// Many events at one time.
  private mutating func pushCrowd(of count: Int) {
    let delay = delay()
    for _ in 0..<count { push(after: delay) }
  }

  /// Many events close together, which fill a bottom that is sorted already.
  private mutating func pushCluster(of count: Int) {
    let start = delay()
    for _ in 0..<count { push(after: start + random.duration(below: .nanoseconds(500))) }
  }

  private mutating func pop(through end: SimTime) throws {
    let expected = heap.pop(through: end)
    let found = wheel.pop(through: end)
    if found?.fields != expected?.fields {
      try #require(found?.fields == expected?.fields)
    }
    present = found?.time ?? present
  }
}

extension Notice {
  /// All that an event list must keep.
  fileprivate var fields: NoticeFields {
    NoticeFields(time: time, sequence: sequence, room: room, kind: kind, argument: argument)
  }
}

private struct NoticeFields: Equatable {
  let time: SimTime
  let sequence: UInt64
  let room: UInt8
  let kind: UInt8
  let argument: UInt32
}
