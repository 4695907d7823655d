import Cluster
import Manifests
import SimulationKernel
import Testing

/// How changes of endpoints reach who sends to them: kube-proxies, and CoreDNS for headless
/// Services.
@Suite("Propagation of endpoints")
struct EndpointPropagationTests {
  /// Three pods behind a Service with an address and a headless one; none is replaced while its
  /// hook runs.
  private func spec(minor: Int) -> ClusterSpec {
    var spec = SmallCluster.spec([SmallCluster.workload(.statefulSet, "cart", replicas: 3)])
    spec.version = ClusterVersion(minor: minor)
    spec.workloads[0].template.containers[0].preStop = .seconds(10)
    var headless = spec.services[0]
    headless.name = "cart-peers"
    headless.isHeadless = true
    spec.services.append(headless)
    return spec
  }

  /// When each of the two Services was told to its clients, where pods are deleted at 10, 10.3 and
  /// 10.6 s; and how many pods the slices list at 10.9 s.
  private func run(minor: Int, seed: UInt64) -> (told: [[SimTime]], listed: [(Int, Int)]) {
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec(minor: minor), seed: seed))
    world.cluster.start(in: &simulation)
    let pods = world.cluster.workloads[0].pods
    for (number, pod) in pods.enumerated() {
      simulation.run(&world, through: SimTime(seconds: 10 + 0.3 * Double(number)))
      world.cluster.deletePod(pod, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 10.9))
    let listed = world.cluster.services.map { ($0.endpoints.count, $0.terminating.count) }
    simulation.run(&world, through: SimTime(seconds: 13))
    let told = (0..<2).map { service in
      world.told.filter {
        $0.kind == ServiceNotice.endpointsChanged.rawValue && $0.argument == service
          && $0.time > SimTime(seconds: 9)
      }.map(\.time)
    }
    return (told, listed)
  }

  /// async.BoundedFrequencyRunner with burstSyncs 2; without bursts since 1.34.
  @Test("kube-proxies run two syncs at once, then one a second", arguments: 1...5)
  func bursts(seed: UInt64) throws {
    for (minor, burst) in [(31, 2), (34, 1)] {
      let times = run(minor: minor, seed: seed).told[0]
      try #require(times.count > burst)
      // The controller and the watch take a tenth of a second each at most.
      for number in 0..<burst {
        let deleted = SimTime(seconds: 10 + 0.3 * Double(number))
        #expect(times[number] > deleted && times[number] <= deleted + .milliseconds(200))
      }
      #expect(times[burst] - times[burst - 1] == .seconds(1))
    }
  }

  @Test("Clients of a headless Service wait for no sync of kube-proxies", arguments: 1...5)
  func headless(seed: UInt64) throws {
    let times = run(minor: 34, seed: seed).told[1]
    try #require(times.count >= 3)
    for number in 0..<3 {
      let deleted = SimTime(seconds: 10 + 0.3 * Double(number))
      #expect(times[number] > deleted && times[number] <= deleted + .milliseconds(200))
    }
  }

  @Test("Terminating pods stand in for ready ones behind an address, and not in the DNS")
  func terminating() {
    let listed = run(minor: 31, seed: 1).listed
    #expect(listed[0] == (0, 3) && listed[1] == (0, 0))
  }
}
