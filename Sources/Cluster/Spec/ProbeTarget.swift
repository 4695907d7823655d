import Manifests

/// Where a probe asks (Kubernetes core/v1 HTTPGetAction, TCPSocketAction, GRPCAction).
package struct ProbeTarget: Hashable, Sendable {
  /// The host; the pod's address when nil.
  package var host: String?
  /// Port number.
  package var port: Int
  /// Scheme of an HTTP request.
  package var scheme = "http"
  /// Path of an HTTP request.
  package var path = "/"

  /// Reads where a probe of a container asks; nil for a command, or a port that it does not name.
  init?(_ probe: Probe, of container: Container) {
    guard let reference = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpcPort else {
      return nil
    }
    switch reference {
    case .number(let number): port = number
    case .name(let name):
      guard let named = container.ports.first(where: { $0.name == name }) else { return nil }
      port = named.containerPort
    }
    host = probe.httpGet?.host ?? probe.tcpSocket?.host
    if let request = probe.httpGet {
      scheme = request.scheme.lowercased()
      path = request.path.hasPrefix("/") ? request.path : "/" + request.path
    }
  }

  /// Host and port, of a pod with an address.
  func socket(at address: String) -> String { "\(host ?? address):\(port)" }

  /// The URL that an HTTP request asks for.
  func url(at address: String) -> String { "\(scheme)://\(socket(at: address))\(path)" }
}

extension Probe {
  fileprivate var grpcPort: PortReference? { grpc.map { .number($0.port) } }
}
