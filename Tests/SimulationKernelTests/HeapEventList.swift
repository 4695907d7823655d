import SimulationKernel

/// A four-ary heap of events: the plain event list that the radix wheel is checked against.
struct HeapEventList: ~Copyable {
  private var heap: [Notice] = []

  var count: Int { heap.count }

  mutating func push(_ notice: Notice) {
    heap.append(notice)
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 4
      guard notice.precedes(heap[parent]) else { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = notice
  }

  mutating func pop(through end: SimTime) -> Notice? {
    guard let first = heap.first, first.time <= end, let last = heap.popLast() else { return nil }
    if !heap.isEmpty { sink(last) }
    return first
  }

  private mutating func sink(_ notice: Notice) {
    var index = 0
    while true {
      let first = 4 * index + 1
      guard first < heap.count else { break }
      var least = first
      for child in first..<min(first + 4, heap.count) where heap[child].precedes(heap[least]) {
        least = child
      }
      guard heap[least].precedes(notice) else { break }
      heap[index] = heap[least]
      index = least
    }
    heap[index] = notice
  }
}

extension Notice {
  /// Whether this event happens before another: earlier, or scheduled first at the same time.
  fileprivate func precedes(_ other: Notice) -> Bool {
    (time, sequence) < (other.time, other.sequence)
  }
}
