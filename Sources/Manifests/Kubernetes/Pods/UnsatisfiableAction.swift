/// What the scheduler does when a spread can not be kept.
///
/// Source: Kubernetes core/v1 UnsatisfiableConstraintAction.
package enum UnsatisfiableAction: String, EnumeratedField {
  /// Leave the pod pending.
  case doNotSchedule = "DoNotSchedule"

  /// Place it where the skew grows least.
  case scheduleAnyway = "ScheduleAnyway"

  /// What a value is called in messages.
  package static var noun: String { "whenUnsatisfiable" }
}
