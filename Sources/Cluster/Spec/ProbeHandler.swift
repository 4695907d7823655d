/// What a probe does to find out (Kubernetes core/v1 ProbeHandler).
package enum ProbeHandler: UInt8, Sendable {
  /// A request that must be answered with a status from 200 to 399.
  case http
  /// A connection that must be accepted.
  case tcp
  /// A health check call of gRPC.
  case grpc
  /// A command in the container that must end with 0.
  case exec
}
