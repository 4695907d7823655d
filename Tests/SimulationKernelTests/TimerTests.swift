import SimulationKernel
import TestSupport
import Testing

struct Alarm: WheelElement {
  var slabWord: UInt32 = 0
  var deadline = SimTime.infinity
  var timerPrevious: UInt32 = 0
  var timerNext: UInt32 = 0
}

/// A class of timers beside a plain list of deadlines, under one random script.
private struct TimerClassPair: ~Copyable {
  private var slab = Slab<Alarm>(capacity: 1)
  private var timers = TimerClasses()
  private var list: [(handle: Handle<Alarm>, deadline: SimTime)] = []
  private var event: SimTime?
  private var now = SimTime.zero
  private var random: EntityRandom

  init(seed: UInt64) {
    random = EntityRandom(seed: seed, stream: "timers")
    timers.add(length: .microseconds(Int64(1 + random.below(500))))
  }

  mutating func step() throws {
    switch random.below(8) {
    case 0...2: try arm()
    case 3 where !list.isEmpty:
      // A timer is taken back by removing its element, or by another deadline.
      let gone = list.remove(at: random.below(list.count))
      if random.below(2) == 0 {
        slab.remove(gone.handle)
      } else {
        slab[gone.handle].deadline = .infinity
      }
    case 4 where !list.isEmpty: handOver(random.below(list.count))
    default: try advance()
    }
  }

  private mutating func arm() throws {
    let deadline = now + timers[0].length
    let handle = slab.insert(Alarm(deadline: deadline))
    list.append((handle, deadline))
    if timers[0].arm(handle, until: deadline, in: &slab) {
      try #require(event == nil)
      event = deadline
    }
    try #require(event != nil)
  }

  /// Another element takes over the timer, as a retry does.
  private mutating func handOver(_ index: Int) {
    let heir = slab.insert(Alarm())
    timers[0].replace(list[index].handle, by: heir, in: &slab)
    slab.remove(list[index].handle)
    list[index].handle = heir
  }

  private mutating func advance() throws {
    let next = now + random.duration(below: .microseconds(100))
    guard let event, event <= next else {
      now = next
      return
    }
    now = event
    while let expired = timers[0].expire(in: &slab, now: now) {
      let first = try #require(list.first)
      try #require(first.handle == expired && first.deadline == now)
      list.removeFirst()
      slab.remove(expired)
    }
    try #require(list.first.map { $0.deadline > now } ?? true)
    self.event = timers[0].rearm(in: &slab)
    try #require(self.event == list.first?.deadline)
  }
}

/// A wheel of timers of many lengths beside a list sorted by deadline, under one random script.
private struct TimerWheelPair: ~Copyable {
  private var slab = Slab<Alarm>(capacity: 1)
  private var wheel = TimerWheel()
  private var list: [(handle: Handle<Alarm>, deadline: SimTime)] = []
  /// The events scheduled, the void ones among them.
  private var events: [SimTime] = []
  private var now = SimTime.zero
  private var random: EntityRandom

  init(seed: UInt64) { random = EntityRandom(seed: seed, stream: "wheel") }

  mutating func step() throws {
    switch random.below(8) {
    case 0...3: arm()
    case 4 where !list.isEmpty:
      let gone = list.remove(at: random.below(list.count))
      let element = slab[gone.handle]
      wheel.disarm(element, in: &slab)
      slab.remove(gone.handle)
    default: try advance()
    }
  }

  /// Arms a timer of microseconds, of a tick, of a turn or of many turns, or of a deadline in use.
  private mutating func arm() {
    let length = random.duration(below: .microseconds(Int64(1) << Int64(random.below(27))))
    var deadline = now + length + .nanoseconds(1)
    if random.below(4) == 0, let same = list.last, same.deadline > now { deadline = same.deadline }
    let handle = slab.insert(Alarm())
    let place = list.firstIndex { $0.deadline > deadline } ?? list.count
    list.insert((handle, deadline), at: place)
    if let event = wheel.arm(handle, until: deadline, in: &slab) { events.append(event) }
  }

  private mutating func advance() throws {
    events.sort()
    guard let event = events.first else {
      try #require(list.isEmpty)
      now = now + random.duration(below: .seconds(1))
      return
    }
    events.removeFirst()
    now = event
    while let expired = wheel.expire(in: &slab, now: now) {
      let first = try #require(list.first)
      try #require(first.handle == expired && first.deadline == now)
      list.removeFirst()
      slab.remove(expired)
    }
    if let next = wheel.rearm(in: slab, now: now) { events.append(next) }
    try #require(list.first.map { $0.deadline > now || events.contains(now) } ?? true)
    // A cancelled timer's event may come before, and arms the next.
    try #require(list.first.map { timer in events.contains { $0 <= timer.deadline } } ?? true)
  }
}

@Suite("Timers")
struct TimerTests {
  @Test("of one length expire as a plain list of deadlines does, with one event armed")
  func classAgreesWithList() throws {
    try withEverySeed(100) { seed in
      var pair = TimerClassPair(seed: seed)
      for _ in 0..<1_000 { try pair.step() }
    }
  }

  @Test("of lengths that vary expire as a sorted list of deadlines does")
  func wheelAgreesWithList() throws {
    try withEverySeed(100) { seed in
      var pair = TimerWheelPair(seed: seed)
      for _ in 0..<1_000 { try pair.step() }
    }
  }
}
