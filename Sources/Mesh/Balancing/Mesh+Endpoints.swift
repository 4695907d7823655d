package import Cluster
import Manifests
import SimulationKernel

/// How changed endpoints of a service reach the balancers of its clients.
extension Mesh {
  /// The endpoints of a service changed, and kube-proxy or the sidecars know it.
  ///
  /// Clients of a headless service learn of it only when its addresses expire in CoreDNS' cache.
  /// The addresses were cached at a random time, so what is left of their life is uniform. Not
  /// modelled: a service that nobody looks up has no cached addresses.
  mutating func endpointsChanged(
    of service: Int, in simulation: inout Simulation, from cluster: borrowing Cluster
  ) {
    learnRecord(of: service, from: cluster)
    let life = names.addressLife
    let isCached = names.isActive && !isMeshed[service] && cluster.services[service].isHeadless
    guard isCached, life > .zero else {
      adoptEndpoints(of: service, from: cluster)
      return
    }
    let left = cluster.addressAge(ofService: service, at: simulation.now)
    simulation.schedule(
      after: life.scaled(by: left), room: Room.mesh.rawValue,
      kind: MeshEvent.addressesExpired.rawValue, argument: UInt32(service))
  }

  /// Lets clients of a service know the pods that its EndpointSlices list now.
  ///
  /// These are the ready pods or, when there is none, the terminating ones that still serve
  /// (kube-proxy's ProxyTerminatingEndpoints). Pods whose software no room simulates are left out,
  /// because nothing would answer for them.
  package mutating func adoptEndpoints(of service: Int, from cluster: borrowing Cluster) {
    learnRecord(of: service, from: cluster)
    let state = cluster.services[service]
    let terminating = answering(state.terminating, in: cluster)
    let ready = answering(state.endpoints, in: cluster)
    setMembers(state.endpoints.isEmpty ? terminating : ready, of: service)
    learnPorts(of: service, from: cluster)
    learnSubsets(of: service, from: cluster)
    learnChoice(of: service, from: state.spec)
    if serviceChoices[service].isNodeLocal {
      serviceChoices[service].terminating = state.endpoints.isEmpty ? [] : terminating
    }
    learnHints(of: service, state, answering: ready)
    endpointChangeCount += 1
    followNameServers(of: service, in: cluster)
  }

  /// Resolvers have an address, whatever the Service is called that has it: queries go to the pods
  /// of the one that is there.
  private mutating func followNameServers(of changed: Int, in cluster: borrowing Cluster) {
    guard names.candidates.count > 1, names.candidates.contains(changed) else { return }
    let first = names.candidates[0]
    let acting = names.candidates.first { cluster.services[$0].exists } ?? first
    let state = cluster.services[acting]
    let pods = state.endpoints.isEmpty ? state.terminating : state.endpoints
    setMembers(answering(pods, in: cluster), of: first)
  }

  /// The pods, by raw handle, whose software some room simulates.
  private func answering(_ pods: [PodHandle], in cluster: borrowing Cluster) -> [UInt32] {
    var raw: [UInt32] = []
    for pod in pods
    where !cluster.pods.contains(pod) || cluster.pods[pod].software != Room.cluster.rawValue {
      raw.append(pod.rawValue)
    }
    return raw
  }

  /// Takes over the pods of an upstream.
  mutating func setMembers(_ pods: [UInt32], of upstream: Int) {
    balancer.setMembers(pods, of: upstream)
    proxyViews.keep(pods, of: upstream)
  }
}
