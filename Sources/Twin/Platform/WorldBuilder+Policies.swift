import Cluster
import Manifests
import Mesh
import Stores

/// The ports that calls go to, by which network policies judge them.
extension WorldBuilder {
  /// Lets the gate of every route follow its service's ports.
  func setGates(
    _ stores: [StoreBinding], _ consumers: [ConsumerBinding], _ cluster: borrowing Cluster,
    _ mesh: inout Mesh
  ) {
    for route in 0..<mesh.routeCount {
      let service = mesh.service(ofRoute: route)
      let store = stores.first { $0.writeService == service || $0.readService == service }
      mesh.followPorts(
        ofRoute: route, preferring: store?.ports(on: platform.cluster).clients ?? [], in: cluster)
    }
    for consumer in consumers {
      let ports = stores[consumer.store].ports(on: platform.cluster).clients
      mesh.setGate(ofRoute: consumer.route, portsOfClient: ports)
    }
  }
}
