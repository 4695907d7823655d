/// A compiled endpoint: where its code begins, and how it passes on streamed responses.
struct Program: BitwiseCopyable {
  /// The model it belongs to.
  let model: UInt32
  /// Its first instruction.
  let start: UInt32
  /// Whether a callee's first byte is passed on to the caller at once.
  let streams: Bool
}
