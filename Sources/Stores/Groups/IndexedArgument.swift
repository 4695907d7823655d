/// The argument of an event that says two things: whose event it is, by index, and a number of that
/// one.
///
/// Each takes 16 of the argument's bits.
package struct IndexedArgument: BitwiseCopyable {
  /// Both in one word.
  package let rawValue: UInt32

  /// Makes an argument.
  ///
  /// - Precondition: The index has at most 16 bits.
  package init(_ index: Int, _ number: UInt16) {
    precondition(index <= UInt16.max, "an event's argument has 16 bits for an index")
    rawValue = UInt32(number) << 16 | UInt32(index)
  }

  /// Restores both from an event's argument.
  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Whose event it is.
  var index: Int { Int(rawValue & 0xffff) }

  /// The number that goes with it.
  var number: UInt16 { UInt16(rawValue >> 16) }
}
