import Cluster
import Manifests
import Mesh
import Stores

/// The ports that calls go to, by which network policies judge them.
extension WorldBuilder {
  /// Tells the wire the ports of every route.
  func setGates(
    _ stores: [StoreBinding], _ consumers: [ConsumerBinding], _ cluster: borrowing Cluster,
    _ mesh: inout Mesh
  ) {
    for route in 0..<mesh.routeCount {
      let service = mesh.service(ofRoute: route)
      guard service < cluster.services.count else { continue }
      let store = stores.first { $0.writeService == service || $0.readService == service }
      let clients = store?.ports(on: platform.cluster).clients ?? []
      let ports = cluster.services[service].spec.ports(preferring: clients)
      let targets = ports.map { GatePort(target(of: $0, service, cluster), named: $0.targetName) }
      mesh.setGate(
        ofRoute: route, ports: targets.isEmpty ? clients.map { GatePort($0) } : targets,
        ports.first?.transport ?? .tcp)
    }
    for consumer in consumers {
      let ports = stores[consumer.store].ports(on: platform.cluster).clients
      mesh.setGate(ofRoute: consumer.route, portsOfClient: ports)
    }
  }

  /// The number of a Service's port on its pods.
  func target(
    of port: ServiceSpec.Port, _ service: Int, _ cluster: borrowing Cluster
  ) -> Int {
    guard !port.targetName.isEmpty else { return port.target }
    let spec = cluster.services[service].spec
    let owner = cluster.workloads.first {
      $0.namespace == spec.namespace && spec.selector.isSubset(of: $0.spec.template.labels)
    }
    let named = owner?.spec.template.namedPorts?.first {
      $0.name == port.targetName && $0.protocol == port.transport
    }
    return named?.number ?? port.target
  }
}
