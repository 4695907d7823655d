/// A restart of a store's members in an order, as many at a time as the operator does: a state
/// machine without a clock.
package struct RollingRestart: Equatable, Sendable {
  /// Members that are still to be restarted, in order.
  package private(set) var waiting: [Int]
  /// Members that are down or not back in full yet.
  package private(set) var underWay: [Int] = []
  /// The most at a time: of the first batch, and of those after it.
  private let first: Int
  private let next: Int
  private var batches = 0

  /// Begins a restart.
  package init(order: [Int], first: Int = 1, next: Int = 1) {
    waiting = order
    self.first = max(first, 1)
    self.next = max(next, 1)
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
