import Cluster
import Foundation
import Manifests
import SimulationKernel
import Testing

@Suite("Readiness gates")
struct ReadinessGateTests {
  private func world(
    gateDelay: SimDuration?, start: ClusterSpec.Start, until seconds: Double
  ) -> ClusterWorld {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 2)
    workload.template.gateDelay = gateDelay
    workload.progressDeadline = .seconds(60)
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(
      cluster: Cluster(SmallCluster.spec([workload], start: start), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: seconds))
    return world
  }

  @Test("A pod is Ready once a load balancer has checked it, its time after the containers")
  func delayed() {
    let plain = world(gateDelay: .zero, start: .cold, until: 60)
    let gated = world(gateDelay: GateController.delay, start: .cold, until: 60)
    #expect(gated.cluster.workloads[0].readyCount == 2)
    #expect(gated.cluster.services[0].endpoints.count == 2)
    // Nothing else differs until then: each pod is later by the check, but for a status update.
    for (early, late) in zip(plain.cluster.workloads[0].pods, gated.cluster.workloads[0].pods) {
      let first = plain.cluster.pods[early].readyChangedAt
      let second = gated.cluster.pods[late].readyChangedAt
      #expect(abs((second - first - GateController.delay).seconds) <= 0.1)
    }
  }

  @Test(
    "A pod whose gate nobody sets is never Ready", arguments: [ClusterSpec.Start.running, .cold])
  func unset(_ start: ClusterSpec.Start) {
    var world = world(gateDelay: nil, start: start, until: 200)
    let pods = world.cluster.workloads[0].pods
    #expect(pods.count == 2)
    #expect(pods.allSatisfy { world.cluster.pods[$0].phase == .running })
    #expect(pods.allSatisfy { !world.cluster.pods[$0].isReady })
    #expect(world.cluster.workloads[0].readyCount == 0)
    #expect(world.cluster.services[0].endpoints.isEmpty)
    guard start == .cold else { return }
    #expect(world.cluster.workloads[0].rollout.progress == .timedOut)
    #expect(!world.cluster.drainEvents().contains { $0.reason == "Unhealthy" })
  }

  @Test("Gates are set by the controllers of load balancers, and by nobody else")
  func conditions() throws {
    func delay(_ gates: String) throws -> SimDuration? {
      let text = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: main, image: web:1}], readinessGates: [\(gates)]}
        """
      let collector = DiagnosticCollector()
      let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector).load(
        paths: ["-"], relativeTo: ".", standardInput: { Data(text.utf8) })
      let spec = ClusterSpec(manifests: ManifestSet.decode(documents, collector), cluster: nil)
      #expect(spec.notes.contains { $0.contains("readiness gates") } == !gates.isEmpty)
      return try #require(spec.workloads.first).template.gateDelay
    }
    let amazon = "{conditionType: target-health.elbv2.k8s.aws/k8s-shop-web-12}"
    let google = "{conditionType: cloud.google.com/load-balancer-neg-ready}"
    let other = "{conditionType: example.com/warmed-up}"
    #expect(try delay("") == .zero)
    #expect(try delay(amazon) == GateController.delay)
    #expect(try delay("\(amazon), \(google)") == GateController.delay)
    #expect(try delay("\(amazon), \(other)") == nil)
  }
}
