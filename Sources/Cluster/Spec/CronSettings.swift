package import Manifests
package import SimulationKernel

/// What a CronJob adds (Kubernetes batch/v1 CronJobSpec).
package struct CronSettings: Sendable {
  /// What happens when the previous Job still runs.
  package enum Concurrency: String, Sendable, CaseIterable {
    case allow = "Allow"
    case forbid = "Forbid"
    case replace = "Replace"
  }

  /// When it runs, by the clock of its zone.
  package var schedule: CronSchedule
  /// The clock that the schedule is about.
  package var zone = TimeZoneRule.universal
  /// Concurrency policy.
  package var concurrency = Concurrency.allow
  /// After which a missed start is skipped.
  package var startingDeadline: SimDuration?
  /// Whether it waits.
  package var isSuspended = false
  /// Finished Jobs kept that succeeded.
  package var successfulHistory = 3
  /// Finished Jobs kept that failed.
  package var failedHistory = 1
  /// Labels of its Jobs.
  package var jobLabels = StringMap()

  /// Makes settings.
  package init(schedule: CronSchedule) { self.schedule = schedule }
}
