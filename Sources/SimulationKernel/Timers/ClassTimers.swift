/// An element that can wait in a class of timers: its deadline and its place in the class's list.
public protocol TimerElement: SlabElement {
  /// When the timer expires.
  var deadline: SimTime { get set }
  /// The element armed before, as a raw handle.
  var timerPrevious: UInt32 { get set }
  /// The element armed after, as a raw handle.
  var timerNext: UInt32 { get set }
}

extension TimerElement {
  /// Takes the last place of a class's list.
  @inlinable @inline(always)
  mutating func waitForTimer(until deadline: SimTime, behind last: UInt32) {
    self.deadline = deadline
    timerPrevious = last
    timerNext = UInt32.max
  }
}

/// Timers of one constant length: deadlines are monotone, so a first-in-first-out list is exact.
///
/// One event is armed per class, at the deadline of the list's head when it was armed; a cancelled
/// timer only leaves the list, and the event that finds nothing due arms the next. Cost does not
/// depend on the length.
///
/// - Complexity: O(1) to arm, disarm and expire.
public struct TimerClass: BitwiseCopyable, Sendable {
  /// The length of every timer of the class.
  public let length: SimDuration
  @usableFromInline var head = UInt32.max
  @usableFromInline var tail = UInt32.max
  /// Whether an event for the class is scheduled.
  @usableFromInline var hasEvent = false

  /// Makes a class of timers of one length.
  public init(length: SimDuration) { self.length = length }

  /// Arms a timer of an element; returns when to schedule the class's event, if one is needed.
  @inlinable @inline(always)
  public mutating func arm<Element: TimerElement>(
    _ handle: Handle<Element>, in slab: inout Slab<Element>, now: SimTime
  ) -> SimTime? {
    let deadline = now + length
    slab[handle].waitForTimer(until: deadline, behind: tail)
    if tail != UInt32.max {
      slab[Handle(rawValue: tail)].timerNext = handle.rawValue
    } else {
      head = handle.rawValue
    }
    tail = handle.rawValue
    guard !hasEvent else { return nil }
    hasEvent = true
    return deadline
  }

  /// Takes a timer out of the class before it expires.
  ///
  /// - Parameter element: the element as the slab holds it.
  @inlinable @inline(always)
  public mutating func disarm<Element: TimerElement>(
    _ element: Element, in slab: inout Slab<Element>
  ) {
    let previous = element.timerPrevious
    let next = element.timerNext
    if previous != UInt32.max {
      slab[Handle(rawValue: previous)].timerNext = next
    } else {
      head = next
    }
    if next != UInt32.max {
      slab[Handle(rawValue: next)].timerPrevious = previous
    } else {
      tail = previous
    }
  }

  /// Lets another element take over an armed timer, deadline and place.
  @inlinable
  public mutating func replace<Element: TimerElement>(
    _ handle: Handle<Element>, by other: Handle<Element>, in slab: inout Slab<Element>
  ) {
    let (previous, next) = (slab[handle].timerPrevious, slab[handle].timerNext)
    slab[other].deadline = slab[handle].deadline
    slab[other].timerPrevious = previous
    slab[other].timerNext = next
    if previous != UInt32.max {
      slab[Handle(rawValue: previous)].timerNext = other.rawValue
    } else {
      head = other.rawValue
    }
    if next != UInt32.max {
      slab[Handle(rawValue: next)].timerPrevious = other.rawValue
    } else {
      tail = other.rawValue
    }
  }

  /// Takes the next expired timer out of the class, or nil when none is due.
  @inlinable
  public mutating func expire<Element: TimerElement>(in slab: inout Slab<Element>, now: SimTime)
    -> Handle<Element>?
  {
    guard head != UInt32.max else { return nil }
    let handle = Handle<Element>(rawValue: head)
    guard slab[handle].deadline <= now else { return nil }
    let element = slab[handle]
    disarm(element, in: &slab)
    return handle
  }

  /// When to schedule the class's event again after it was handled, or nil while no timer waits.
  @inlinable
  public mutating func rearm<Element: TimerElement>(in slab: borrowing Slab<Element>) -> SimTime? {
    hasEvent = head != UInt32.max
    return hasEvent ? slab[Handle(rawValue: head)].deadline : nil
  }
}
