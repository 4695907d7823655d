import SimulationKernel

/// A name by 128 bits of its texts' digests: millions of series are known without their labels.
struct NameDigest: Hashable {
  private var first = Digest(seed: 1)
  private var second = Digest(seed: 2)

  /// Folds in a text: its length, then eight bytes at a time.
  mutating func fold(_ text: Span<UInt8>) {
    let bytes = text.bytes
    fold(UInt64(bytes.byteCount))
    var offset = 0
    while offset + 8 <= bytes.byteCount {
      fold(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    for index in offset..<text.count { rest = rest << 8 | UInt64(text[index]) }
    fold(rest)
  }

  /// Folds in a text.
  mutating func fold(_ text: String) { fold(text.utf8.span) }

  private mutating func fold(_ word: UInt64) {
    first.fold(word)
    second.fold(~word)
  }
}
