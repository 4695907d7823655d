extension RadixWheel {
  /// Moves the earliest slots to the sorted bottom, spreading full ones over lower levels first.
  @usableFromInline @inline(never)
  mutating func refill() {
    while true {
      let level = levels.trailingZeroBitCount
      let shift = UInt64(level &* 6)
      let slot = occupancy[level].trailingZeroBitCount
      base = (((base >> shift) & ~63) | UInt64(slot)) << shift
      order.begin(width: shift &+ Self.gatheredBits)
      if let last = gather(level, from: slot) {
        limit = base &+ UInt64(last &- slot &+ 1) << shift
        bottomStart = 0
        bottomEnd = order.count
        order.forEach { cell, rank in bottom[rank] = cells[Int(cell)].notice }
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

  /// Takes neighbouring slots of a level, from the first on, until they hold a few events; the last
  /// slot taken, or nil where the first one alone holds too many.
  ///
  /// Slots further off are left: what is scheduled meanwhile would have to go before their events.
  /// A slot's chain is given back as the chain that it is: its cells are read once more.
  @inline(always)
  private mutating func gather(_ level: Int, from start: Int) -> Int? {
    let beyond = min(start &+ 1 << Self.gatheredBits, Self.slotsPerLevel)
    var last: Int?
    var slot = start
    repeat {
      let first = heads[level &* Self.slotsPerLevel &+ slot]
      guard let end = appendToOrder(first) else { return last }
      _ = take(slot, level)
      cells[Int(end)].next = freeCell
      freeCell = first
      last = slot
      slot = occupancy[level].trailingZeroBitCount
    } while order.count < Self.bottomMin && slot < beyond
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
      link(index, cells[Int(index)].time)
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
      if count == bottomCapacity { Self.double(&bottom, &bottomCapacity) }
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
  ///
  /// Mutating, since a borrowed wheel would be copied for the call that moves an event.
  @inline(always)
  private mutating func sortAlmostSortedBottom() {
    let events = bottom
    var end = 1
    while end < bottomEnd {
      if events[end].precedes(events[end &- 1]) { moveDown(end) }
      end &+= 1
    }
  }

  @inline(never)
  private mutating func moveDown(_ end: Int) {
    let notice = bottom[end]
    var index = end
    while index > 0, notice.precedes(bottom[index &- 1]) {
      bottom[index] = bottom[index &- 1]
      index &-= 1
    }
    bottom[index] = notice
  }

  /// Doubles a full storage.
  @usableFromInline @inline(never)
  static func double<Element: BitwiseCopyable>(
    _ storage: inout UnsafeMutablePointer<Element>, _ capacity: inout Int
  ) {
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    grown.update(from: storage, count: capacity)
    storage.deallocate()
    storage = grown
    capacity *= 2
  }
}
