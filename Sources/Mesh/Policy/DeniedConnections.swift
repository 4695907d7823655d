package import Manifests

/// Connections of a workload's pods to a Service that policies stopped.
package struct DeniedConnections: Sendable {
  /// The workload whose pods tried; nil for users outside.
  package let workload: Int?
  /// The Service that was asked; nil for a host outside.
  package let service: Int?
  /// Whose policies had no rule for it: the client's egress or the server's ingress.
  package let direction: PolicyType
  /// How many there were.
  package internal(set) var count: UInt64 = 0

  init(workload: Int?, service: Int?, direction: PolicyType) {
    self.workload = workload
    self.service = service
    self.direction = direction
  }
}
