/// Settings of kube-scheduler (KubeSchedulerConfiguration, kubescheduler.config.k8s.io/v1).
package struct SchedulerSettings: Sendable {
  /// Share of the nodes, in percent, among which a search for a feasible one may end; 0 lets the
  /// number of nodes decide.
  package var percentageOfNodesToScore = 0
  /// Its profiles; none for one with the defaults, which places all pods.
  ///
  /// Where there are some, pods that name no one of them wait for another scheduler.
  package var profiles: [SchedulerProfile] = []

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
    let profiles = SpecType<[SchedulerProfile]>.list(.object(SchedulerProfile.self))
      .checked("two profiles have the same schedulerName") { profiles in
        profiles.indices.allSatisfy { index in
          !profiles[..<index].contains { $0.schedulerName == profiles[index].schedulerName }
        }
      }
    self.profiles = reader.optional(
      "profiles", profiles, default: [],
      "its profiles, as KubeSchedulerConfiguration has them; one with the defaults for all pods")
  }
}
