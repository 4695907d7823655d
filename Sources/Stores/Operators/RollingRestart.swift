/// A restart of a store's members in an order, as many at a time as the operator does: a state
/// machine without a clock.
package struct RollingRestart: Equatable, Sendable {
  /// Members that are still to be restarted, in order.
  package private(set) var waiting: [Int] = []
  /// Members that are down or not back in full yet.
  package private(set) var underWay: [Int] = []
  /// The most at a time: of the first batch, and of those after it.
  private let first: Int
  private let next: Int
  private var batches = 0

  /// Makes a restart of nobody yet, with the most members at a time.
  package init(first: Int = 1, next: Int = 1) {
    self.first = max(first, 1)
    self.next = max(next, 1)
  }

  /// Restarts some members, from the beginning where that has begun, among those that still wait;
  /// the order is that of all members.
  package mutating func add(_ members: some Collection<Int>, order: [Int]) {
    underWay.removeAll { members.contains($0) }
    if underWay.isEmpty, waiting.allSatisfy({ members.contains($0) }) { batches = 0 }
    waiting = order.filter { members.contains($0) || waiting.contains($0) }
  }

  /// Whether every member is restarted and back.
  package var isDone: Bool { waiting.isEmpty && underWay.isEmpty }

  /// Goes on: members that are back leave, and with none under way the next batch begins with those
  /// that may stop now; returns them.
  package mutating func step(isBack: (Int) -> Bool, mayStop: (Int) -> Bool) -> [Int] {
    underWay.removeAll(where: isBack)
    guard underWay.isEmpty, !waiting.isEmpty else { return [] }
    let limit = batches == 0 ? first : next
    for member in waiting where underWay.count < limit && mayStop(member) {
      underWay.append(member)
    }
    guard !underWay.isEmpty else { return [] }
    batches += 1
    let begun = underWay
    waiting.removeAll { begun.contains($0) }
    return begun
  }
}
