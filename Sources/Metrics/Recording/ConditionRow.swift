package import SimulationKernel

/// A condition in an object's status that changed, as `kubectl describe` shows it.
package struct ConditionRow: Sendable {
  /// When it changed.
  package var time: SimTime
  /// Kind of the object.
  package var kind: String
  /// Namespace of the object; empty for objects without one.
  package var namespace: String
  /// Name of the object.
  package var name: String
  /// Type of the condition, such as `ScalingLimited`.
  package var condition: String
  /// Its status.
  package var status: ConditionStatus
  /// Reason in CamelCase.
  package var reason: String
  /// The sentence.
  package var message: String

  /// Describes a condition.
  package init(
    time: SimTime, kind: String, namespace: String, name: String, condition: String,
    status: ConditionStatus, reason: String, message: String
  ) {
    self.time = time
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.condition = condition
    self.status = status
    self.reason = reason
    self.message = message
  }
}
