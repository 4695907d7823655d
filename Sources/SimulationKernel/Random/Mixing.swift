/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection whose output bits depend
/// on all input bits.
@inlinable @inline(always)
func mixed(_ word: UInt64) -> UInt64 {
  var word = word
  word = (word ^ word &>> 30) &* 0xbf58_476d_1ce4_e5b9
  word = (word ^ word &>> 27) &* 0x94d0_49bb_1331_11eb
  return word ^ word &>> 31
}

/// FNV-1a over the bytes of a name, the same in every process.
func stableHash(_ name: String) -> UInt64 {
  name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}

/// The odd constant of the golden ratio that steps SplitMix64.
@inlinable @inline(always)
var goldenGamma: UInt64 { 0x9e37_79b9_7f4a_7c15 }
