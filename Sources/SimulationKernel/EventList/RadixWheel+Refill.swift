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
      if level == 0 || hasFewEvents(from: first) {
        limit = base &+ (1 << shift)
        moveToBottom(from: first)
        return
      }
      spread(from: first)
    }
  }

  @inline(always)
  private func hasFewEvents(from first: UInt32) -> Bool {
    var count = 0
    var index = first
    while index != Self.none, count <= Self.sortedSlotMax {
      count += 1
      index = cells[Int(index)].next
    }
    return count <= Self.sortedSlotMax
  }

  private mutating func spread(from first: UInt32) {
    var index = first
    while index != Self.none {
      let next = cells[Int(index)].next
      place(index, cells[Int(index)].time)
      index = next
    }
  }

  @inline(always)
  private mutating func moveToBottom(from first: UInt32) {
    var index = first
    while index != Self.none {
      let next = cells[Int(index)].next
      if bottomCount == bottomCapacity { growBottom() }
      bottom[bottomCount] = cells[Int(index)].notice
      bottomCount += 1
      cells[Int(index)].next = freeCell
      freeCell = index
      index = next
    }
    if bottomCount > Self.sortedSlotMax {
      var events = UnsafeMutableBufferPointer(start: bottom, count: bottomCount)
      events.sort { $1.precedes($0) }
    } else {
      sortSmallBottom()
    }
  }

  @inline(always)
  private mutating func sortSmallBottom() {
    guard bottomCount > 1 else { return }
    for end in 1..<bottomCount {
      let notice = bottom[end]
      var index = end
      while index > 0, bottom[index - 1].precedes(notice) {
        bottom[index] = bottom[index - 1]
        index -= 1
      }
      bottom[index] = notice
    }
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
    grown.update(from: bottom, count: bottomCount)
    bottom.deallocate()
    bottom = grown
    bottomCapacity *= 2
  }
}
