/// A thread of a batcher, which computes an equal part of each batch.
struct BatchThread: BitwiseCopyable {
  /// The batcher.
  let batch: UInt32
  /// The core time under way.
  var job: UInt32 = .max
}
