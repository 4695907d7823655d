import SimulationKernel

/// A name by 128 bits of its texts' digests: millions of series are known without their labels.
struct NameDigest: Hashable {
  private var first = Digest(seed: 1)
  private var second = Digest(seed: 2)

  /// Folds in a text: its length, then eight bytes at a time.
  mutating func fold(_ text: Span<UInt8>) {
    let bytes = text.bytes
    fold(UInt64(bytes.byteCount))
    var place = 0
    while place + 8 <= bytes.byteCount {
      fold(bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    for place in place..<text.count { rest = rest << 8 | UInt64(text[place]) }
    fold(rest)
  }

  /// Folds in a text.
  mutating func fold(_ text: String) { fold(text.utf8.span) }

  private mutating func fold(_ word: UInt64) {
    first.fold(word)
    second.fold(~word)
  }
}
