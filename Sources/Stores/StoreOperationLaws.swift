import SimulationKernel

/// An operation of a store with its laws as tables.
struct StoreOperationLaws: BitwiseCopyable {
  /// What the draws of a request are made for, after `CallPurpose.software`.
  enum Purpose: UInt32 { case cpu, bytes, disk, failure, key }

  let store: UInt32
  /// Its place among the store's operations.
  let number: Int32
  let isWrite: Bool
  /// Whether consumers take messages of its store.
  let isConsumed: Bool
  let cpu: Sampler
  let bytes: Sampler
  let disk: Sampler
  let failure: Probability
  /// The bits that choose the shard, where the operation is about one key.
  let keyBits: UInt64?
}
