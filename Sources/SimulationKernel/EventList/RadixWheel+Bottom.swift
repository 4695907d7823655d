/// The sorted bottom: the events up to `limit`, as many as are cheap to keep in order by insertion.
extension RadixWheel {
  /// Adds an event that may lie between those of the bottom.
  ///
  /// The shorter part moves: what is before the event to the front, where events were taken from,
  /// or what is behind it to the end.
  @usableFromInline @inline(never)
  mutating func insertIntoBottom(_ notice: Notice) {
    if bottomEnd >= Self.bottomMax { makeRoomInBottom() }
    guard UInt64(bitPattern: notice.time.nanoseconds) < limit else {
      place(allocateCell(notice), UInt64(bitPattern: notice.time.nanoseconds))
      return
    }
    let middle = (bottomStart &+ bottomEnd) &>> 1
    if bottomStart > 0, bottomStart < bottomEnd, notice.precedes(bottom[middle]) {
      insertFromFront(notice)
    } else {
      insertFromEnd(notice)
    }
  }

  @inline(always)
  private mutating func insertFromFront(_ notice: Notice) {
    let events = bottom
    var index = bottomStart
    bottomStart &-= 1
    // The middle is behind the event: the search ends there at the latest.
    while events[index].precedes(notice) {
      events[index &- 1] = events[index]
      index &+= 1
    }
    events[index &- 1] = notice
  }

  @inline(always)
  private mutating func insertFromEnd(_ notice: Notice) {
    let events = bottom
    var index = bottomEnd
    bottomEnd &+= 1
    while index > bottomStart, notice.precedes(events[index &- 1]) {
      events[index] = events[index &- 1]
      index &-= 1
    }
    events[index] = notice
  }

  /// Moves a bottom that grew to the start of its storage, and the later part of one that is long
  /// back to the wheel.
  ///
  /// Events of the present and events before the base stay: the wheel holds nothing that early.
  @inline(never)
  private mutating func makeRoomInBottom() {
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

  /// Doubles the storage of the bottom.
  mutating func growBottom() {
    let grown = UnsafeMutablePointer<Notice>.allocate(capacity: bottomCapacity * 2)
    grown.update(from: bottom, count: bottomCapacity)
    bottom.deallocate()
    bottom = grown
    bottomCapacity *= 2
  }
}
