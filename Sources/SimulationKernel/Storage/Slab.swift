/// An element that can live in a slab: it carries the slab's own word.
public protocol SlabElement: BitwiseCopyable {
  /// Generation in the high 8 bits; the low 24 are 0 while the element lives and lead to the next
  /// free slot while it does not. Owned by the slab.
  var slabWord: UInt32 { get set }
}

/// Plain structs addressed by checked handles, with the free list inside.
///
/// Storage is one block that doubles when it is full; an element's address is never kept. Every
/// access masks the index into the block and compares the generation, so a stale handle is a
/// precondition failure and never a wrong element.
///
/// A slab holds at most 2^23 elements; whoever lets users decide how many there are stops before.
///
/// - Complexity: O(1) to insert, reach and remove; growth copies.
public struct Slab<Element: SlabElement>: ~Copyable {
  @usableFromInline var storage: UnsafeMutablePointer<Element>
  @usableFromInline var mask: Int
  @usableFromInline var used = 0
  /// One more than the first free slot, or 0xff_ffff.
  @usableFromInline var freeSlot: UInt32 = 0xff_ffff
  @usableFromInline var live = 0

  /// Makes an empty slab with room for a power of two of elements.
  public init(capacity: Int = 64) {
    precondition(
      capacity > 0 && capacity & (capacity - 1) == 0, "a slab's capacity is a power of two")
    storage = .cacheLines(capacity: capacity)
    mask = capacity - 1
  }

  deinit { storage.deallocate() }

  /// Number of elements.
  @inlinable @inline(always)
  public var count: Int { live }

  /// Number of slots in use or free: the length a parallel column needs.
  @inlinable @inline(always)
  public var capacity: Int { mask &+ 1 }

  /// Adds an element and returns its handle.
  @inlinable @inline(always)
  public mutating func insert(_ element: Element) -> Handle<Element> {
    live &+= 1
    if freeSlot != 0xff_ffff {
      let index = Int(freeSlot &- 1)
      let word = storage[index].slabWord
      freeSlot = word & 0xff_ffff
      storage[index] = element
      storage[index].slabWord = word & 0xff00_0000
      return Handle(rawValue: word & 0xff00_0000 | UInt32(truncatingIfNeeded: index))
    }
    if used > mask { grow() }
    let index = used
    used &+= 1
    (storage + index).initialize(to: element)
    storage[index].slabWord = 0
    return Handle(rawValue: UInt32(truncatingIfNeeded: index))
  }

  /// Removes an element; its handle is stale from now on.
  @inlinable @inline(always)
  public mutating func remove(_ handle: Handle<Element>) {
    check(handle)
    let index = handle.index & mask
    // Generation 255 is skipped so that no handle ever equals `none`.
    let generation = (handle.rawValue &>> 24 &+ 1) % 255
    storage[index].slabWord = generation &<< 24 | freeSlot
    freeSlot = UInt32(truncatingIfNeeded: index &+ 1)
    live &-= 1
  }

  /// Whether a handle still refers to its element.
  @inlinable @inline(always)
  public func contains(_ handle: Handle<Element>) -> Bool {
    handle.index < used && storage[handle.index & mask].slabWord == handle.rawValue & 0xff00_0000
  }

  /// The element of a handle.
  ///
  /// - Precondition: the element was not removed.
  @inlinable @inline(always)
  public subscript(_ handle: Handle<Element>) -> Element {
    _read {
      check(handle)
      yield storage[handle.index & mask]
    }
    _modify {
      check(handle)
      yield &storage[handle.index & mask]
    }
  }

  /// The handle of a slot in use, or nil: for scans over all elements in slot order.
  @inlinable
  public func handle(at index: Int) -> Handle<Element>? {
    guard index < used, storage[index].slabWord & 0xff_ffff == 0 else { return nil }
    return Handle(rawValue: storage[index].slabWord | UInt32(truncatingIfNeeded: index))
  }

  @inlinable @inline(always)
  func check(_ handle: Handle<Element>) {
    precondition(
      storage[handle.index & mask].slabWord == handle.rawValue & 0xff00_0000,
      "a handle is used while its element lives")
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    precondition(capacity < 1 << 23, "a slab holds at most eight million elements")
    let grown = UnsafeMutablePointer<Element>.cacheLines(capacity: capacity * 2)
    grown.initialize(from: storage, count: used)
    storage.deallocate()
    storage = grown
    mask = mask * 2 + 1
  }
}
