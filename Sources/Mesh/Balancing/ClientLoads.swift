public import SimulationKernel

/// Calls and connections open from each client to each pod, for clients that see only their own.
///
/// A table with open addressing and linear probing by client and pod. It holds the pairs with open
/// calls or connections and some that had them; those are left out when it fills and is made anew,
/// so that its size follows the calls under way and not the square of the pods. A pod is named by
/// its handle: a later pod of the same index starts at zero.
public struct ClientLoads: ~Copyable {
  @usableFromInline
  struct Cell: BitwiseCopyable {
    @usableFromInline var pair: ClientPair
    @usableFromInline var calls: Int32 = 0
    @usableFromInline var connections: Int32 = 0

    @inlinable @inline(always)
    init(pair: ClientPair) { self.pair = pair }

    @inlinable @inline(always)
    var isIdle: Bool { calls == 0 && connections == 0 }

    /// Holds no pair.
    @inlinable @inline(always)
    static var free: Cell { Cell(pair: .none) }
  }

  @usableFromInline var cells: Table<Cell>
  /// Bits of a hash that are dropped to get a slot.
  @usableFromInline var shift: UInt64
  @usableFromInline var used = 0

  /// Makes a table without calls.
  public init() {
    cells = Table(repeating: .free, count: 1_024)
    shift = 54
  }

  /// Calls open from a client, by index, to a pod, by raw handle.
  @inlinable @inline(always)
  public func load(from client: UInt32, to pod: UInt32) -> Int32 {
    cells[slot(of: ClientPair(client, pod))].calls
  }

  /// Counts a call that opens (1) or closes (-1).
  ///
  /// A call of a client that is gone closes when another may have its index: it counts no more.
  @inlinable @inline(always)
  public mutating func add(_ step: Int32, from client: UInt32, to pod: UInt32) {
    let slot = cell(of: ClientPair(client, pod))
    guard step > 0 || cells[slot].calls > 0 else { return }
    cells[slot].calls &+= step
  }

  /// Sets the counts of a client to zero: a new pod stands at its index.
  ///
  /// - Complexity: O(*n*) in the cells, which are fewer than eight for each pair that had calls or
  ///   connections when the table was last made anew, and 1,024 at least. They are read in their
  ///   order, 16 bytes each, once for a pod that starts; an index by client would cost every call.
  mutating func forget(client: UInt32) {
    for index in 0..<cells.count where cells[index].pair.client == client {
      cells[index].calls = 0
      cells[index].connections = 0
    }
  }

  /// The slot of a pair's cell, made where there is none.
  @inlinable @inline(always)
  mutating func cell(of pair: ClientPair) -> Int {
    let slot = slot(of: pair)
    return cells[slot].pair == pair ? slot : insert(pair)
  }

  /// The slot of a pair, or the free one in which its search ends.
  @inlinable @inline(always)
  func slot(of pair: ClientPair) -> Int {
    // Fibonacci hashing: the high bits of a product with the golden ratio (Knuth 6.4).
    var slot = Int(truncatingIfNeeded: (pair.rawValue &* 0x9e37_79b9_7f4a_7c15) &>> shift)
    while cells[slot].pair != pair, cells[slot].pair != .none {
      slot = (slot &+ 1) & (cells.count &- 1)
    }
    return slot
  }

  @usableFromInline @inline(never)
  mutating func insert(_ pair: ClientPair) -> Int {
    if used * 2 >= cells.count { rebuild() }
    used += 1
    let slot = slot(of: pair)
    cells[slot] = Cell(pair: pair)
    return slot
  }

  /// Leaves the idle pairs out, in a table at most a quarter full.
  private mutating func rebuild() {
    var open = 0
    for index in 0..<cells.count where !cells[index].isIdle { open += 1 }
    var bits: UInt64 = 10
    while open * 4 > 1 << bits { bits += 1 }
    var former = Table(repeating: Cell.free, count: 1 << Int(bits))
    swap(&cells, &former)
    shift = 64 - bits
    used = open
    for index in 0..<former.count where !former[index].isIdle {
      let slot = slot(of: former[index].pair)
      cells[slot] = former[index]
    }
  }
}
