/// JSON's way to escape letters beyond U+FFFF, which YAML 1.1 does not know.
///
/// JSON writes them as two escapes, `\ud83d\ude00`; the YAML parser would refuse each half.
enum JSONSurrogates {
  /// The document with such pairs replaced by the letters they mean; others are returned as is.
  static func joined(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard firstPair(in: bytes) != nil else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.first {
      if byte == UInt8(ascii: "\\"), let scalar = pair(rest) {
        result.append(contentsOf: String(Character(scalar)).utf8)
        rest = rest.dropFirst(12)
      } else {
        // An escaped backslash is taken whole, so that what follows it is no escape.
        let count = byte == UInt8(ascii: "\\") ? 2 : 1
        result.append(contentsOf: rest.prefix(count))
        rest = rest.dropFirst(count)
      }
    }
    return result[...]
  }

  /// Where the first pair may be, in a document that is JSON.
  private static func firstPair(in bytes: ArraySlice<UInt8>) -> Int? {
    let start = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { return nil }
    return bytes.indices.first { bytes[$0] == UInt8(ascii: "\\") && pair(bytes[$0...]) != nil }
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
