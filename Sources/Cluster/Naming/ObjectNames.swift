/// Names and UIDs as the API server and the controllers generate them.
enum ObjectNames {
  /// The letters of generated names (apimachinery pkg/util/rand: no vowels, no look-alikes).
  private static let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

  /// Generated letters from 64 bits.
  static func suffix(_ bits: UInt64, length: Int) -> String {
    String(unsafeUninitializedCapacity: length) { text in
      var bits = bits
      for place in 0..<length {
        text[place] = letters[Int(bits % UInt64(letters.count))]
        bits /= UInt64(letters.count)
      }
      return length
    }
  }

  /// The pod-template-hash of a revision: stable letters from what the template says.
  static func templateHash(_ fingerprint: UInt64) -> String { suffix(fingerprint, length: 10) }

  /// The five letters of a generated pod name.
  static func podSuffix(owner: String, serial: UInt32) -> String {
    suffix(nameHash(owner + "/" + String(serial)), length: 5)
  }

  /// A UID in the form of RFC 9562 version 4, from a stable hash.
  static func uid(_ name: String) -> String {
    let halves = [nameHash(name), nameHash(name + "/uid")]
    return String(unsafeUninitializedCapacity: 36) { text in
      var place = 0
      for digit in 0..<32 {
        if [8, 12, 16, 20].contains(digit) {
          text[place] = UInt8(ascii: "-")
          place += 1
        }
        let value = Int(truncatingIfNeeded: halves[digit / 16] >> UInt64(60 - digit % 16 * 4)) & 15
        text[place] = hexDigits[value]
        place += 1
      }
      // The version and the variant of the RFC.
      text[14] = UInt8(ascii: "4")
      text[19] = UInt8(ascii: "a")
      return place
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
