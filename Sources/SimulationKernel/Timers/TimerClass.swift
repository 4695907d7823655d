/// Timers of one constant length: deadlines are monotone, so a first-in-first-out list is exact.
///
/// A timer is taken back by removing its element or by setting another deadline, and costs nothing:
/// the list holds what was armed, and passes over what is void when it comes to it. A full list is
/// rid of its void entries first, so that it stays within a few times of what is armed.
///
/// One event is armed per class, at the deadline of the first timer when it was armed; the event
/// that finds nothing due arms the next. Cost does not depend on the length.
///
/// - Complexity: amortised O(1) to arm, take back and expire.
public struct TimerClass: BitwiseCopyable {
  /// A timer that was armed.
  @usableFromInline
  struct Entry: BitwiseCopyable {
    @usableFromInline var deadline: SimTime
    @usableFromInline var element: UInt32

    @inlinable @inline(always)
    init(deadline: SimTime, element: UInt32) {
      self.deadline = deadline
      self.element = element
    }
  }

  /// The length of every timer of the class.
  public let length: SimDuration
  /// Earliest first, from `start` up to `end`.
  @usableFromInline var entries: UnsafeMutablePointer<Entry>
  @usableFromInline var start = 0
  @usableFromInline var end = 0
  @usableFromInline var capacity = 64
  /// Whether an event for the class is scheduled.
  @usableFromInline var hasEvent = false

  init(length: SimDuration) {
    self.length = length
    entries = .allocate(capacity: capacity)
  }

  /// Gives the storage back; the owner calls it once.
  func deallocate() { entries.deallocate() }

  /// Arms a timer of an element that holds the deadline; returns whether the class's event has to
  /// be scheduled then.
  ///
  /// - Parameter deadline: the class's length from now.
  @inlinable @inline(always)
  public mutating func arm<Element: TimedElement>(
    _ handle: Handle<Element>, until deadline: SimTime, in slab: inout Slab<Element>
  ) -> Bool {
    if end == capacity { makeRoom(in: &slab) }
    entries[end] = Entry(deadline: deadline, element: handle.rawValue)
    end &+= 1
    guard !hasEvent else { return false }
    hasEvent = true
    return true
  }

  /// Lets another element take over an armed timer, deadline and place.
  @inlinable
  public mutating func replace<Element: TimedElement>(
    _ handle: Handle<Element>, by other: Handle<Element>, in slab: inout Slab<Element>
  ) {
    let deadline = slab[handle].deadline
    var (index, beyond) = (start, end)
    while index < beyond {
      let middle = (index + beyond) / 2
      if entries[middle].deadline < deadline { index = middle + 1 } else { beyond = middle }
    }
    while index < end, entries[index].element != handle.rawValue { index += 1 }
    precondition(index < end, "an element hands over a timer that is armed")
    entries[index].element = other.rawValue
    slab[other].deadline = deadline
    slab[handle].deadline = .infinity
  }

  /// Takes the next expired timer out of the class, or nil when none is due.
  @inlinable
  public mutating func expire<Element: TimedElement>(in slab: inout Slab<Element>, now: SimTime)
    -> Handle<Element>?
  {
    passOverVoid(in: &slab)
    guard start < end, entries[start].deadline <= now else { return nil }
    start += 1
    return Handle(rawValue: entries[start - 1].element)
  }

  /// When to schedule the class's event again after it was handled, or nil while no timer waits.
  @inlinable
  public mutating func rearm<Element: TimedElement>(in slab: inout Slab<Element>) -> SimTime? {
    passOverVoid(in: &slab)
    hasEvent = start < end
    return hasEvent ? entries[start].deadline : nil
  }

  @inlinable
  mutating func passOverVoid<Element: TimedElement>(in slab: inout Slab<Element>) {
    while start < end, !isArmed(entries[start], in: slab) { start += 1 }
  }

  /// Whether an entry's element lives and still waits for this timer.
  @inlinable @inline(always)
  func isArmed<Element: TimedElement>(_ entry: Entry, in slab: borrowing Slab<Element>) -> Bool {
    let handle = Handle<Element>(rawValue: entry.element)
    return slab.contains(handle) && slab[handle].deadline == entry.deadline
  }

  /// Drops the void entries of a full list, and doubles a list that is more than half in use.
  @inlinable @inline(never)
  mutating func makeRoom<Element: TimedElement>(in slab: inout Slab<Element>) {
    var kept = 0
    for index in start..<end where isArmed(entries[index], in: slab) {
      entries[kept] = entries[index]
      kept += 1
    }
    start = 0
    end = kept
    guard kept > capacity / 2 else { return }
    let grown = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    grown.update(from: entries, count: kept)
    entries.deallocate()
    entries = grown
    capacity *= 2
  }
}
