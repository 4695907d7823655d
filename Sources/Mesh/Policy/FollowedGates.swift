import Cluster
import Manifests

/// The routes to one service whose gates are at ports of its pods.
struct FollowedGates {
  /// One of the routes.
  struct Gate {
    let route: Int
    /// Ports of the service that its clients ask before others, by number; ports of its pods
    /// where the service has none.
    let preferred: [Int]
    /// The protocol of which clients ask all ports; nil where they ask the preferred ones.
    let transport: TransportProtocol?
  }

  /// The service's ports by which the gates were set.
  var ports: [ServiceSpec.Port] = []
  var gates: [Gate] = []
}
