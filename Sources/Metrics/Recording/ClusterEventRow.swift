package import SimulationKernel

/// An event, as `kubectl get events` lists it, or what was told in other ways.
package struct ClusterEventRow: Sendable {
  /// When it was emitted.
  package var time: SimTime
  /// The component that tells it, or `kubectl`, or `vhsim` for what is no event of a cluster.
  package var source: String
  /// Whether it is a Warning; Normal otherwise.
  package var isWarning: Bool
  /// Machine-readable reason, such as `FailedScheduling`.
  package var reason: String
  /// Kind of the object it is about.
  package var kind: String
  /// Namespace of the object; empty for cluster-scoped ones.
  package var namespace: String
  /// Name of the object.
  package var name: String
  /// The sentence.
  package var message: String
  /// How often it was repeated since it was first emitted, at least 1.
  package var count: Int32

  /// Describes an event.
  package init(
    time: SimTime, source: String, isWarning: Bool, reason: String, kind: String, namespace: String,
    name: String,
    message: String, count: Int32 = 1
  ) {
    self.time = time
    self.source = source
    self.isWarning = isWarning
    self.reason = reason
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.message = message
    self.count = count
  }
}
