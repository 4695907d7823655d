/// FNV-1a over the bytes of a name (Fowler, Noll, Vo), taken in part by part, with a final mix.
struct NameHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Takes in a name, or its first part.
  init(_ text: String) { add(text) }

  /// Takes in a part of the name.
  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      for byte in bytes { add(byte) }
    }
  }

  /// Takes in a number in decimal digits.
  mutating func add(_ number: UInt32) {
    if number >= 10 { add(number / 10) }
    add(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  /// The hash of what was taken in so far.
  var value: UInt64 {
    let mixed = state ^ state &>> 32
    return mixed &* 0x9e37_79b9_7f4a_7c15 ^ mixed &>> 29
  }
}
