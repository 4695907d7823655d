/// The order of a few events of neighbouring slots, found without a branch on their times.
///
/// An event's place is the number of events with a lower key: each key is compared with all of
/// them at once in vectors, where a sort by comparisons would guess wrong about once an event. A
/// key is the leading bits of the event's time in the slots and its position in the chain of its
/// slot, which mostly is latest first; events that agree in those bits may end in the wrong order.
@usableFromInline
struct SlotOrder: BitwiseCopyable {
  /// Bits of a key that tell the position in the chain.
  static let positionBits: UInt64 = 4
  /// Bits of a key that tell the time: differences of keys are within an Int32.
  static let timeBits: UInt64 = 26
  static let capacity = 1 << positionBits

  private let keys: UnsafeMutablePointer<SIMD16<Int32>>
  private let cells: UnsafeMutablePointer<UInt32>
  private(set) var count = 0
  private var dropped: UInt64 = 0

  init() {
    keys = .allocate(capacity: 1)
    cells = .allocate(capacity: Self.capacity)
  }

  /// Gives the storage back; the owner calls it once.
  func deallocate() {
    keys.deallocate()
    cells.deallocate()
  }

  @inline(always)
  var isFull: Bool { count == Self.capacity }

  /// Begins with slots that are `1 << width` nanoseconds wide together.
  @inline(always)
  mutating func begin(width: UInt64) {
    keys.pointee = SIMD16(repeating: Int32.max)
    count = 0
    dropped = max(width, Self.timeBits) &- Self.timeBits
  }

  /// Adds the chain's next cell, whose event is so many nanoseconds after the first slot's start.
  @inline(always)
  mutating func append(_ cell: UInt32, after offset: UInt64) {
    let position = UInt64(truncatingIfNeeded: Self.capacity &- 1 &- count)
    let key = (offset &>> dropped) &<< Self.positionBits | position
    cells[count] = cell
    scalars[count] = Int32(truncatingIfNeeded: key)
    count &+= 1
  }

  /// Takes back what was added last.
  @inline(never)
  mutating func shorten(to count: Int) {
    for index in count..<self.count { scalars[index] = Int32.max }
    self.count = count
  }

  /// Calls a function with each cell and its rank.
  @inline(always)
  func forEach(_ body: (_ cell: UInt32, _ rank: Int) -> Void) {
    let (first, second) = (keys.pointee.lowHalf, keys.pointee.highHalf)
    if count <= first.scalarCount {
      for index in 0..<count {
        body(cells[index], Self.count(Self.lower(first, than: scalars[index])))
      }
    } else {
      for index in 0..<count {
        let key = scalars[index]
        let lower = Self.lower(first, than: key) &+ Self.lower(second, than: key)
        body(cells[index], Self.count(lower))
      }
    }
  }

  /// -1 for each of the keys that is lower than one, told by the difference's sign, and else 0.
  @inline(always)
  private static func lower(_ keys: SIMD8<Int32>, than key: Int32) -> SIMD8<Int32> {
    (keys &- SIMD8(repeating: key)) &>> SIMD8(repeating: 31)
  }

  @inline(always)
  private static func count(_ lower: SIMD8<Int32>) -> Int {
    let four = lower.lowHalf &+ lower.highHalf
    let two = four.lowHalf &+ four.highHalf
    return Int(truncatingIfNeeded: 0 &- (two.x &+ two.y))
  }

  @inline(always)
  private var scalars: UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(keys).assumingMemoryBound(to: Int32.self)
  }
}
