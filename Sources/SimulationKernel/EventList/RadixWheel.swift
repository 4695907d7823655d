/// The future-event list of a run: a monotone radix queue of 11 levels of 64 slots with a small
/// sorted bottom.
///
/// An event lies on the level of the highest 6-bit group in which its time differs from the base
/// time, in the slot of that group's value; refilling takes the first slots of the lowest level, as
/// many as hold a few events, and sorts these; a slot of many is spread over the levels below.
/// Events at the present time bypass the order in a first-in-first-out lane, so a thousand
/// simultaneous events stay O(1) each.
/// Based on Ahuja, Mehlhorn, Orlin and Tarjan's radix heap (J. ACM 37, 1990).
///
/// - Complexity: amortised O(levels) per event, in practice independent of the number waiting.
public struct RadixWheel: ~Copyable {
  @usableFromInline
  struct Cell: BitwiseCopyable {
    @usableFromInline var time: UInt64
    @usableFromInline var order: UInt64
    @usableFromInline var argument: UInt32
    @usableFromInline var next: UInt32

    @inlinable @inline(always)
    init(_ notice: Notice, next: UInt32) {
      time = UInt64(bitPattern: notice.time.nanoseconds)
      order = notice.order
      argument = notice.argument
      self.next = next
    }

    @inlinable @inline(always)
    var notice: Notice {
      Notice(
        time: SimTime(nanoseconds: Int64(bitPattern: time)), order: order, argument: argument)
    }
  }

  @usableFromInline static let slotsPerLevel = 64
  @usableFromInline static let levelCount = 11
  /// A bottom that reaches beyond this is moved to its start or goes back to the wheel.
  @usableFromInline static let bottomMax = 64
  /// Slots are taken together until the bottom holds this many events.
  static let bottomMin = 6
  /// At most two to the power of this many slots are taken together.
  static let gatheredBits: UInt64 = 3
  @inlinable @inline(always) static var none: UInt32 { UInt32.max }

  /// The sorted bottom, earliest first, lies from `bottomStart` up to `bottomEnd`.
  @usableFromInline var bottom: UnsafeMutablePointer<Notice>
  @usableFromInline var bottomStart = 0
  @usableFromInline var bottomEnd = 0
  @usableFromInline var bottomCapacity = 256
  @usableFromInline var cells: UnsafeMutablePointer<Cell>
  @usableFromInline var cellCapacity: Int
  @usableFromInline var cellsUsed = 0
  @usableFromInline var freeCell = RadixWheel.none
  @usableFromInline let heads: UnsafeMutablePointer<UInt32>
  @usableFromInline let occupancy: UnsafeMutablePointer<UInt64>
  @usableFromInline var levels: UInt32 = 0
  @usableFromInline var base: UInt64 = 0
  /// Events before this time go straight to the sorted bottom.
  @usableFromInline var limit: UInt64 = 0
  /// The time of the event taken last.
  @usableFromInline var present: UInt64 = 0
  @usableFromInline var lane: PresentLane
  @usableFromInline var order = SlotOrder()

  /// Makes an empty wheel.
  public init() {
    cellCapacity = 4_096
    cells = .allocate(capacity: cellCapacity)
    bottom = .allocate(capacity: bottomCapacity)
    heads = .allocate(capacity: Self.levelCount * Self.slotsPerLevel)
    heads.initialize(repeating: Self.none, count: Self.levelCount * Self.slotsPerLevel)
    occupancy = .allocate(capacity: Self.levelCount)
    occupancy.initialize(repeating: 0, count: Self.levelCount)
    lane = PresentLane()
  }

  deinit {
    cells.deallocate()
    bottom.deallocate()
    heads.deallocate()
    occupancy.deallocate()
    lane.deallocate()
    order.deallocate()
  }

  /// Adds an event.
  ///
  /// - Precondition: it does not lie before the event taken last.
  @inlinable @inline(always)
  public mutating func push(_ notice: Notice) {
    precondition(
      notice.time.nanoseconds >= Int64(bitPattern: present),
      "events are scheduled in the present or the future")
    let time = UInt64(bitPattern: notice.time.nanoseconds)
    guard time >= limit else {
      pushEarly(notice)
      return
    }
    link(allocateCell(notice), time)
  }

  /// Takes the first event if it lies at or before a time.
  @inlinable @inline(always)
  public mutating func pop(through end: SimTime) -> Notice? {
    if lane.isEmpty {
      if bottomStart == bottomEnd {
        guard levels != 0 else { return nil }
        refill()
      }
      return popBottom(through: end)
    }
    if bottomStart < bottomEnd, bottom[bottomStart].precedes(lane.first) {
      return popBottom(through: end)
    }
    guard lane.first.time <= end else { return nil }
    return lane.removeFirst()
  }

  @inlinable @inline(always)
  mutating func popBottom(through end: SimTime) -> Notice? {
    let first = bottom[bottomStart]
    guard first.time <= end else { return nil }
    bottomStart &+= 1
    present = UInt64(bitPattern: first.time.nanoseconds)
    return first
  }

  @inlinable @inline(always)
  mutating func allocateCell(_ notice: Notice) -> UInt32 {
    let index: UInt32
    if freeCell != Self.none {
      index = freeCell
      freeCell = cells[Int(index)].next
    } else {
      if cellsUsed == cellCapacity { Self.double(&cells, &cellCapacity) }
      index = UInt32(truncatingIfNeeded: cellsUsed)
      cellsUsed &+= 1
    }
    cells[Int(index)] = Cell(notice, next: Self.none)
    return index
  }

  /// Puts a cell into the slot of its time.
  @inlinable @inline(always)
  mutating func link(_ index: UInt32, _ time: UInt64) {
    let level = (63 &- ((time ^ base) | 1).leadingZeroBitCount) / 6
    let slot = Int(truncatingIfNeeded: time &>> UInt64(level &* 6)) & 63
    let head = level &* Self.slotsPerLevel &+ slot
    cells[Int(index)].next = heads[head]
    heads[head] = index
    occupancy[level] |= 1 &<< UInt64(slot)
    levels |= 1 &<< UInt32(level)
  }
}
