extension RadixWheel {
  /// Moves the earliest slot to the sorted bottom, spreading full slots over lower levels first.
  @usableFromInline @inline(never)
  mutating func refill() {
    while true {
      let level = levels.trailingZeroBitCount
      let slot = occupancy[level].trailingZeroBitCount
      let head = level * Self.slotsPerLevel + slot
      let first = heads[head]
      heads[head] = Self.none
      occupancy[level] &= occupancy[level] &- 1
      if occupancy[level] == 0 { levels &= ~(1 << UInt32(level)) }
      let shift = UInt64(level * 6)
      base = (((base >> shift) & ~63) | UInt64(slot)) << shift
      if moveToBottom(from: first, level: level) {
        limit = base &+ (1 << shift)
        return
      }
      spread(from: first)
    }
  }

  private mutating func spread(from first: UInt32) {
    var index = first
    while index != Self.none {
      let next = cells[Int(index)].next
      place(index, cells[Int(index)].time)
      index = next
    }
  }

  /// Moves a slot's events to the empty bottom; false, and none moved, where there are many of
  /// different times.
  ///
  /// The cells of a slot are given back as the chain that they are.
  @inline(always)
  private mutating func moveToBottom(from first: UInt32, level: Int) -> Bool {
    guard cells[Int(first)].next != Self.none else {
      bottom[0] = cells[Int(first)].notice
      bottomCount = 1
      cells[Int(first)].next = freeCell
      freeCell = first
      return true
    }
    order.begin(width: UInt64(level &* 6))
    var index = first
    var last = first
    while index != Self.none {
      if order.isFull {
        guard level == 0 else { return false }
        moveManyToBottom(from: first)
        return true
      }
      let cell = cells[Int(index)]
      order.append(index, after: cell.time &- base)
      last = index
      index = cell.next
    }
    cells[Int(last)].next = freeCell
    freeCell = first
    bottomCount = order.count
    order.forEach { cell, place in bottom[place] = cells[Int(cell)].notice }
    sortAlmostSortedBottom()
    return true
  }

  /// Moves the events of one time, which may be any number, to the empty bottom.
  @inline(never)
  private mutating func moveManyToBottom(from first: UInt32) {
    var index = first
    var last = first
    var count = 0
    while index != Self.none {
      if count == bottomCapacity { growBottom() }
      let cell = cells[Int(index)]
      bottom[count] = cell.notice
      count &+= 1
      last = index
      index = cell.next
    }
    cells[Int(last)].next = freeCell
    freeCell = first
    bottomCount = count
    var events = UnsafeMutableBufferPointer(start: bottom, count: count)
    events.sort { $1.precedes($0) }
  }

  /// Insertion sort of a bottom in which few events, or none, are out of place.
  @inline(always)
  private func sortAlmostSortedBottom() {
    let events = bottom
    var end = 1
    while end < bottomCount {
      if events[end &- 1].precedes(events[end]) { moveUp(end) }
      end &+= 1
    }
  }

  @inline(never)
  private func moveUp(_ end: Int) {
    let notice = bottom[end]
    var index = end
    while index > 0, bottom[index &- 1].precedes(notice) {
      bottom[index] = bottom[index &- 1]
      index &-= 1
    }
    bottom[index] = notice
  }

  /// Gives the later part of a bottom that grew back to the wheel.
  ///
  /// Events of the present and events before the base stay: the wheel holds nothing that early.
  @usableFromInline @inline(never)
  mutating func makeRoomInBottom() {
    let newLimit = max(base, present &+ 1)
    var moved = 0
    while moved < bottomCount {
      let time = UInt64(bitPattern: bottom[moved].time.nanoseconds)
      guard time >= newLimit else { break }
      place(allocateCell(bottom[moved]), time)
      moved += 1
    }
    limit = newLimit
    bottomCount -= moved
    bottom.update(from: bottom + moved, count: bottomCount)
    if bottomCount == bottomCapacity { growBottom() }
  }

  @usableFromInline @inline(never)
  mutating func growCells() {
    let grown = UnsafeMutablePointer<Cell>.allocate(capacity: cellCapacity * 2)
    grown.update(from: cells, count: cellCapacity)
    cells.deallocate()
    cells = grown
    cellCapacity *= 2
  }

  private mutating func growBottom() {
    let grown = UnsafeMutablePointer<Notice>.allocate(capacity: bottomCapacity * 2)
    grown.update(from: bottom, count: bottomCapacity)
    bottom.deallocate()
    bottom = grown
    bottomCapacity *= 2
  }
}
