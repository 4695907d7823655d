/// A plugin of the Score extension point: how well feasible nodes suit a pod
/// (kubernetes pkg/scheduler/framework/interface.go ScorePlugin).
///
/// One file a plugin and one line in `PluginCatalog.scores`.
package protocol ScorePlugin: SendableMetatype {
  /// Its name in scheduler profiles.
  static var name: String { get }

  /// Weight in the default profile (pkg/scheduler/apis/config/v1/default_plugins.go).
  static var weight: Int64 { get }

  /// Normalised scores of 0 to 100 for feasible nodes, or nil when it has nothing to say (Skip).
  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]?
}

extension ScorePlugin {
  /// Scales raw scores to 0...100 by their maximum (framework/plugins/helper/normalize_score.go).
  static func normalize(_ scores: inout [Int64], reversed: Bool) {
    let greatest = scores.max() ?? 0
    for index in scores.indices {
      guard greatest != 0 else {
        scores[index] = reversed ? 100 : 0
        continue
      }
      let share = 100 * scores[index] / greatest
      scores[index] = reversed ? 100 - share : share
    }
  }
}
