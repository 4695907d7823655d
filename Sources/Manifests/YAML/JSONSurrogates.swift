/// JSON's way to escape letters beyond U+FFFF, which YAML 1.1 does not know.
///
/// JSON writes them as two escapes, `\ud83d\ude00`; the YAML parser would refuse each half.
enum JSONSurrogates {
  /// A document in which such pairs are replaced by the letters they mean.
  struct Joined {
    /// The document's bytes.
    var bytes: ArraySlice<UInt8>
    /// Offsets of the letters, in scalars of the result; each stands for twelve of the original.
    var letters: [Int] = []
  }

  /// Replaces the pairs of a JSON document; any other is returned as it is.
  static func joined(_ bytes: ArraySlice<UInt8>) -> Joined {
    guard holdsPair(bytes) else { return Joined(bytes: bytes) }
    var result: [UInt8] = []
    var letters: [Int] = []
    var scalars = 0
    var rest = bytes
    while let byte = rest.first {
      if byte == UInt8(ascii: "\\"), let scalar = pair(rest) {
        letters.append(scalars)
        result.append(contentsOf: String(Character(scalar)).utf8)
        rest = rest.dropFirst(pairLength)
        scalars += 1
      } else {
        // An escaped backslash is taken whole, so that what follows it is no escape.
        let taken = rest.prefix(byte == UInt8(ascii: "\\") ? 2 : 1)
        result.append(contentsOf: taken)
        rest = rest.dropFirst(taken.count)
        scalars += taken.count { $0 & 0xC0 != 0x80 }
      }
    }
    return Joined(bytes: result[...], letters: letters)
  }

  /// Letters that a pair of escapes is written with.
  static let pairLength = 12

  /// Whether a document is JSON and may hold a pair.
  private static func holdsPair(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { return false }
    return bytes.indices.contains { bytes[$0] == UInt8(ascii: "\\") && pair(bytes[$0...]) != nil }
  }

  private static func pair(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard let high = unit(bytes), (0xD800...0xDBFF).contains(high),
      let low = unit(bytes.dropFirst(6)), (0xDC00...0xDFFF).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
  }

  /// The UTF-16 unit of an escape `\uXXXX` that the bytes begin with.
  private static func unit(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    guard bytes.starts(with: "\\u".utf8) else { return nil }
    let digits = bytes.dropFirst(2).prefix(4)
    guard digits.count == 4 else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
