/// SplitMix64 (Steele, Lea and Flood 2014): its outputs differ wherever its states do, which is
/// what seeds of other generators need.
struct SplitMix {
  private var state: UInt64

  init(_ state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return SplitMix.finalized(state)
  }

  /// The bijection of a state to its output.
  static func finalized(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ word &>> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word &>> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word &>> 31
  }
}
