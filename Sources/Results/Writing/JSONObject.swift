extension [UInt8] {
  /// Appends labels as a JSON object in UTF-8, in their own order.
  mutating func appendJSONObject(_ labels: [(name: String, value: String)]) {
    append(UInt8(ascii: "{"))
    for (index, label) in labels.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      appendJSONString(label.name)
      append(UInt8(ascii: ":"))
      appendJSONString(label.value)
    }
    append(UInt8(ascii: "}"))
  }

  /// Appends a text as a JSON string.
  private mutating func appendJSONString(_ text: String) {
    append(UInt8(ascii: "\""))
    text.utf8.span.withUnsafeBufferPointer { bytes in
      // Nearly every text may stand as it is.
      if JSONEscapes.isPlain(UnsafeRawBufferPointer(bytes)) {
        append(contentsOf: bytes)
      } else {
        for byte in bytes { appendEscaped(byte) }
      }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    guard JSONEscapes.isNeeded(for: byte) else { return append(byte) }
    guard byte < 0x20 else { return append(contentsOf: [UInt8(ascii: "\\"), byte]) }
    let digits = Array("0123456789abcdef".utf8)
    append(contentsOf: "\\u00".utf8)
    append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
  }
}

/// Which bytes may not stand in a JSON string as they are (RFC 8259, section 7): control
/// characters, the quotation mark and the backslash.
private enum JSONEscapes {
  static func isNeeded(for byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Whether no byte of a text needs an escape: eight are looked at at a time, the last ones twice.
  static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count >= 8 else { return !text.contains(where: isNeeded) }
    var found = special(text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
    for place in stride(from: 0, to: text.count - 8, by: 8) {
      found |= special(text.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
    return found & spread(0x80) == 0
  }

  /// The high bits of the bytes that need an escape, and perhaps of what stands above such a byte.
  ///
  /// Bit Twiddling Hacks by Anderson, hasless and haszero.
  private static func special(_ bytes: UInt64) -> UInt64 {
    let marks = bytes ^ spread(UInt8(ascii: "\""))
    let slashes = bytes ^ spread(UInt8(ascii: "\\"))
    return (bytes &- spread(0x20)) & ~bytes | (marks &- spread(1)) & ~marks
      | (slashes &- spread(1)) & ~slashes
  }

  /// A byte eight times.
  private static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}
