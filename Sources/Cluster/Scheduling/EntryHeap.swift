/// A binary heap of waiting pods.
struct EntryHeap: Sendable {
  /// What comes first.
  enum Order: Sendable {
    case priority, backoffEnd
    /// The end of the back-off, and of equal ones what the active queue would put first.
    case backoffWindow
  }

  private var entries: [SchedulingQueue.Entry] = []
  private let order: Order

  init(order: Order) { self.order = order }

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }
  var first: SchedulingQueue.Entry? { entries.first }

  /// Pods with at least so many failed attempts, in no particular order.
  func pods(after attempts: Int) -> [PodHandle] {
    entries.compactMap { $0.attempts >= attempts ? $0.pod : nil }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    switch order {
    case .priority: PrioritySort.precedes(entries[left], entries[right])
    case .backoffEnd:
      (entries[left].backoffEnd, entries[left].sequence)
        < (entries[right].backoffEnd, entries[right].sequence)
    case .backoffWindow:
      entries[left].backoffEnd == entries[right].backoffEnd
        ? PrioritySort.precedes(entries[left], entries[right])
        : entries[left].backoffEnd < entries[right].backoffEnd
    }
  }

  mutating func push(_ entry: SchedulingQueue.Entry) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> SchedulingQueue.Entry? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in (2 * parent + 1)...(2 * parent + 2)
      where child < entries.count && precedes(child, least) {
        least = child
      }
      guard least != parent else { return first }
      entries.swapAt(least, parent)
      parent = least
    }
  }
}
