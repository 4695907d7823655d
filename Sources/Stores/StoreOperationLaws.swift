import Manifests
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

extension StoreOperationLaws {
  /// The laws of all operations of all stores, compiled into a bank.
  static func all(
    of bound: [StoreBinding], _ consumers: [ConsumerBinding], _ bank: inout SamplerBank
  ) -> [StoreOperationLaws] {
    var laws: [StoreOperationLaws] = []
    for (store, binding) in bound.enumerated() {
      let isConsumed = consumers.contains { $0.store == store }
      for (number, operation) in binding.model.operations.enumerated() {
        laws.append(
          StoreOperationLaws(
            store: UInt32(store), number: Int32(number), isWrite: operation.kind == .write,
            isConsumed: isConsumed, cpu: bank.compile(operation.cpu),
            bytes: bank.compile(operation.bytes), disk: bank.compile(operation.disk),
            failure: Probability(operation.failure),
            keyBits: operation.key.map { SlotMap.bits(ofKey: $0) }))
      }
    }
    return laws
  }
}
