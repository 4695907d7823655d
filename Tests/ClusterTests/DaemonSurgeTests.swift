import Cluster
import Manifests
import SimulationKernel
import Testing

/// A DaemonSet's rolling update with a surge (pkg/controller/daemon: podsShouldBeOnNode and
/// rollingUpdate).
@Suite("DaemonSet surge")
struct DaemonSurgeTests {
  /// A DaemonSet on all nodes with a surge; a template whose gate nobody sets has pods that never
  /// get ready.
  private func spec(_ image: String, surge: Int32 = 1, getsReady: Bool = true) -> ClusterSpec {
    var workload = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    workload.maxSurge = .int(surge)
    workload.maxUnavailable = .int(0)
    workload.template.containers[0].image = image
    workload.template.gateDelay = getsReady ? .zero : nil
    return SmallCluster.spec([workload])
  }

  private func world(_ spec: ClusterSpec, _ simulation: inout Simulation) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    return world
  }

  /// Applies another template and watches for 300 s, ten times a second: the fewest nodes with a
  /// ready pod and the most with two that are not about to go.
  @discardableResult
  private func rollOut(
    _ before: ClusterSpec, _ after: ClusterSpec, _ world: inout ClusterWorld,
    _ simulation: inout Simulation
  ) -> (leastServed: Int, mostDoubled: Int) {
    let update = ClusterUpdate(from: before, to: after, documents: [])
    world.cluster.make(
      .apply(ManifestPath(path: "x.yaml", span: .unknown)), update: update, in: &simulation)
    var (least, most) = (Int.max, 0)
    for _ in 0..<3_000 {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      var live = Array(repeating: 0, count: before.nodes.count)
      var ready = live
      for handle in world.cluster.workloads[0].pods {
        let pod = world.cluster.pods[handle]
        guard !pod.isTerminating else { continue }
        live[Int(pod.ordinal)] += 1
        if pod.isReady { ready[Int(pod.ordinal)] += 1 }
      }
      least = min(least, ready.count { $0 > 0 })
      most = max(most, live.count { $0 > 1 })
    }
    return (least, most)
  }

  /// The nodes of the pods of the newest revision that are ready, in ascending order.
  private func updated(_ world: borrowing ClusterWorld) -> [Int32] {
    var nodes: [Int32] = []
    for handle in world.cluster.workloads[0].pods {
      let pod = world.cluster.pods[handle]
      let isNewest = Int(pod.revision) == world.cluster.workloads[0].newest
      if isNewest, pod.isReady, !pod.isTerminating { nodes.append(pod.ordinal) }
    }
    return nodes.sorted()
  }

  @Test(
    "Every node is served throughout, and no more than the surge have two pods", arguments: 1...3)
  func healthy(surge: Int32) {
    let before = spec("agent:1", surge: surge)
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    let seen = rollOut(before, spec("agent:2", surge: surge), &world, &simulation)
    #expect(seen.leastServed == before.nodes.count)
    #expect(seen.mostDoubled == Int(surge))
    let nodes = updated(world)
    #expect(nodes == Array(0..<Int32(before.nodes.count)))
    #expect(world.cluster.workloads[0].pods.count == before.nodes.count)
  }

  @Test("A good template replaces one whose pods never get ready: of two old pods the older stays")
  func repaired() {
    let (first, second) = (spec("agent:1"), spec("agent:2", getsReady: false))
    var simulation = Simulation(seed: 7)
    var world = world(first, &simulation)
    let stuck = rollOut(first, second, &world, &simulation)
    #expect(stuck.leastServed == first.nodes.count && stuck.mostDoubled == 1)
    let stuckNodes = updated(world)
    #expect(stuckNodes.isEmpty)
    let seen = rollOut(second, spec("agent:3"), &world, &simulation)
    #expect(seen.leastServed == first.nodes.count && seen.mostDoubled == 1)
    let nodes = updated(world)
    #expect(nodes == Array(0..<Int32(first.nodes.count)))
    #expect(world.cluster.workloads[0].pods.count == first.nodes.count)
  }

  @Test("A rollback deletes the new pods that are not ready and creates none")
  func rolledBack() {
    let (first, second) = (spec("agent:1"), spec("agent:2", getsReady: false))
    var simulation = Simulation(seed: 7)
    var world = world(first, &simulation)
    rollOut(first, second, &world, &simulation)
    let created = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].serial }.max()
    rollOut(second, first, &world, &simulation)
    let kept = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].serial }
    #expect(kept.count == first.nodes.count && kept.allSatisfy { $0 < created ?? 0 })
    let nodes = updated(world)
    #expect(nodes == Array(0..<Int32(first.nodes.count)))
  }

  @Test("Old pods that are not ready are replaced on all nodes at once, beyond the surge")
  func unready() {
    let before = spec("agent:1", getsReady: false)
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    rollOut(before, spec("agent:2"), &world, &simulation)
    let created = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].createdAt }
    #expect(created.count == before.nodes.count && created.min() == created.max())
    let nodes = updated(world)
    #expect(nodes == Array(0..<Int32(before.nodes.count)))
  }

  @Test("The pods of a dead node, old and new, take nothing of the surge")
  func deadNode() {
    let before = spec("agent:1")
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    world.cluster.powerOff(node: 0, in: &simulation)
    // Past the node's grace period its pod is not ready.
    simulation.run(&world, through: SimTime(seconds: 120))
    let seen = rollOut(before, spec("agent:2"), &world, &simulation)
    #expect(seen.leastServed == before.nodes.count - 1)
    let nodes = updated(world)
    #expect(nodes == Array(1..<Int32(before.nodes.count)))
  }
}
