extension RadixWheel {
  /// Moves the earliest slots to the sorted bottom, spreading full ones over lower levels first.
  @usableFromInline @inline(never)
  mutating func refill() {
    while true {
      let level = levels.trailingZeroBitCount
      let shift = UInt64(level &* 6)
      let slot = occupancy[level].trailingZeroBitCount
      base = (((base >> shift) & ~63) | UInt64(slot)) << shift
      order.begin(width: shift &+ 6)
      if let last = gather(level) {
        limit = base &+ UInt64(last &- slot &+ 1) << shift
        bottomStart = 0
        bottomEnd = order.count
        order.forEach { cell, place in bottom[place] = cells[Int(cell)].notice }
        sortAlmostSortedBottom()
        return
      }
      let first = take(slot, level)
      if level == 0 {
        limit = base &+ 1
        moveManyToBottom(from: first)
        return
      }
      spread(from: first)
    }
  }

  /// Takes slots of a level, from the first on, until they hold a few events; the last slot taken,
  /// or nil where the first one alone holds too many.
  ///
  /// A cell's chain is given back as the chain that it is: its cells are read once more.
  @inline(always)
  private mutating func gather(_ level: Int) -> Int? {
    var last: Int?
    repeat {
      let slot = occupancy[level].trailingZeroBitCount
      let first = heads[level &* Self.slotsPerLevel &+ slot]
      guard let end = appendToOrder(first) else { return last }
      _ = take(slot, level)
      cells[Int(end)].next = freeCell
      freeCell = first
      last = slot
    } while order.count < Self.bottomMin && occupancy[level] != 0
    return last
  }

  /// Adds a slot's chain to the order; its last cell, or nil, and nothing added, where it is long.
  @inline(always)
  private mutating func appendToOrder(_ first: UInt32) -> UInt32? {
    let count = order.count
    var index = first
    while true {
      if order.isFull {
        order.shorten(to: count)
        return nil
      }
      let cell = cells[Int(index)]
      order.append(index, after: cell.time &- base)
      if cell.next == Self.none { return index }
      index = cell.next
    }
  }

  /// Empties a slot; the first cell of its chain.
  @inline(always)
  private mutating func take(_ slot: Int, _ level: Int) -> UInt32 {
    let head = level &* Self.slotsPerLevel &+ slot
    let first = heads[head]
    heads[head] = Self.none
    occupancy[level] &= ~(1 << UInt64(slot))
    if occupancy[level] == 0 { levels &= ~(1 << UInt32(level)) }
    return first
  }

  private mutating func spread(from first: UInt32) {
    var index = first
    while index != Self.none {
      let next = cells[Int(index)].next
      place(index, cells[Int(index)].time)
      index = next
    }
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
    bottomStart = 0
    bottomEnd = count
    var events = UnsafeMutableBufferPointer(start: bottom, count: count)
    events.sort { $0.precedes($1) }
  }

  /// Insertion sort of a bottom in which few events, or none, are out of place.
  @inline(always)
  private func sortAlmostSortedBottom() {
    let events = bottom
    var end = 1
    while end < bottomEnd {
      if events[end].precedes(events[end &- 1]) { moveDown(end) }
      end &+= 1
    }
  }

  @inline(never)
  private func moveDown(_ end: Int) {
    let notice = bottom[end]
    var index = end
    while index > 0, notice.precedes(bottom[index &- 1]) {
      bottom[index] = bottom[index &- 1]
      index &-= 1
    }
    bottom[index] = notice
  }

  /// Moves a bottom that grew to the start of its storage, and the later part of one that is long
  /// back to the wheel.
  ///
  /// Events of the present and events before the base stay: the wheel holds nothing that early.
  @usableFromInline @inline(never)
  mutating func makeRoomInBottom() {
    if bottomEnd &- bottomStart >= Self.bottomMax / 2 { shortenBottom() }
    if bottomStart > 0 {
      bottom.update(from: bottom + bottomStart, count: bottomEnd &- bottomStart)
      bottomEnd &-= bottomStart
      bottomStart = 0
    }
    if bottomEnd == bottomCapacity { growBottom() }
  }

  private mutating func shortenBottom() {
    limit = max(base, present &+ 1)
    while bottomEnd > bottomStart {
      let last = bottom[bottomEnd &- 1]
      let time = UInt64(bitPattern: last.time.nanoseconds)
      guard time >= limit else { return }
      bottomEnd &-= 1
      place(allocateCell(last), time)
    }
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
