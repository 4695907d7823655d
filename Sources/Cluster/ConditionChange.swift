package import Metrics
package import SimulationKernel

/// A condition of an object's status that changed: its status, its reason or its message.
package struct ConditionChange: Sendable {
  /// When it changed.
  package var time: SimTime
  /// Kind of the object.
  package var kind: String
  /// Namespace of the object.
  package var namespace: String
  /// Name of the object.
  package var name: String
  /// Type of the condition, as `ScalingLimited`.
  package var condition: String
  /// Its status now.
  package var status: ConditionStatus
  /// Reason in CamelCase.
  package var reason: String
  /// The sentence.
  package var message: String
}
