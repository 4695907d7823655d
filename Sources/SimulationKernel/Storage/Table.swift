/// A growing block of plain structs addressed by index: a room's columns and compiled programs.
///
/// Unlike `Array` it is uniquely owned, so access costs a bounds check and nothing else.
public struct Table<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var storage: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  @usableFromInline var used = 0

  /// Makes an empty table.
  public init() {
    capacity = 16
    storage = .cacheLines(capacity: capacity)
  }

  /// Makes a table of equal elements.
  public init(repeating element: Element, count: Int) {
    self.init()
    resize(to: count, filling: element)
  }

  /// Makes a table of an array's elements.
  public init(_ elements: [Element]) {
    self.init()
    for element in elements { append(element) }
  }

  deinit { storage.deallocate() }

  /// Number of elements.
  @inlinable @inline(always)
  public var count: Int { used }

  /// The element at an index.
  @inlinable @inline(always)
  public subscript(_ index: Int) -> Element {
    _read {
      precondition(
        UInt(bitPattern: index) < UInt(bitPattern: used), "a table is read within its bounds")
      yield storage[index]
    }
    _modify {
      precondition(
        UInt(bitPattern: index) < UInt(bitPattern: used), "a table is written within its bounds")
      yield &storage[index]
    }
  }

  /// Adds an element at the end.
  @inlinable
  public mutating func append(_ element: Element) {
    if used == capacity { grow(to: capacity * 2) }
    (storage + used).initialize(to: element)
    used += 1
  }

  /// Takes all elements out; their room is kept.
  @inlinable @inline(always)
  public mutating func removeAll() { used = 0 }

  /// Makes the table at least `count` long, filling with an element: a column that follows a
  /// slab's growth.
  @inlinable @inline(always)
  public mutating func resize(to count: Int, filling element: @autoclosure () -> Element) {
    if count > used { fill(to: count, element()) }
  }

  @usableFromInline @inline(never)
  mutating func fill(to count: Int, _ element: Element) {
    if count > capacity { grow(to: max(count, capacity * 2)) }
    (storage + used).initialize(repeating: element, count: count - used)
    used = count
  }

  @usableFromInline @inline(never)
  mutating func grow(to newCapacity: Int) {
    let grown = UnsafeMutablePointer<Element>.cacheLines(capacity: newCapacity)
    grown.initialize(from: storage, count: used)
    storage.deallocate()
    storage = grown
    capacity = newCapacity
  }
}
