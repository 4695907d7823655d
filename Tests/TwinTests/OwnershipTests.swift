import Metrics
import SimulationKernel
import Testing

/// Who owns a pod, as kube-state-metrics tells it in a run.
@Suite("Owners of pods")
struct OwnershipTests {
  private static let set = """
    apiVersion: apps/v1
    kind: ReplicaSet
    metadata: {name: web, namespace: default}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: a, image: registry.k8s.io/pause:3.10}]}
    """

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: once, namespace: default, labels: {app: web}}
    spec: {containers: [{name: a, image: registry.k8s.io/pause:3.10}]}
    """

  @Test("A bare pod is the ReplicaSet's that selects it, and its own when that leaves an orphan")
  func orphan() throws {
    let deletion = "{kind: ReplicaSet, namespace: default, name: web, cascade: orphan}"
    let rows = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "90s",
      services: [Server(steps: ["wait: \"constant(1ms)\""])], documents: [Self.set, Self.pod],
      changes: "[{at: 40s, delete: \(deletion)}]"
    ).run(seed: 1).rows
    let owned = rows.values(of: "kube_pod_info", "once", "ReplicaSet").map(\.time)
    // A pod that nothing controls has an empty kind there (internal/store/pod.go).
    let free = rows.values(of: "kube_pod_info", "once", "").map(\.time)
    #expect(!owned.isEmpty && owned.allSatisfy { $0 <= SimTime(seconds: 40) })
    #expect(!free.isEmpty && free.allSatisfy { $0 >= SimTime(seconds: 40) })
    // What they use is counted under the same owner.
    let used = rows.values(of: "vhsim_pod_cpu_usage_cores", "once", "default/web").map(\.time)
    let alone = rows.values(of: "vhsim_pod_cpu_usage_cores", "once", "default/once").map(\.time)
    #expect(!used.isEmpty && used.allSatisfy { $0 <= SimTime(seconds: 40) })
    #expect(!alone.isEmpty && alone.allSatisfy { $0 >= SimTime(seconds: 40) })
    let kept = rows.values(of: "kube_replicaset_status_ready_replicas", "web")
    #expect(kept.map(\.time) == owned && kept.allSatisfy { $0.value == 2 })
    let mine = rows.values(of: "kube_replicaset_owner", "Deployment", "server")
    #expect(!mine.isEmpty && mine.allSatisfy { $0.value == 1 })
    // The two pods run on, each on its own.
    #expect(rows.values(of: "kube_pod_status_ready", "once", "true").last?.value == 1)
    let sets = rows.values(of: "kube_pod_info", "web")
    #expect(sets.map(\.time) == owned && sets.allSatisfy { $0.value == 2 })
  }

  /// internal/store/replicationcontroller.go; pod.go createPodOwnerFamilyGenerator.
  @Test("A ReplicationController owns its pods under its own kind, and its series end with it")
  func replicationController() throws {
    let text = """
      apiVersion: v1
      kind: ReplicationController
      metadata: {name: old, namespace: default}
      spec:
        replicas: 2
        template:
          metadata: {labels: {app: old}}
          spec: {containers: [{name: app, image: "registry.k8s.io/pause:3.10"}]}
      """
    let rows = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: "90s",
      warmUp: "0s", services: [Server(steps: [])], documents: [text],
      changes: "[{at: 30s, scale: {workload: default/replicationcontroller/old, replicas: 3}}, "
        + "{at: 60s, delete: {kind: ReplicationController, namespace: default, name: old}}]"
    ).run(seed: 1).rows
    let owned = rows.values(of: "kube_pod_owner", "ReplicationController", "old", "true")
    #expect(owned.first?.value == 2 && owned.contains { $0.value == 3 })
    let asked = rows.values(of: "kube_replicationcontroller_spec_replicas", "old")
    #expect(asked.first?.value == 2 && asked.last?.value == 3)
    #expect(asked.allSatisfy { $0.time <= SimTime(seconds: 60) })
    #expect(rows.values(of: "kube_replicaset_spec_replicas", "old").isEmpty)
  }
}
