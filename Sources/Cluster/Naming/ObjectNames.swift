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
    let high = nameHash(name)
    let low = nameHash(name + "/uid")
    let digits = hex(high, 16) + hex(low, 16)
    let text = Array(digits)
    return String(text[0..<8]) + "-" + String(text[8..<12]) + "-4" + String(text[13..<16]) + "-a"
      + String(text[17..<20]) + "-" + String(text[20..<32])
  }

  private static func hex(_ value: UInt64, _ width: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: width - text.utf8.count) + text
  }
}
