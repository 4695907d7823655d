import Cluster
import Manifests
import SimulationKernel
import Testing

/// Objects that are deleted and applied again are new ones: they do what they did at first.
@Suite("Objects applied again")
struct DeletedObjectTests {
  private func object(_ kind: String, _ name: String) -> ChangeAction {
    .delete(NamedObject(kind: kind, namespace: "shop", name: name, span: .unknown))
  }

  private let web =
    ObjectDocument.deployment(
      replicas: 2, pod: "containers: [{name: a, image: \"a:1\", ports: [{containerPort: 80}]}]")
    + "---\n"

  private var service: String { service(address: "") }

  private func service(address: String) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {\(address)selector: {app: web}, ports: [{port: 80}]}
    """
  }

  @Test("A Service has its endpoints again")
  func services() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(web + service, in: &simulation)
    world.cluster.make(object("Service", "web"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(!world.cluster.services[0].exists)
    try world.apply(service, to: web, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.services[0].exists && world.cluster.services[0].endpoints.count == 2)
  }

  @Test("A headless Service stays so whether its file says it or not")
  func headless() throws {
    let named = service(address: "clusterIP: None, ")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(web + named, in: &simulation)
    try world.apply(service, to: web + named, in: &simulation)
    #expect(world.cluster.services[0].isHeadless)
    let problem = try world.apply(named, to: web + named, in: &simulation)
    #expect(problem == nil && world.cluster.services[0].isHeadless)
  }

  private func pod(_ image: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: once, namespace: shop}
    spec: {containers: [{name: a, image: "\(image)"}]}
    """
  }

  @Test("A bare pod is there again, once for each apply")
  func barePod() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod("a:1"), in: &simulation)
    world.cluster.make(object("Pod", "once"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].pods.isEmpty)
    try world.apply(pod("a:2"), to: pod("a:1"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let pods = world.cluster.workloads[0].pods
    try #require(pods.count == 1)
    let template = world.cluster.templates[Int(world.cluster.pods[pods[0]].template)]
    #expect(world.cluster.pods[pods[0]].isReady && template.spec.containers[0].image == "a:2")
    world.cluster.deletePod(pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(world.cluster.workloads[0].pods.isEmpty)
  }

  @Test("The back-off of a pod's container ends with its definition")
  func redefinition() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod("a:1"), in: &simulation)
    let once = world.cluster.workloads[0].pods[0]
    // Waits of none, 10 s and 20 s follow.
    for second in [10.0, 20, 45] {
      simulation.run(&world, through: SimTime(seconds: second))
      world.cluster.crash(once, exitCode: 1, reason: .error, in: &simulation)
    }
    #expect(world.cluster.pods[once].waiting == .crashLoopBackOff)
    try world.apply(pod("a:2"), to: pod("a:1"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.pods[once].isReady && world.cluster.pods[once].restarts == 3)
  }

  @Test("A StatefulSet that is created anew may ask for claims of another size")
  func claimSize() {
    func spec(_ bytes: Int64) -> ClusterSpec {
      var set = SmallCluster.workload(.statefulSet, "db", replicas: 1)
      set.claimTemplates = [
        ClaimSpecification(name: "data", namespace: "shop", bytes: bytes, storageClass: "disks")
      ]
      var spec = SmallCluster.spec([set])
      spec.storageClasses = [
        StorageClassSpec(name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
      ]
      return spec
    }
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec(1 << 30), seed: 1))
    world.cluster.start(in: &simulation)
    world.cluster.make(object("StatefulSet", "db"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let problem = world.cluster.make(
      .apply(ManifestPath(path: "db.yaml", span: .unknown)),
      update: ClusterUpdate(from: spec(1 << 30), to: spec(2 << 30), documents: []),
      in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(problem == nil && world.cluster.workloads[0].readyCount == 1)
  }

  @Test("A Job runs once more, a failed one too")
  func jobs() throws {
    let job = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load, namespace: shop}
      spec:
        backoffLimit: 0
        template:
          spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
      """
    var simulation = Simulation(seed: 1)
    var spec = try ClusterSpec.of(job)
    spec.start = .cold
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    world.cluster.make(object("Job", "load"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    #expect(world.cluster.workloads[0].pods.isEmpty)
    try world.apply(job, to: job, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let reasons = world.cluster.drainEvents().filter { $0.kind == "Job" }.map(\.reason)
    #expect(reasons.count { $0 == "BackoffLimitExceeded" } == 1)
    #expect(reasons.last == "Completed")
  }

  @Test("A CronJob that is resumed starts the last time it missed, and goes on")
  func resumedCronJob() throws {
    func cron(_ suspend: Bool) -> String {
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: tick, namespace: shop}
      spec:
        schedule: "*/10 * * * *"
        suspend: \(suspend)
        jobTemplate:
          spec:
            template:
              spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
      """
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(cron(true), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 45 * 60))
    #expect(world.cluster.workloads.count == 1)
    try world.apply(cron(false), to: cron(true), in: &simulation)
    // Of the four or five starts that were missed only the last is made up for.
    simulation.run(&world, through: SimTime(seconds: 45 * 60 + 5))
    #expect(world.cluster.workloads.count == 2)
    simulation.run(&world, through: SimTime(seconds: 55 * 60 + 5))
    #expect(world.cluster.workloads.count == 3)
  }

  @Test("A pod that never restarts has failed after its machine's boot")
  func neverAfterBoot() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: once, namespace: shop}
      spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let once = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[once].node)
    world.cluster.powerOff(node: node, in: &simulation)
    world.cluster.powerOn(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.pods[once].phase == .failed && world.cluster.pods[once].restarts == 0)
  }

  @Test("A Job's pod that has ended leaves its volume to a pod of another node")
  func endedVolume() throws {
    let claim = ClaimSpecification(
      name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "disks")
    var job = SmallCluster.workload(.job, "load", replicas: 1)
    job.template.restartPolicy = .never
    job.template.claims = ["data"]
    job.template.nodeName = "worker-1"
    job.job = JobSettings()
    var reader = SmallCluster.workload(.deployment, "reader", replicas: 0)
    reader.template.claims = ["data"]
    reader.template.nodeName = "worker-2"
    var spec = SmallCluster.spec([job, reader], start: .cold)
    spec.claims = [claim]
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: false, provisions: true, isLocal: false)
    ]
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    // The Job has ended by then; its pod is still there.
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.drainEvents().contains { $0.reason == "Completed" })
    #expect(world.cluster.workloads[0].pods.count == 1)
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let events = world.cluster.drainEvents()
    #expect(events.count { $0.reason == "SuccessfulAttachVolume" } == 1)
    #expect(!events.contains { $0.reason == "FailedAttachVolume" })
    #expect(world.cluster.pods[world.cluster.workloads[1].pods[0]].isReady)
  }
}
