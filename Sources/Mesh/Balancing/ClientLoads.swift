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
    @usableFromInline var pair: UInt64
    @usableFromInline var calls: Int32 = 0
    @usableFromInline var connections: Int32 = 0

    @inlinable @inline(always)
    init(pair: UInt64) { self.pair = pair }

    @inlinable @inline(always)
    var isIdle: Bool { calls == 0 && connections == 0 }

    /// Holds no pair: no pod has the greatest handle.
    @inlinable @inline(always)
    static var free: Cell { Cell(pair: UInt64.max) }
  }

  @usableFromInline var cells: Table<Cell>
  /// Bits of a hash that are dropped to get a place.
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
    cells[place(of: UInt64(client) &<< 32 | UInt64(pod))].calls
  }

  /// Connections from a client to a pod that no call uses.
  @inlinable @inline(always)
  public func idleConnections(from client: UInt32, to pod: UInt32) -> Int32 {
    let cell = cells[place(of: UInt64(client) &<< 32 | UInt64(pod))]
    return max(0, cell.connections - cell.calls)
  }

  /// Counts a call that opens (1) or closes (-1).
  ///
  /// A call of a client that is gone closes when another may have its index: it counts no more.
  @inlinable @inline(always)
  public mutating func add(_ step: Int32, from client: UInt32, to pod: UInt32) {
    let place = cell(of: UInt64(client) &<< 32 | UInt64(pod))
    guard step > 0 || cells[place].calls > 0 else { return }
    cells[place].calls &+= step
  }

  /// Counts a connection that opens (1) or closes (-1).
  @inlinable @inline(always)
  public mutating func connect(_ step: Int32, from client: UInt32, to pod: UInt32) {
    let place = cell(of: UInt64(client) &<< 32 | UInt64(pod))
    cells[place].connections &+= step
  }

  /// Counts a call that opens; whether no idle connection is left, so that one is made for it.
  ///
  /// A client that is `warm` begins with connections from before the run.
  @inlinable @inline(always)
  mutating func begin(from client: UInt32, to other: UInt32, warm: Int32) -> Bool {
    let place = cell(of: UInt64(client) &<< 32 | UInt64(other))
    cells[place].calls &+= 1
    guard cells[place].calls > cells[place].connections else { return false }
    if cells[place].connections == 0, warm >= cells[place].calls {
      cells[place].connections = warm
      return false
    }
    cells[place].connections = cells[place].calls
    return true
  }

  /// Counts a call that closes; its connection stays, unless more than some are idle.
  @inlinable @inline(always)
  mutating func end(from client: UInt32, to other: UInt32, keeping idle: Int32) {
    let place = place(of: UInt64(client) &<< 32 | UInt64(other))
    guard cells[place].calls > 0 else { return }
    cells[place].calls &-= 1
    if cells[place].connections &- cells[place].calls > idle { cells[place].connections &-= 1 }
  }

  /// Sets the counts of a client to zero: a new pod stands at its index.
  mutating func forget(client: UInt32) {
    for index in 0..<cells.count where cells[index].pair >> 32 == UInt64(client) {
      cells[index].calls = 0
      cells[index].connections = 0
    }
  }

  /// Closes the connections of a client that no call uses.
  mutating func closeIdleConnections(of client: UInt32) {
    for index in 0..<cells.count where cells[index].pair >> 32 == UInt64(client) {
      cells[index].connections = min(cells[index].connections, cells[index].calls)
    }
  }

  /// The cell of a pair, made where there is none.
  @inlinable @inline(always)
  mutating func cell(of pair: UInt64) -> Int {
    let place = place(of: pair)
    return cells[place].pair == pair ? place : insert(pair)
  }

  /// Where a pair stands, or the free cell in which its search ends.
  @inlinable @inline(always)
  func place(of pair: UInt64) -> Int {
    // Fibonacci hashing: the high bits of a product with the golden ratio (Knuth 6.4).
    var place = Int(truncatingIfNeeded: (pair &* 0x9e37_79b9_7f4a_7c15) &>> shift)
    while cells[place].pair != pair, cells[place].pair != UInt64.max {
      place = (place &+ 1) & (cells.count &- 1)
    }
    return place
  }

  @usableFromInline @inline(never)
  mutating func insert(_ pair: UInt64) -> Int {
    if used * 2 >= cells.count { rebuild() }
    used += 1
    let place = place(of: pair)
    cells[place] = Cell(pair: pair)
    return place
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
      let place = place(of: former[index].pair)
      cells[place] = former[index]
    }
  }
}
