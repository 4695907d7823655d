import Foundation
import Metrics
import SimulationKernel
import TestSupport
import Testing

/// Load, replicas and machines together.
@Suite("Elastic pools under load")
struct ElasticPoolTests {
  private static let autoscaler = Server.autoscaler(
    upTo: 4,
    """
    {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
    """)

  @Test("The story of scale-3-to-10 is what its first line says")
  func story() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let rows = try Laboratory(scenario: root.appending(path: "scenarios/scale-3-to-10.yaml").path())
      .run(seed: 42).rows
    let replicas = rows.values(of: "kube_deployment_spec_replicas", "reports").map(\.value)
    #expect(replicas.first == 3 && replicas.max() == 10 && replicas.last == 3)
    let machines = rows.values(of: "cluster_autoscaler_node_group_target_count").map(\.value)
    #expect(machines.first == 1 && machines.max() == 4 && machines.last == 1)
    // The budget lets one pod go at a time: never two fewer than the autoscaler asks for, once the
    // machines are there.
    let ready = rows.values(of: "kube_deployment_status_replicas_ready", "reports")
    for (asked, now) in zip(replicas, ready) where now.time > SimTime(seconds: 1_320) {
      #expect(now.value >= asked - 1, "at \(now.time.seconds) s")
    }
  }

  @Test("Load that outgrows the machines brings one, which joins, takes pods and carries load")
  func joins() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 60", duration: "6m",
      services: [
        Server(
          replicas: 1, container: ["resources: {requests: {cpu: 1, memory: 64Mi}}"],
          steps: ["cpu: \"constant(20ms)\""])
      ],
      documents: [Self.autoscaler], cores: 2,
      pools: [
        "{name: more, min: 0, max: 3, cpu: \"2\", memory: 8Gi, provision: constant(60s), "
          + "ready: constant(10s)}"
      ])
    let rows = try laboratory.run(seed: 1).rows
    // 1.2 cores at half a core a pod: three replicas, one a machine of two cores less its reserve.
    #expect(rows.values(of: "kube_deployment_status_replicas_ready", "server").last?.value == 3)
    let sizes = rows.values(of: "cluster_autoscaler_node_group_target_count", "more")
    #expect(sizes.first?.value == 0 && sizes.last?.value == 2)
    #expect(rows.values(of: "cluster_autoscaler_max_nodes_count").allSatisfy { $0.value == 3 })
    let asked = try #require(rows.events.first { $0.reason == "TriggeredScaleUp" }?.time)
    let joined = try #require(rows.events.first { $0.reason == "RegisteredNode" }?.time)
    #expect(joined - asked == .seconds(60))
    for node in ["more-1", "more-2"] {
      let used = rows.values(of: "vhsim_resource_utilization_ratio", "CPU of node \(node)")
      let last = try #require(used.last?.value)
      // A third of 1.2 cores on each of three machines of two.
      #expect(abs(last - 0.2) < 0.06, "\(node): \(last)")
      #expect(!used.contains { $0.time < joined && $0.value > 0 })
    }
    #expect(!rows.events.contains { $0.name == "more-3" })
  }
}
