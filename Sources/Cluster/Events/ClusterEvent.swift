package import SimulationKernel

/// An event: what happened to which object, in the words of the real component.
package struct ClusterEvent: Sendable {
  /// When it happened.
  package var time: SimTime
  /// Who tells it.
  package var source: EventSource
  /// Whether its type is Warning rather than Normal.
  package var isWarning: Bool
  /// Reason in CamelCase, as `FailedScheduling`.
  package var reason: String
  /// Kind of the object.
  package var kind: String
  /// Namespace of the object; empty for nodes.
  package var namespace: String
  /// Name of the object.
  package var name: String
  /// Text as the real component writes it.
  package var message: String
}
