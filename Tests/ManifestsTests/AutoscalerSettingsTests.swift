import Manifests
import SimulationKernel
import Testing

/// What the manifests say of the cluster autoscaler.
@Suite("Cluster autoscaler's settings")
struct AutoscalerSettingsTests {
  private func priorities(_ text: String) -> PoolPriorities? {
    PoolPriorities(DecodedPlatform(text).set)
  }

  @Test("Its container's flags are read, and those that are wrong change nothing")
  func flags() {
    let settings = AutoscalerSettings(commandLine: [
      "./cluster-autoscaler", "--v=4", "--expander=priority,least-waste",
      "--balance-similar-node-groups", "--scale-down-unneeded-time=5m",
      "--scale-down-delay-after-add=90s", "--skip-nodes-with-local-storage=false",
      "--scale-down-utilization-threshold=0.7", "--max-graceful-termination-sec=60",
      "--max-nodes-total=20", "--scan-interval=soon", "--max-node-provision-time=-1m",
    ])
    #expect(settings.expanders == [.priority, .leastWaste])
    #expect(settings.balancesSimilarPools && !settings.skipsLocalStorage)
    #expect(settings.unneededTime == .minutes(5) && settings.delayAfterAdd == .seconds(90))
    #expect(settings.utilizationThreshold == 0.7 && settings.maxNodesTotal == 20)
    #expect(settings.maxGracefulTermination == .minutes(1))
    #expect(settings.scanInterval == .seconds(10) && settings.maxProvisionTime == .minutes(15))
  }

  @Test("metrics-server reads as often as its flag says, at least each 10 s, else each minute")
  func metricsResolution() {
    func resolution(_ arguments: String, image: String = "metrics-server") -> SimDuration? {
      DecodedPlatform(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: server, namespace: kube-system}
        spec:
          selector: {matchLabels: {app: server}}
          template:
            metadata: {labels: {app: server}}
            spec:
              containers:
                - {name: server, image: "registry.k8s.io/\(image):v0.7.2", args: [\(arguments)]}
        """
      ).set.metricsResolution
    }
    #expect(resolution("--secure-port=10250, --metric-resolution=30s") == .seconds(30))
    #expect(resolution("--metric-resolution=5s") == .seconds(10))
    #expect(resolution("--secure-port=10250") == .minutes(1))
    #expect(resolution("--metric-resolution=30s", image: "other") == nil)
  }

  @Test("Node groups get the greatest rank of a pattern that their name matches")
  func ranking() throws {
    let ranks = try #require(
      priorities(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cluster-autoscaler-priority-expander, namespace: kube-system}
        data:
          priorities: |-
            10:
              - .*
            50:
              - ^spot-.*
              - burst
        """))
    #expect(ranks.rank(of: "spot-a") == 50)
    #expect(ranks.rank(of: "my-burst-pool") == 50)
    #expect(ranks.rank(of: "my-spot-pool") == 10)
    #expect(priorities("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}") == nil)
  }
}
