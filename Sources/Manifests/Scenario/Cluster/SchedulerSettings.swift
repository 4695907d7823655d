/// Settings of kube-scheduler (KubeSchedulerConfiguration, kubescheduler.config.k8s.io/v1).
package struct SchedulerSettings: Sendable {
  /// Share of the nodes, in percent, among which a search for a feasible one may end; 0 lets the
  /// number of nodes decide.
  package var percentageOfNodesToScore = 0

  /// Makes the configuration's defaults.
  package init() {}
}

extension SchedulerSettings: SpecObject {
  static let what = "the scheduler's settings"

  init?(_ reader: inout SpecReader) {
    self.init()
    percentageOfNodesToScore = reader.optional(
      "percentageOfNodesToScore",
      .count(from: 0).checked("must be at most 100") { $0 <= 100 },
      default: percentageOfNodesToScore,
      "share of the nodes that are enough to choose among, 0 for one by the number of nodes; 0")
  }
}
