/// Names and UIDs as the API server and the controllers generate them.
enum ObjectNames {
  /// The letters of generated names (apimachinery pkg/util/rand: no vowels, no look-alikes).
  private static let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
  /// Letters of a generated pod name.
  private static let suffixLength = 5
  /// How many suffixes there are: 27 to the 5th.
  private static let suffixes: UInt64 = 14_348_907
  /// From the suffix of one pod to the next one's: no multiple of 3, near the golden section.
  private static let suffixStep: UInt64 = 8_868_113

  /// The pod-template-hash of a revision: stable letters from what the template says.
  static func templateHash(_ fingerprint: UInt64) -> String {
    let length = 10
    return String(unsafeUninitializedCapacity: length) { text in
      write(fingerprint, to: text, from: 0, length: length)
      return length
    }
  }

  /// The name that a controller generates for its serial-th pod: its own with five letters.
  ///
  /// The API server refuses a name that is taken, and another is drawn. Here no name is generated
  /// twice: steps that share no factor with the number of suffixes lead through all of them.
  static func pod(of owner: String, serial: UInt32) -> String {
    let start = NameHash(owner).value % suffixes
    let suffix = (start + UInt64(serial) * suffixStep) % suffixes
    var owner = owner
    return owner.withUTF8 { prefix in
      let length = prefix.count + 1 + suffixLength
      return String(unsafeUninitializedCapacity: length) { text in
        let end = text.initialize(fromContentsOf: prefix)
        text[end] = UInt8(ascii: "-")
        write(suffix, to: text, from: end + 1, length: suffixLength)
        return length
      }
    }
  }

  /// Writes letters from 64 bits into a text.
  private static func write(
    _ bits: UInt64, to text: UnsafeMutableBufferPointer<UInt8>, from start: Int, length: Int
  ) {
    var bits = bits
    for index in start..<start + length {
      text[index] = letters[Int(bits % UInt64(letters.count))]
      bits /= UInt64(letters.count)
    }
  }

  /// A UID in the form of RFC 9562 version 4, from a stable hash of a name.
  static func uid(_ name: NameHash) -> String {
    var longer = name
    longer.add("/uid")
    let (upper, lower) = (name.value, longer.value)
    return String(unsafeUninitializedCapacity: 36) { text in
      var length = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          text[length] = UInt8(ascii: "-")
          length += 1
        }
        let half = digit < 16 ? upper : lower
        text[length] = hexDigit(half &>> UInt64(60 - digit % 16 * 4) & 15)
        length += 1
      }
      // The version and the variant of the RFC.
      text[14] = UInt8(ascii: "4")
      text[19] = UInt8(ascii: "a")
      return length
    }
  }

  private static func hexDigit(_ value: UInt64) -> UInt8 {
    UInt8(truncatingIfNeeded: value) + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
