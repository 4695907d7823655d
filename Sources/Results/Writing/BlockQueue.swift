import Foundation
import Metrics

/// Blocks on their way from the simulating threads to the one that stores them.
///
/// Bounded: whoever simulates faster than the disk stores waits here, so memory stays in proportion
/// to the platform. All state is guarded by the condition's lock.
final class BlockQueue: @unchecked Sendable {
  /// A block and the run that it came from, counted from zero.
  struct Entry: Sendable {
    let run: Int
    let block: RunBlock
  }

  private let condition = NSCondition()
  private var entries: [Entry] = []
  /// Memory of what waits, in bytes.
  private var waiting = 0
  private var isClosed = false
  /// Blocks appended and blocks stored so far.
  private var appended = 0
  private var stored = 0
  private var hasFailed = false
  private var isRead = false
  /// Blocks that together are larger than this make their threads wait, in bytes.
  ///
  /// Two of the largest block so far, and no less than it begins with: the scrape of a large
  /// platform is stored while the time until the next is simulated.
  private var capacity = 512 << 10
  /// How long the storing thread lets blocks gather, in seconds of wall time: a transaction for
  /// every simulated second costs more than the simulation.
  private static let gathering = 0.01

  /// Appends a block, waiting while the queue is full.
  func append(_ entry: Entry) {
    condition.lock()
    defer { condition.unlock() }
    while waiting >= capacity { condition.wait() }
    precondition(!isClosed, "no run records after its experiment has ended")
    let size = entry.block.byteCount
    entries.append(entry)
    waiting += size
    capacity = max(capacity, 2 * size)
    appended += 1
    if entries.count == 1 { condition.broadcast() }
  }

  /// Takes everything that waits, some time after the first unless threads wait for room; nil when
  /// closed and empty.
  func takeAll() -> [Entry]? {
    condition.lock()
    defer { condition.unlock() }
    while entries.isEmpty, !isClosed { condition.wait() }
    if !isClosed, waiting < capacity {
      condition.unlock()
      Thread.sleep(forTimeInterval: Self.gathering)
      condition.lock()
    }
    guard !entries.isEmpty else { return nil }
    let wasFull = waiting >= capacity
    let taken = entries
    entries = []
    waiting = 0
    if wasFull { condition.broadcast() }
    return taken
  }

  /// Says that a number of the blocks taken are stored.
  func noteStored(_ count: Int) {
    condition.lock()
    stored += count
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until everything appended so far is stored, or nothing is stored any more.
  func waitUntilStored() {
    condition.lock()
    defer { condition.unlock() }
    let wanted = appended
    while stored < wanted, !hasFailed { condition.wait() }
  }

  /// Says that somebody reads what is stored while runs go on: nothing may be held back.
  func beginReading() {
    condition.lock()
    isRead = true
    condition.unlock()
  }

  /// Whether what is stored is read while runs go on.
  var isBeingRead: Bool {
    condition.lock()
    defer { condition.unlock() }
    return isRead
  }

  /// Says that storing failed: what else is appended is dropped.
  func abandon() {
    condition.lock()
    hasFailed = true
    condition.broadcast()
    condition.unlock()
  }

  /// Whether storing failed.
  var isAbandoned: Bool {
    condition.lock()
    defer { condition.unlock() }
    return hasFailed
  }

  /// Says that nothing more will come.
  func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }
}
