/// The sorted bottom: the events up to `limit`, as many as are cheap to keep in order by insertion.
extension RadixWheel {
  /// Adds an event of the present, or one that may lie between those of the bottom.
  ///
  /// Not inlined: rooms schedule at many places, and this is the rarer half.
  @usableFromInline @inline(never)
  mutating func pushEarly(_ notice: Notice) {
    if UInt64(bitPattern: notice.time.nanoseconds) == present {
      lane.append(notice)
    } else {
      insertIntoBottom(notice)
    }
  }

  /// Adds an event that may lie between those of the bottom; most of them are earlier than one that
  /// is only now scheduled.
  @inline(always)
  private mutating func insertIntoBottom(_ notice: Notice) {
    if bottomEnd >= Self.bottomMax { makeRoomInBottom() }
    guard UInt64(bitPattern: notice.time.nanoseconds) < limit else {
      link(allocateCell(notice), UInt64(bitPattern: notice.time.nanoseconds))
      return
    }
    let events = bottom
    var index = bottomEnd
    bottomEnd &+= 1
    while index > bottomStart {
      let earlier = events[index &- 1]
      guard notice.precedes(earlier) else { break }
      events[index] = earlier
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
    if bottomEnd == bottomCapacity { Self.double(&bottom, &bottomCapacity) }
  }

  private mutating func shortenBottom() {
    limit = max(base, present &+ 1)
    while bottomEnd > bottomStart {
      let last = bottom[bottomEnd &- 1]
      let time = UInt64(bitPattern: last.time.nanoseconds)
      guard time >= limit else { return }
      bottomEnd &-= 1
      link(allocateCell(last), time)
    }
  }
}
