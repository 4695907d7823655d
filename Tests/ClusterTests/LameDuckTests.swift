import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("CoreDNS that is told to end")
struct LameDuckTests {
  private func manifests(_ health: String, grace: Int) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: coredns, namespace: kube-system}
    data:
      Corefile: ".:53 {\\n \(health)\\n kubernetes cluster.local\\n}\\n"
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: coredns, namespace: kube-system}
    spec:
      selector: {matchLabels: {k8s-app: kube-dns}}
      template:
        metadata: {labels: {k8s-app: kube-dns}}
        spec:
          terminationGracePeriodSeconds: \(grace)
          containers: [{name: coredns, image: "registry.k8s.io/coredns/coredns:v1.11.3"}]
          volumes: [{name: config, configMap: {name: coredns}}]
    """
  }

  /// Without a model the process ends 0.1 s after it stopped serving.
  @Test(
    "It serves on for its lameduck, but not beyond the grace",
    arguments: [
      ("health", 30, 0.1), ("health {\\n lameduck 5s\\n }", 30, 5.1),
      ("health {\\n lameduck 60s\\n }", 10, 10.1),
    ])
  func serves(health: String, grace: Int, seconds: Double) throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(manifests(health, grace: grace), in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.deletePod(pod, in: &simulation)
    var (begun, ended) = (Double.infinity, Double.infinity)
    for step in 1...2_000 where ended == .infinity {
      let now = Double(step) / 100
      simulation.run(&world, through: SimTime(seconds: now))
      let killed = world.cluster.drainEvents().first { $0.reason == "Killing" }
      begun = min(begun, killed?.time.seconds ?? .infinity)
      let runs = world.cluster.pods.contains(pod) && world.cluster.pods[pod].mainCPU >= 0
      if !runs { ended = now }
    }
    // The grace runs from the deletion, of which the kubelet hears a little later.
    #expect(ended - begun > seconds - 0.3 && ended - begun < seconds + 0.15, "\(ended - begun)")
  }
}
