/// Timers of lengths that vary: a hashed timing wheel, exact to the nanosecond.
///
/// Time is cut into ticks; a timer lies in the list of its deadline's tick modulo the number of
/// slots, so that what is a turn or more away waits among what is near. One event is armed, at the
/// earliest deadline; a cancelled timer only leaves its list, and the event that finds nothing due
/// arms the next. Based on Varghese and Lauck, "Hashed and hierarchical timing wheels" (SOSP 1987),
/// scheme 6.
///
/// - Complexity: O(1) to arm and to disarm; to expire, the timers of one slot.
public struct TimerWheel: ~Copyable {
  static let slotCount = 64
  /// A tick is two to this power of nanoseconds, 34 ms; a turn takes 2.1 s.
  static let tickBits: Int64 = 25

  /// The first and the last timer of each slot, as raw handles.
  private var heads = Table<UInt32>(repeating: .max, count: Self.slotCount)
  private var tails = Table<UInt32>(repeating: .max, count: Self.slotCount)
  /// A bit for each slot with a timer.
  private var occupancy: UInt64 = 0
  /// When the event that counts is scheduled; one at another time is void.
  private var armedAt = SimTime.infinity

  /// Makes an empty wheel.
  public init() {}

  /// Arms a timer of an element; returns when to schedule the wheel's event, if one is needed.
  public mutating func arm<Element: WheelElement>(
    _ handle: Handle<Element>, until deadline: SimTime, in slab: inout Slab<Element>
  ) -> SimTime? {
    let slot = Self.slot(of: deadline)
    let last = tails[slot]
    slab[handle].waitInSlot(until: deadline, behind: last)
    if last != .max {
      slab[Handle(rawValue: last)].timerNext = handle.rawValue
    } else {
      heads[slot] = handle.rawValue
    }
    tails[slot] = handle.rawValue
    occupancy |= 1 << UInt64(slot)
    guard deadline < armedAt else { return nil }
    armedAt = deadline
    return deadline
  }

  /// Takes a timer out of the wheel before it expires.
  ///
  /// - Parameter element: the element as the slab holds it.
  public mutating func disarm<Element: WheelElement>(
    _ element: Element, in slab: inout Slab<Element>
  ) {
    let slot = Self.slot(of: element.deadline)
    let (previous, next) = (element.timerPrevious, element.timerNext)
    if previous != .max {
      slab[Handle(rawValue: previous)].timerNext = next
    } else {
      heads[slot] = next
    }
    if next != .max {
      slab[Handle(rawValue: next)].timerPrevious = previous
    } else {
      tails[slot] = previous
    }
    if heads[slot] == .max { occupancy &= ~(1 << UInt64(slot)) }
  }

  /// Takes the next timer out that is due now, of equal ones the one armed first; nil when none is
  /// left, or when the event came for a timer that is gone.
  public mutating func expire<Element: WheelElement>(in slab: inout Slab<Element>, now: SimTime)
    -> Handle<Element>?
  {
    guard armedAt == now else { return nil }
    var raw = heads[Self.slot(of: now)]
    while raw != .max {
      let handle = Handle<Element>(rawValue: raw)
      let element = slab[handle]
      if element.deadline == now {
        disarm(element, in: &slab)
        return handle
      }
      raw = element.timerNext
    }
    return nil
  }

  /// When to schedule the wheel's event again after one was handled; nil while no timer waits, and
  /// after an event that was void.
  public mutating func rearm<Element: WheelElement>(
    in slab: borrowing Slab<Element>, now: SimTime
  ) -> SimTime? {
    guard armedAt == now else { return nil }
    armedAt = earliest(in: slab, from: now)
    return armedAt < .infinity ? armedAt : nil
  }

  /// The earliest deadline: slot by slot for a turn, and of all timers when each is farther.
  private func earliest<Element: WheelElement>(
    in slab: borrowing Slab<Element>, from now: SimTime
  ) -> SimTime {
    var first = SimTime.infinity
    let start = Self.slot(of: now)
    for offset in 0..<Self.slotCount {
      let slot = (start + offset) % Self.slotCount
      guard occupancy & 1 << UInt64(slot) != 0 else { continue }
      first = min(first, earliest(in: slab, slot))
      let turnEnds = Self.tick(of: now) + Int64(offset)
      if first < .infinity, Self.tick(of: first) <= turnEnds { return first }
    }
    return first
  }

  /// The earliest deadline of a slot.
  private func earliest<Element: WheelElement>(
    in slab: borrowing Slab<Element>, _ slot: Int
  ) -> SimTime {
    var first = SimTime.infinity
    var raw = heads[slot]
    while raw != .max {
      let handle = Handle<Element>(rawValue: raw)
      first = min(first, slab[handle].deadline)
      raw = slab[handle].timerNext
    }
    return first
  }

  private static func tick(of time: SimTime) -> Int64 { time.nanoseconds >> tickBits }

  private static func slot(of time: SimTime) -> Int { Int(tick(of: time) & Int64(slotCount - 1)) }
}
