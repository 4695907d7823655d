/// wyrand's output function (Wang Yi, wyhash 4): the halves of a product of 128 bits, folded, whose
/// bits depend on all bits of the word.
///
/// Words that are steps of `weylStep` apart give the generator's successive outputs.
@inlinable @inline(always)
func mixed(_ word: UInt64) -> UInt64 {
  folded(word, word ^ 0x8bb8_4b93_962e_acc9)
}

/// The halves of the product of two words, folded to one.
@inlinable @inline(always)
func folded(_ one: UInt64, _ other: UInt64) -> UInt64 {
  let product = one.multipliedFullWidth(by: other)
  return product.high ^ product.low
}

/// The odd constant that steps wyrand.
@inlinable @inline(always)
var weylStep: UInt64 { 0x2d35_8dcc_aa6c_78a5 }

/// FNV-1a over the bytes of a name, the same in every process.
func stableHash(_ name: String) -> UInt64 {
  name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}
