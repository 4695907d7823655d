import SimulationKernel

/// Writes that wait until their number in a log is committed, in the log's order.
struct PendingWrites {
  struct Item: BitwiseCopyable {
    var number: UInt64
    var request: Handle<StoreRequest>
  }

  private var items: [Item] = []
  private var head = 0

  mutating func append(number: UInt64, request: Handle<StoreRequest>) {
    items.append(Item(number: number, request: request))
  }

  /// Takes out the first write if its number is at most the given one.
  mutating func popFirst(through number: UInt64) -> Handle<StoreRequest>? {
    guard head < items.count, items[head].number <= number else { return nil }
    head += 1
    let request = items[head - 1].request
    if head == items.count {
      items.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 1024, head * 2 >= items.count {
      items.removeFirst(head)
      head = 0
    }
    return request
  }

  /// How many writes wait whose number is at most the given one.
  func count(through number: UInt64) -> Int {
    items[head...].count(where: { $0.number <= number })
  }

  /// Visits all writes that wait.
  func forEach(_ body: (Item) -> Void) {
    for item in items[head...] { body(item) }
  }

  /// Forgets all writes.
  mutating func removeAll() {
    items.removeAll(keepingCapacity: true)
    head = 0
  }
}
