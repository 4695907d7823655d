import Cluster
import Manifests
import SimulationKernel
import Testing

/// Restart policies and rules of single containers (pkg/kubelet/container ContainerShouldRestart):
/// rules for the exit code come first, then the container's policy, then its pod's.
@Suite("Restarts of single containers")
struct ContainerRestartTests {
  @Test(
    "The end of a container is followed by a new start, or by nothing, as its own fields say",
    arguments: [
      // The pod's policy, the container's, its rule, and whether SIGKILL's 137 starts it again.
      (.never, nil, nil, false), (.never, .onFailure, nil, true), (.always, .never, nil, false),
      (.always, .never, ExitCodeRule(codes: [137]), true),
      (.always, .never, ExitCodeRule(isNotIn: true, codes: [137]), false),
      (.never, .never, ExitCodeRule(isNotIn: true, codes: [0]), true),
      // Rules without a policy of the container do not count.
      (.never, nil, ExitCodeRule(codes: [137]), false),
    ] as [(ContainerRestarts, ContainerRestarts?, ExitCodeRule?, Bool)])
  func ends(
    ofPod: ContainerRestarts, own: ContainerRestarts?, rule: ExitCodeRule?, isRestarted: Bool
  ) throws {
    var web = SmallCluster.workload(.pod, "web", replicas: 1)
    web.template.restartPolicy = ofPod
    web.template.containers[0].restartPolicy = own
    web.template.containers[0].restartRules = rule.map { [$0] } ?? []
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([web]), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let fault = try FaultTests.fault("processKill: {workload: shop/web, mode: all}")
    _ = world.cluster.inject(
      fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].phase == (isRestarted ? .running : .failed))
    #expect(world.cluster.pods[pod].restarts == (isRestarted ? 1 : 0))
  }

  @Test("Before 1.35 the kubelet knows only the pod's policy", arguments: [31, 34, 35])
  func versions(minor: Int) throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        restartPolicy: Never
        containers:
          - name: main
            image: web:1
            restartPolicy: OnFailure
            restartPolicyRules:
              - {action: Restart, exitCodes: {operator: NotIn, values: [1, 2]}}
      """
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector)
      .documents(of: Array(text.utf8), path: "pod.yaml")
    let pod = try #require(ManifestSet.decode(documents, collector).pods.first)
    let template = PodTemplate(
      pod.spec, pod.metadata, priorities: [], runtimes: [], version: ClusterVersion(minor: minor))
    let container = template.containers[0]
    #expect(container.restartPolicy == (minor >= 35 ? .onFailure : nil))
    #expect(
      container.restartRules == (minor >= 35 ? [ExitCodeRule(isNotIn: true, codes: [1, 2])] : []))
  }
}
