import Metrics
import SimulationKernel
import Testing
import Twin

/// Pods that ask for what device plugins offer.
@Suite("Extended resources")
struct ExtendedResourceTests {
  private static func model(replicas: Int) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: model, namespace: default}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: model}}
      template:
        metadata: {labels: {app: model}}
        spec:
          containers:
            - name: server
              image: registry.k8s.io/pause:3.10
              resources: {limits: {nvidia.com/gpu: 1}}
    """
  }

  private static func plan(replicas: Int, pools: [String]) throws -> PlatformPlan {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1",
      services: [Server(steps: [])], documents: [model(replicas: replicas)], pools: pools
    ).plan()
  }

  private static func placed(_ plan: PlatformPlan) -> [String: Int] {
    var placed: [String: Int] = [:]
    for node in plan.nodes {
      let pods = node.pods.count { $0.hasPrefix("default/model-") }
      if pods > 0 { placed[node.name] = pods }
    }
    return placed
  }

  @Test("Machines that offer none take no pod that asks for one")
  func noneOffered() throws {
    #expect(try Self.placed(Self.plan(replicas: 2, pools: [])).isEmpty)
  }

  @Test("A pool's machines take as many pods as they offer pieces")
  func offered() throws {
    let pool =
      "{name: gpu, count: 2, cpu: \"8\", memory: 16Gi, "
      + "extendedResources: {nvidia.com/gpu: 2}}"
    let placed = try Self.placed(Self.plan(replicas: 5, pools: [pool]))
    #expect(placed == ["gpu-1": 2, "gpu-2": 2])
  }

  @Test("At a running start a pod finds its node beside one that is placed later")
  func laterNeighbour() throws {
    func deployment(_ name: String, _ affinity: String) -> String {
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: \(name), namespace: default}
      spec:
        selector: {matchLabels: {app: \(name)}}
        template:
          metadata: {labels: {app: \(name)}}
          spec:
            affinity: {\(affinity)}
            containers: [{name: server, image: "registry.k8s.io/pause:3.10"}]
      """
    }
    let beside =
      "podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
      + "[{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: late}}}]}"
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1",
      services: [Server(steps: [])],
      documents: [deployment("early", beside), deployment("late", "")])
    let rows = try laboratory.run(seed: 1).rows
    #expect(!rows.events.contains { $0.reason == "FailedScheduling" })
    let pods = try laboratory.plan().nodes.flatMap(\.pods)
    #expect(pods.contains { $0.hasPrefix("default/early-") })
  }
}
