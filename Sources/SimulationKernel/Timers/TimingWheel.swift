/// Timers of varying length that are often moved or cancelled before they expire, such as election
/// timers: a hashed wheel of one-millisecond slots with doubly linked lists.
///
/// One event is armed for the whole wheel, at the earliest slot that holds a timer due within a
/// turn (or a turn away); moving a timer touches two list links and no event. A timer expires
/// exactly at its deadline: the wheel is asked again at the first deadline of its slot.
/// (Varghese and Lauck, SOSP 1987, scheme 6.)
public struct TimingWheel<Element: TimerElement>: ~Copyable {
  private let slotLength: Int64 = 1_000_000
  private let slotCount = 4_096
  private var heads: [UInt32]
  /// The time for which the wheel's event is scheduled.
  private var eventTime = SimTime.infinity
  /// Number of timers armed.
  public private(set) var count = 0

  /// Makes an empty wheel.
  public init() { heads = [UInt32](repeating: UInt32.max, count: slotCount) }

  /// Arms a timer; returns when to schedule the wheel's event, if an earlier one is needed.
  public mutating func arm(
    _ handle: Handle<Element>, at deadline: SimTime, in slab: inout Slab<Element>
  ) -> SimTime? {
    let slot = slot(of: deadline)
    slab[handle].deadline = deadline
    slab[handle].timerPrevious = UInt32.max
    slab[handle].timerNext = heads[slot]
    if heads[slot] != UInt32.max {
      slab[Handle(rawValue: heads[slot])].timerPrevious = handle.rawValue
    }
    heads[slot] = handle.rawValue
    count += 1
    guard deadline < eventTime else { return nil }
    eventTime = deadline
    return deadline
  }

  /// Takes a timer out before it expires.
  public mutating func disarm(_ handle: Handle<Element>, in slab: inout Slab<Element>) {
    let element = slab[handle]
    if element.timerPrevious != UInt32.max {
      slab[Handle(rawValue: element.timerPrevious)].timerNext = element.timerNext
    } else {
      heads[slot(of: element.deadline)] = element.timerNext
    }
    if element.timerNext != UInt32.max {
      slab[Handle(rawValue: element.timerNext)].timerPrevious = element.timerPrevious
    }
    count -= 1
  }

  /// Takes one timer due at `now` out of the wheel, or nil when none is left.
  public mutating func expire(in slab: inout Slab<Element>, now: SimTime) -> Handle<Element>? {
    var raw = heads[slot(of: now)]
    while raw != UInt32.max {
      let handle = Handle<Element>(rawValue: raw)
      if slab[handle].deadline <= now {
        disarm(handle, in: &slab)
        return handle
      }
      raw = slab[handle].timerNext
    }
    return nil
  }

  /// Whether a wheel event that just happened is the one the wheel waits for; an event overtaken by
  /// an earlier deadline is not.
  public func expects(_ now: SimTime) -> Bool { eventTime == now }

  /// When to schedule the wheel's next event after one was handled, or nil while no timer waits.
  ///
  /// - Complexity: O(slots) at worst, from the present slot on.
  public mutating func rearm(in slab: borrowing Slab<Element>, now: SimTime) -> SimTime? {
    eventTime = .infinity
    guard count > 0 else { return nil }
    let turnEnd = now + SimDuration(nanoseconds: slotLength * Int64(slotCount - 1))
    for step in 0..<slotCount where eventTime == .infinity {
      var raw = heads[(slot(of: now) + step) % slotCount]
      while raw != UInt32.max {
        let handle = Handle<Element>(rawValue: raw)
        if slab[handle].deadline <= turnEnd { eventTime = min(eventTime, slab[handle].deadline) }
        raw = slab[handle].timerNext
      }
    }
    if eventTime == .infinity { eventTime = turnEnd }
    return eventTime
  }

  private func slot(of time: SimTime) -> Int {
    Int(time.nanoseconds / slotLength % Int64(slotCount))
  }
}
