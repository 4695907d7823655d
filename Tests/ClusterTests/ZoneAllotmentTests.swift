import Cluster
import Manifests
import SimulationKernel
import Testing

/// Rows after k8s.io/endpointslice/topologycache: thousandths of a core by zone, endpoints by zone,
/// and the hints by zone that come of them.
@Suite("Endpoints by zone")
struct ZoneAllotmentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var cores: [Int64]
    var endpoints: [Int]
    var hints: [Int]?
    var obstacle: String?
  }

  static let cases = [
    Case(
      testDescription: "equal zones keep what they have", cores: [4_000, 4_000, 4_000],
      endpoints: [2, 2, 2], hints: [2, 2, 2]),
    Case(
      testDescription: "an even share is made of an uneven one", cores: [4_000, 4_000],
      endpoints: [4, 0], hints: [2, 2]),
    Case(
      testDescription: "CPU decides", cores: [1_000, 3_000], endpoints: [4, 4], hints: [2, 6]),
    Case(
      testDescription: "fewer endpoints than zones", cores: [4_000, 4_000, 4_000],
      endpoints: [1, 1, 0], obstacle: "Insufficient number of endpoints (2 endpoints, 3 zones)"),
    Case(
      testDescription: "three endpoints in two unequal zones", cores: [5_000, 4_000],
      endpoints: [2, 1],
      obstacle: "Unable to allocate minimum required endpoints to each zone without exceeding "
        + "overload threshold (3 endpoints, 2 zones)"),
    Case(
      testDescription: "one zone", cores: [4_000], endpoints: [3],
      obstacle: "Insufficient Node information: allocatable CPU or zone not specified on one or "
        + "more nodes"),
    Case(
      testDescription: "a node without CPU", cores: [4_000, 0], endpoints: [3, 3],
      obstacle: "Insufficient Node information: allocatable CPU or zone not specified on one or "
        + "more nodes"),
  ]

  private func zones(_ endpoints: [Int]) -> [Int32] {
    endpoints.enumerated().flatMap { Array(repeating: Int32($0.offset), count: $0.element) }
  }

  @Test("Zones get endpoints in proportion to their CPU", arguments: cases)
  func rows(_ row: Case) throws {
    let allotment = ZoneAllotment(nodes: row.cores.enumerated().map { ($0.offset, $0.element) })
    let zones = zones(row.endpoints)
    #expect(allotment.obstacle(count: zones.count) == row.obstacle)
    guard let expected = row.hints else { return }
    let hints = allotment.hints(zones: zones)
    #expect(row.cores.indices.map { zone in hints.count { $0 == Int32(zone) } } == expected)
    #expect(allotment.allows(hints) && !allotment.overloads(hints))
  }

  @Test("Where it is possible no endpoint gets more than a fifth beyond its share")
  func overload() {
    for seed in 0..<2_000 as Range<UInt64> {
      var random = EntityRandom(seed: seed, stream: "zones")
      let nodes = (0..<(2 + random.below(6))).map { _ in
        (random.below(4), Int64(1_000 * (1 + random.below(8))))
      }
      // Where no node counts, as on the control plane's, endpoints keep their own zone's hint.
      let endpoints = (0..<4).map { zone in
        nodes.contains { $0.0 == zone } ? random.below(12) : 0
      }
      let allotment = ZoneAllotment(nodes: nodes)
      let zones = zones(endpoints)
      guard allotment.obstacle(count: zones.count) == nil else { continue }
      let hints = allotment.hints(zones: zones)
      let sum = Double(nodes.reduce(0) { $0 + $1.1 })
      for zone in 0..<4 {
        let cores = Double(nodes.filter { $0.0 == zone }.reduce(0) { $0 + $1.1 })
        guard cores > 0 else { continue }
        let count = hints.count { $0 == Int32(zone) }
        // A zone's traffic is its share of the CPU; an endpoint's share is one of all.
        let load = cores / sum * Double(zones.count)
        // Zones give whole endpoints only: one may stay short of what it is due.
        #expect(Double(count) >= load / 1.2 - 1, "seed \(seed), zone \(zone)")
      }
    }
  }

  private func service(_ replicas: Int, _ seed: UInt64, _ simulation: inout Simulation)
    -> ClusterWorld
  {
    var spec = SmallCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: replicas)])
    spec.services[0].preference = .allotted
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    return world
  }

  @Test("A Service whose zones lose their nodes loses its hints, and says so")
  func events() throws {
    var simulation = Simulation(seed: 3)
    var world = service(6, 3, &simulation)
    let hints = world.cluster.services[0].hints
    #expect((0..<3).allSatisfy { zone in hints.count { $0 == Int32(zone) } == 2 })
    let enabled = world.cluster.drainEvents().filter { $0.kind == "Service" }
    #expect(
      enabled.map { "\($0.reason): \($0.message)" } == [
        "TopologyAwareHintsEnabled: Topology Aware Hints has been enabled, addressType: IPv4"
      ])
    // Two of three zones go silent: the ready nodes are in one zone only.
    for node in [1, 2, 4, 5] { world.cluster.powerOff(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 70))
    #expect(world.cluster.services[0].hints.isEmpty)
    let disabled = try #require(
      world.cluster.drainEvents().first { $0.reason == "TopologyAwareHintsDisabled" })
    #expect(disabled.isWarning && disabled.message.hasSuffix(", addressType: IPv4"))
  }

  @Test("A role that software has at a running start brings its endpoint and the hint at once")
  func roles() {
    var spec = SmallCluster.spec([SmallCluster.workload(.statefulSet, "cart", replicas: 6)])
    spec.services[0].selector = StringMap([("app", "cart"), ("role", "replica")])
    spec.services[0].preference = .zone
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    #expect(world.cluster.services[0].endpoints.isEmpty)
    for pod in world.cluster.workloads[0].pods.dropFirst() {
      world.cluster.setLabel("role", "replica", of: pod, in: &simulation)
    }
    let service = world.cluster.services[0]
    let zones = service.endpoints.map { pod in
      world.cluster.nodes[Int(world.cluster.pods[pod].node)].zone
    }
    #expect(service.endpoints.count == 5)
    #expect(service.hints == zones)
  }

  @Test("Too few endpoints have no hints until there are enough")
  func growth() {
    var simulation = Simulation(seed: 3)
    var world = service(2, 3, &simulation)
    #expect(world.cluster.services[0].hints.isEmpty)
    world.cluster.scale(workload: 0, to: 6, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.services[0].hints.count == 6)
  }
}
