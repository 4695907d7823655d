import Cluster
import Manifests
import SimulationKernel

/// Headless Services: clients connect to the addresses that the DNS gives them.
extension Mesh {
  /// The endpoints of a service changed, and kube-proxy or the sidecars know it.
  ///
  /// Clients of a
  /// headless service learn of it only when its addresses expire in CoreDNS' cache.
  ///
  /// The addresses were cached at a random time, so what is left of their life is uniform. Not
  /// modelled: a service that nobody looks up has no cached addresses.
  mutating func hearOfEndpoints(
    of service: Int, in simulation: inout Simulation, from cluster: borrowing Cluster
  ) {
    let life = names.addressLife
    let isCached = names.isActive && !isMeshed[service] && cluster.services[service].isHeadless
    guard isCached, life > .zero else {
      learnEndpoints(of: service, from: cluster)
      return
    }
    let left = cluster.addressAge(ofService: service, at: simulation.now)
    simulation.schedule(
      after: life.scaled(by: left), room: Room.mesh.rawValue,
      kind: MeshEvent.addressesExpired.rawValue, argument: UInt32(service))
  }
}

extension NameService {
  /// How long the DNS keeps the addresses of a cluster's name in its cache.
  var addressLife: SimDuration {
    guard !corefile.keepsNoClusterAnswer, corefile.successSeconds > 0 else { return .zero }
    return .seconds(Int64(max(5, min(corefile.clusterSeconds, corefile.successSeconds))))
  }
}
