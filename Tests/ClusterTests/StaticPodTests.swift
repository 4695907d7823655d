import Cluster
import Foundation
import Manifests
import SimulationKernel
import Testing

import struct Cluster.NodeTaint

@Suite("Static pods")
struct StaticPodTests {
  /// A static pod and two pods of a Deployment that only fit on one of two nodes.
  private func spec(isStatic: Bool) -> ClusterSpec {
    var proxy = SmallCluster.workload(.pod, "kube-proxy-worker-1", replicas: 1)
    proxy.template.nodeName = "worker-1"
    proxy.template.isStatic = isStatic
    var spec = SmallCluster.spec([proxy, SmallCluster.workload(.deployment, "cart", replicas: 2)])
    spec.nodes = Array(spec.nodes[..<2])
    for node in spec.nodes.indices {
      spec.nodes[node].capacity.ephemeralStorage = 100 << 30
      spec.nodes[node].allocatable.ephemeralStorage = 100 << 30
    }
    return spec
  }

  /// Whether the pod of the first workload has run on through what somebody did, untouched.
  private func survives(
    isStatic: Bool, _ act: (inout ClusterWorld, inout Simulation) throws -> Void
  ) rethrows -> Bool {
    var simulation = Simulation(seed: 2)
    var world = ClusterWorld(cluster: Cluster(spec(isStatic: isStatic), seed: 2))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let pod = world.cluster.workloads[0].pods[0]
    try act(&world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    guard world.cluster.pods.contains(pod) else { return false }
    let state = world.cluster.pods[pod]
    return state.isReady && state.restarts == 0 && !state.isTerminating
  }

  @Test(
    "neither a drain nor a taint, a full disk or a deletion ends them", arguments: [true, false])
  func rules(_ isStatic: Bool) throws {
    let drained = survives(isStatic: isStatic) { world, simulation in
      world.cluster.make(.drain(node: "worker-1", span: .unknown), update: nil, in: &simulation)
    }
    let tainted = survives(isStatic: isStatic) { world, simulation in
      world.cluster.taint(
        node: 0, NodeTaint(key: "gone", value: "", effect: .noExecute), in: &simulation)
    }
    let filled = try survives(isStatic: isStatic) { world, simulation in
      let fault = try FaultTests.fault("diskFill: {node: worker-1, share: 95%}")
      _ = world.cluster.inject(
        fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
    }
    let deleted = survives(isStatic: isStatic) { world, simulation in
      world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    }
    #expect([drained, tainted, filled, deleted].allSatisfy { $0 == isStatic })
  }

  @Test("are told by their annotations, or by the node that owns their mirror")
  func manifests() {
    let metadata = [
      "annotations: {kubernetes.io/config.source: file}",
      "annotations: {kubernetes.io/config.mirror: ab12}",
      "ownerReferences: [{apiVersion: v1, kind: Node, name: worker-1, uid: a, controller: true}]",
      "annotations: {kubernetes.io/config.source: api}", "labels: {a: b}",
    ]
    let text = metadata.enumerated().map { number, extra in
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: pod-\(number), \(extra)}
      spec: {nodeName: worker-1, containers: [{name: main, image: "proxy:1"}]}
      """
    }.joined(separator: "\n---\n")
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector).load(
      paths: ["-"], relativeTo: ".", standardInput: { Data(text.utf8) })
    let spec = ClusterSpec(manifests: ManifestSet.decode(documents, collector), cluster: nil)
    #expect(spec.workloads.map(\.template.isStatic) == [true, true, true, false, false])
  }
}
