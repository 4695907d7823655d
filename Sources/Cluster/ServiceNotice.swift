/// What the cluster tells the wire about a Service; the notice's argument is the service's index.
public enum ServiceNotice: UInt8, Sendable {
  /// kube-proxy on the nodes has applied the endpoint slices: `ServiceState.endpoints` and `ports`.
  case endpointsChanged = 220
  /// istiod has pushed the endpoint slices to the sidecars.
  case endpointsPushed = 221
}
