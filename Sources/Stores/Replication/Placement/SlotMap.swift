/// Redis Cluster's 16384 hash slots, spread evenly over the masters in contiguous ranges as
/// `redis-cli --cluster create` does.
package struct SlotMap: Equatable, Sendable {
  /// Number of hash slots of every cluster (redis `cluster.h`).
  package static var slotCount: Int { 16384 }
  /// Number of masters.
  package let masters: Int

  /// Makes the map of a number of masters.
  package init(masters: Int) {
    precondition(masters > 0, "a cluster has a master")
    self.masters = masters
  }

  /// The master that owns a slot.
  package func owner(ofSlot slot: Int) -> Int {
    min(slot * masters / Self.slotCount, masters - 1)
  }

  /// Whether commands are answered: with `cluster-require-full-coverage` only while every slot
  /// has an owner, otherwise for the slots that have one.
  package static func isServing(
    ownSlotCovered: Bool, allCovered: Bool, requiresFullCoverage: Bool
  ) -> Bool {
    requiresFullCoverage ? allCovered : ownSlotCovered
  }
}
