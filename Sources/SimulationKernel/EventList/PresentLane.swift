/// First in, first out: the events scheduled at the present time while the present is handled.
@usableFromInline
struct PresentLane: BitwiseCopyable {
  @usableFromInline var ring: UnsafeMutablePointer<Notice>
  @usableFromInline var mask = 63
  @usableFromInline var head = 0
  @usableFromInline var tail = 0

  @usableFromInline
  init() { ring = .allocate(capacity: mask + 1) }

  /// Gives the storage back; the owner calls it once.
  func deallocate() { ring.deallocate() }

  @inlinable @inline(always)
  var isEmpty: Bool { head == tail }

  @inlinable @inline(always)
  var first: Notice { ring[head & mask] }

  @inlinable @inline(always)
  mutating func append(_ notice: Notice) {
    if tail &- head > mask { grow() }
    ring[tail & mask] = notice
    tail &+= 1
  }

  @inlinable @inline(always)
  mutating func removeFirst() -> Notice {
    let notice = ring[head & mask]
    head &+= 1
    return notice
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let grown = UnsafeMutablePointer<Notice>.allocate(capacity: (mask + 1) * 2)
    for index in head..<tail { grown[index - head] = ring[index & mask] }
    ring.deallocate()
    ring = grown
    tail -= head
    head = 0
    mask = mask * 2 + 1
  }
}
