package import Manifests
import SimulationKernel

/// What a store's document and manifests say about its engine.
package struct EngineOptions: Sendable {
  /// Pods with data.
  package var members: Int
  /// Pods of a separate coordinating workload.
  package var coordinators = 0
  /// Parts that the data is cut into.
  package var shards = 1
  /// Copies of each part beyond the first; nil for all members.
  package var replicas: Int?
  /// Whether an operator runs the pods (CloudNativePG).
  package var isOperated = false
  /// Whether one pod leads all others and Sentinels watch it (Redis), in place of a cluster.
  package var isReplicated = false
  /// Who restarts the pods.
  package var manager = StoreOperator.statefulSet
  /// The settings that were written.
  package var settings: StoreSettings?
  /// The memory of a pod; nil where it has no limit.
  package var memory: Int64?
  /// The version of the software, from its image; nil where that does not say.
  package var version: String?
  /// The version of the operator's software, from its image; nil where the platform does not show
  /// it.
  package var operatorVersion: String?

  /// Makes the options of a store with a number of pods and the engine's defaults.
  package init(members: Int) { self.members = members }

  /// The rack of each member by its number; nil where not all are known.
  package var racks: [Int]?

  /// Copies of each part.
  var copies: Int { min((replicas ?? members - 1) + 1, members) }

  /// The members of each part, in ring order.
  var rings: [[Int]] {
    (0..<shards).map { ShardPlacement.members(ofShard: $0, copies: copies, among: members) }
  }

  /// The members of each part, spread over racks where those are known.
  var racked: [[Int]] {
    guard let racks else { return rings }
    return ShardPlacement.shards(shards, copies: copies, racks: racks)
  }

  /// The members of each part where a server holds one part alone: neighbours, as the operators of
  /// such systems number their StatefulSets; rings where the members do not suffice for that.
  var blocks: [[Int]] {
    guard shards * copies == members else { return rings }
    return (0..<shards).map { Array($0 * copies..<($0 + 1) * copies) }
  }

  /// A length of time that was set, or the engine's own.
  func duration(_ name: String, _ usual: SimDuration) -> SimDuration { duration(name) ?? usual }

  /// A length of time that was set.
  func duration(_ name: String) -> SimDuration? {
    settings?.duration(name).map { min($0, StoreSettings.longest) }
  }

  /// The ends of a drawn length of time that were set, or the engine's own.
  func range(_ name: String, _ usual: ClosedRange<SimDuration>) -> ClosedRange<SimDuration> {
    settings?.range(name).map {
      min($0.low, StoreSettings.longest)...min($0.high, StoreSettings.longest)
    } ?? usual
  }

  /// A number that was set, or the engine's own.
  func number(_ name: String, _ usual: Double) -> Double { number(name) ?? usual }

  /// A number that was set.
  func number(_ name: String) -> Double? {
    settings?.number(name).map {
      max(-StoreSettings.greatest, min($0, StoreSettings.greatest))
    }
  }

  /// A word that was set.
  func word(_ name: String) -> String? { settings?.word(name) }

  /// A choice that was set, or the engine's own.
  func flag(_ name: String, _ usual: Bool) -> Bool { settings?.flag(name) ?? usual }
}
