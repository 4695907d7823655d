/// The rooms of a world, as events are addressed to them.
public enum Room: UInt8, Sendable {
  /// The control plane and the nodes.
  case cluster = 0
  /// The wire between pods.
  case mesh
  /// The software inside pods.
  case workload
  /// The data systems inside pods.
  case stores
  /// Who sends requests, and when.
  case traffic
  /// Monitoring, tracing and alerting.
  case observability
  /// The loop's own activities.
  case twin
}
