import Cluster
import Manifests
import Mesh
import SimulationKernel
import Workload

/// The wire of a run: distances between zones, and how the clients of each Service choose.
extension WorldBuilder {
  /// Makes the wire; after the cluster's Services come those of consumers that have none.
  func makeMesh(
    _ bound: [BoundModel], _ unreachedCount: Int, _ meshed: [String], _ routing: MeshRouting,
    _ cluster: borrowing Cluster
  ) -> Mesh {
    var laws = SamplerBank()
    let zones = max(1, cluster.zoneNames.count)
    let sameNode = laws.compile(platform.machines?.network.sameNode ?? Self.sameNode)
    var between: [Sampler] = []
    for from in 0..<zones {
      for to in 0..<zones { between.append(laws.compile(distance(from, to, cluster))) }
    }
    var network = Network(
      zoneCount: zones, sameNode: sameNode, between: between)
    network.setRates(
      ofNodes: cluster.nodeSpecs.map(\.lineRate),
      flow: platform.machines?.network.flowBitsPerSecond ?? NetworkModel.standard.flowBitsPerSecond)
    let names = platform.names
    let services = cluster.services.indices.map { index in
      let isMeshed = meshed.contains(cluster.services[index].namespace)
      var balancer =
        isMeshed ? routing.balancer(of: index) : balancer(of: index, names, bound, cluster)
      balancer.guarding = routing.guarding(of: index)
      return (balancer: balancer, isMeshed: isMeshed)
    }
    let unreached = Array(
      repeating: (balancer: BalancerSpec.kubeProxy, isMeshed: false), count: unreachedCount)
    let cost = platform.machines?.mesh?.proxy ?? .standard
    network.setProxyDelay(cost.delay, in: &laws)
    return Mesh(
      network: network, laws: laws, services: services + unreached, proxyWork: cost.work)
  }

  /// One-way latencies where no Cluster document gives any: half of a round trip of 0.1 ms within
  /// and 0.8 ms between zones (sirupsen/napkin-math; measurements between AWS zones).
  private static let sameNode = Distribution.lognormal(p50: 30e-6, p99: 80e-6)
  private static let sameZone = Distribution.lognormal(p50: 50e-6, p99: 200e-6)
  private static let crossZone = Distribution.lognormal(p50: 400e-6, p99: 1.2e-3)

  private func distance(_ from: Int, _ to: Int, _ cluster: borrowing Cluster) -> Distribution {
    guard let network = platform.machines?.network else {
      return from == to ? Self.sameZone : Self.crossZone
    }
    guard from != to, from < cluster.zoneNames.count, to < cluster.zoneNames.count else {
      return network.sameZone
    }
    let names = [cluster.zoneNames[from], cluster.zoneNames[to]]
    let special = network.between.first {
      [$0.first, $0.second] == names || [$0.second, $0.first] == names
    }
    return special?.latency ?? network.crossZone
  }

  private func balancer(
    of service: Int, _ names: PlatformNames?, _ bound: [BoundModel],
    _ cluster: borrowing Cluster
  ) -> BalancerSpec {
    // Every query is a datagram of its own to kube-proxy.
    if service == names?.service { return BalancerSpec(policy: .random) }
    let state = cluster.services[service]
    let model = bound.first { binding in
      binding.model.namespace == state.namespace
        && (binding.model.service ?? binding.model.workload.name) == state.name
    }?.model.balancer
    guard let model else { return .kubeProxy }
    let policy: BalancerSpec.Policy =
      switch model.policy {
      case .p2c: .powerOfTwoChoices
      case .leastRequest: .leastLoaded
      case .random: .random
      case .roundRobin: .roundRobin
      }
    return BalancerSpec(
      policy: policy, hasSharedView: model.view == .shared,
      drawsWithReplacement: model.replacement)
  }
}
