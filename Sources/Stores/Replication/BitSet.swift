/// A set of numbers below 64: slots of a group, or members of a store by their ordinals.
package struct BitSet: Equatable, BitwiseCopyable, Sendable {
  /// The set as a word whose lowest bit stands for 0.
  package private(set) var rawValue: UInt64

  /// Makes a set of a word.
  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Makes an empty set.
  package init() { rawValue = 0 }

  /// Makes a set of one number.
  init(_ number: Int) { rawValue = 1 << UInt64(number) }

  /// Makes the set of the numbers from 0 up to a count, which is 64 at most.
  package init(below count: Int) { rawValue = .max >> UInt64(64 - count) }

  /// Every number.
  package static var all: BitSet { BitSet(rawValue: .max) }

  /// Whether it has no number.
  var isEmpty: Bool { rawValue == 0 }

  /// How many numbers it has.
  var count: Int { rawValue.nonzeroBitCount }

  /// Whether it has a number.
  @inline(__always) func contains(_ number: Int) -> Bool { rawValue & 1 << UInt64(number) != 0 }

  /// Whether it has all numbers of another.
  func isSuperset(of other: BitSet) -> Bool { other.rawValue & ~rawValue == 0 }

  /// Adds a number.
  package mutating func insert(_ number: Int) { rawValue |= 1 << UInt64(number) }

  /// Takes a number out.
  package mutating func remove(_ number: Int) { rawValue &= ~(1 << UInt64(number)) }

  /// The numbers of this and of another.
  func union(_ other: BitSet) -> BitSet { BitSet(rawValue: rawValue | other.rawValue) }

  /// The numbers that are in another as well.
  func intersection(_ other: BitSet) -> BitSet { BitSet(rawValue: rawValue & other.rawValue) }

  /// The numbers that are not in another.
  func subtracting(_ other: BitSet) -> BitSet { BitSet(rawValue: rawValue & ~other.rawValue) }
}
