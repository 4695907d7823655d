import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Images on their way to nodes")
struct ImageTests {
  private func run(
    _ workloads: [WorkloadSpec], missing: [String] = [],
    pulls: ImagePullSettings = ImagePullSettings(), until seconds: Double, minor: Int = 31
  ) -> [ClusterEvent] {
    var spec = SmallCluster.spec(workloads, start: .cold)
    spec.version = ClusterVersion(minor: minor)
    spec.registry.missing = missing
    spec.nodes = [SmallCluster.node("worker-1", zone: "zone-0")]
    spec.nodes[0].kubelet.imagePulls = pulls
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: seconds))
    return world.cluster.drainEvents()
  }

  @Test("A missing image is tried again after 10, 20, 40 ... 300 s and never starts")
  func backOff() {
    var spec = SmallCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 1)], start: .cold)
    spec.version = ClusterVersion(minor: 31)
    spec.registry.missing = ["cart:*"]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    // From each pull that fails until the next look its pod says ErrImagePull; of the first pull
    // the second look follows at once.
    var failures: [Double] = []
    var isSaid = false
    while simulation.now < SimTime(seconds: 1_500) {
      simulation.run(&world, through: simulation.now + .milliseconds(500))
      let waiting = world.cluster.pods[world.cluster.workloads[0].pods[0]].waiting
      if waiting == .errImagePull, !isSaid { failures.append(simulation.now.seconds) }
      isSaid = waiting == .errImagePull
    }
    let waits = zip(failures, failures.dropFirst()).map { $1 - $0 }
    for (wait, rule) in zip(waits, [20, 40, 80, 160, 300, 300].map { Double($0) }) {
      // The kubelet looks each 10 to 15 s whether the wait is over.
      #expect(wait > rule - 1 && wait < rule + 17)
    }
    #expect(waits.count >= 6)
    let events = world.cluster.drainEvents()
    #expect(!events.contains { $0.reason == "Started" })
    // Its kubelet says 25 events of the pod, and one more each 5 min.
    let said = events.count { $0.kind == "Pod" && $0.reason != "Scheduled" }
    #expect(said >= 25 && said <= 25 + 1_500 / 300)
  }

  /// pkg/kubelet/pod_workers.go completeWork: a failed sync is repeated after 10 to 15 s, and the
  /// start of the pod's sandbox asks for the second one at once.
  @Test("While an image's back-off lasts, each look of the kubelet says so", arguments: [31, 35])
  func looks(minor: Int) {
    let events = run(
      [SmallCluster.workload(.deployment, "cart", replicas: 1)], missing: ["cart:*"], until: 150,
      minor: minor)
    let failures = events.filter { $0.message == "Error: ErrImagePull" }.map(\.time.seconds)
    // What follows is more than the burst of the kubelet's recorder for one pod.
    let end = failures.dropFirst(3).first ?? 0
    let looks = events.filter { $0.reason == "BackOff" }.map(\.time.seconds).filter { $0 < end }
    let held = events.filter { $0.message == "Error: ImagePullBackOff" }.map(\.time.seconds)
      .filter { $0 < end }
    #expect(looks == held && looks.first == failures.first && failures.count >= 4)
    for (failure, wait) in zip(failures.dropFirst(), [20.0, 40]) {
      let during = looks.filter { $0 > failure && $0 < failure + wait }
      let steps = zip([failure] + during, during).map { $1 - $0 }
      #expect(steps.allSatisfy { $0 >= 10 && $0 <= 15 }, "\(steps)")
      // Since 1.35 the look after the first one comes when the wait is over.
      let least = minor >= 35 ? 1 : Int((wait / 15).rounded(.down))
      let most = minor >= 35 ? 1 : Int((wait / 10).rounded(.up))
      let isWhole = failure + wait < 150
      #expect(!isWhole || (least...most).contains(during.count), "\(during.count) of \(wait)")
    }
  }

  @Test("A node pulls one image after the other, and an image only once")
  func serial() throws {
    // Unknown images have 150 MB: at 200 MiB/s and 50 MB/s for unpacking 3.7 s each.
    let events = run(
      [
        SmallCluster.workload(.deployment, "cart", replicas: 3),
        SmallCluster.workload(.deployment, "shop", replicas: 1),
      ], until: 60)
    let whole = 150e6 / Double(200 << 20) + 3
    let pulled = events.filter { $0.message.hasPrefix("Successfully pulled") }
    #expect(pulled.count == 4)
    let first = try #require(events.first { $0.reason == "Pulling" }).time.seconds
    let last = try #require(pulled.last).time.seconds
    // Two transfers, and two looks at the registry of 0.3 s.
    #expect(abs(last - first - 2 * whole - 0.6) < 0.01)
    let times = try pulled.map { try durations($0.message) }
    #expect(times.count { $0.own >= whole - 0.001 } == 2)
    #expect(times.allSatisfy { $0.own <= $0.all })
    #expect(abs(times.reduce(0) { $0 + $1.own } - (last - first)) < 0.01)
    #expect(events.count { $0.reason == "Started" } == 4)
  }

  /// What the kubelet says that a pull took, without and with the wait for its turn, in seconds.
  private func durations(_ message: String) throws -> (own: Double, all: Double) {
    let words = message.split(separator: " ").map { $0.drop { $0 == "(" } }
    let place = try #require(words.firstIndex(of: "in"))
    let own = try #require(DurationText.parse(String(words[place + 1])))
    let all = try #require(DurationText.parse(String(words[place + 2])))
    return (own.seconds, all.seconds)
  }

  /// The line is never idle while an image is loaded, and unpacking takes each its own time: with
  /// `k` at once, four images of load `l` and unpacking `u` need `4 l` and `4 / k` times `u`.
  @Test("Images pulled at once share the line", arguments: [1, 2, 4, Int.max])
  func parallel(_ atOnce: Int) throws {
    var pulls = ImagePullSettings()
    pulls.atOnce = atOnce
    let events = run(
      ["a", "b", "c", "d"].map { SmallCluster.workload(.deployment, $0, replicas: 1) },
      pulls: pulls, until: 60)
    let load = 150e6 / Double(200 << 20)
    let asked = events.filter { $0.reason == "Pulling" }.map(\.time.seconds)
    let pulled = events.filter { $0.message.hasPrefix("Successfully pulled") }
    #expect(asked.count == 4 && pulled.count == 4)
    let first = try #require(asked.first)
    let last = try #require(asked.last)
    let time = try #require(pulled.last).time.seconds - first
    let whole = 4 * load + 3 * Double(4 / min(4, atOnce))
    #expect(abs(time - whole) <= last - first + 0.01)
  }

  @Test("A kubelet asks its registry for so many images a second", arguments: [0, 1, 5])
  func registryRate(_ rate: Int) throws {
    var pulls = ImagePullSettings()
    pulls.atOnce = .max
    pulls.callsPerSecond = rate
    let events = run(
      [SmallCluster.workload(.deployment, "cart", replicas: 15)], pulls: pulls, until: 120)
    let asked = events.filter { $0.reason == "Pulling" }.map(\.time.seconds)
    // The bucket, call by call.
    var (tokens, last, refused) = (10.0, asked[0], 0)
    for time in asked {
      tokens = min(10, tokens + (time - last) * Double(rate))
      last = time
      if rate == 0 || tokens >= 1 { tokens -= 1 } else { refused += 1 }
    }
    let problems = events.filter {
      $0.message == "Failed to pull image \"cart:1\": pull QPS exceeded"
    }
    #expect(problems.count == refused && (refused > 0) == (rate > 0))
    #expect(events.count { $0.message == "Error: ImagePullBackOff" } == refused)
    #expect(events.count { $0.reason == "Started" } == 15)
  }

  @Test("An image that may not be pulled must be there", arguments: [ImagePull.never, .always])
  func policy(_ policy: ImagePull) {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.containers[0].pull = policy
    let events = run([workload], until: 60)
    #expect(events.contains { $0.reason == "ErrImageNeverPull" } == (policy == .never))
    #expect(events.contains { $0.reason == "Started" } == (policy == .always))
  }

  @Test("A reference that nobody can read is InvalidImageName", arguments: ["Cart:1", "cart:"])
  func invalid(_ image: String) {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.containers[0].image = image
    let events = run([workload], until: 60)
    #expect(events.contains { $0.message == "Error: InvalidImageName" })
    #expect(!events.contains { $0.reason == "Started" })
  }

  /// The kubelet retries for as long as the pod is there, and a Deployment whose pods are not ready
  /// is not available.
  @Test(
    "A running start does not start what no kubelet could",
    arguments: [
      ("Cart:1", ImagePull.ifNotPresent, ContainerWaiting.invalidImageName),
      ("gone:1", .always, .imagePullBackOff), ("gone:1", .never, .none), ("cart:1", .always, .none),
    ])
  func runningStart(image: String, pull: ImagePull, reason: ContainerWaiting) {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 2)
    workload.template.containers[0].image = image
    workload.template.containers[0].pull = pull
    var spec = SmallCluster.spec([workload], start: .running)
    spec.registry.missing = ["gone:*"]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    let startNotes = world.cluster.startNotes(besides: spec)
    #expect(startNotes.contains { $0.contains(image) } == (reason != .none))
    for seconds in [0.0, 5, 1_000] {
      simulation.run(&world, through: SimTime(seconds: seconds))
      #expect(world.cluster.workloads[0].readyCount == (reason == .none ? 2 : 0))
    }
    for pod in world.cluster.workloads[0].pods {
      #expect(world.cluster.pods[pod].waiting == reason)
      #expect((world.cluster.pods[pod].phase == .pending) == (reason != .none))
    }
  }

  @Test("A missing ConfigMap is CreateContainerConfigError until it is applied")
  func configuration() throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.containers[0].environment = [
      ConfigurationReference(kind: .configMap, name: "settings", key: "url")
    ]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(
      cluster: Cluster(SmallCluster.spec([workload], start: .cold), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].waiting == .createContainerConfigError)
    let early = world.cluster.drainEvents()
    #expect(early.contains { $0.message == "Error: configmap \"settings\" not found" })
    world.cluster.apply(
      ConfigurationSpec(kind: .configMap, namespace: "shop", name: "settings", keys: ["uri"]),
      in: simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    let wrong = world.cluster.drainEvents()
    #expect(
      wrong.contains { $0.message == "Error: couldn't find key url in ConfigMap shop/settings" })
    world.cluster.apply(
      ConfigurationSpec(kind: .configMap, namespace: "shop", name: "settings", keys: ["url"]),
      in: simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.pods[pod].isReady && world.cluster.pods[pod].waiting == .none)
  }

  @Test("Credentials of a registry that do not exist are told, and the pod starts without")
  func credentials() {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.pullSecrets = ["here", "gone", "lost"]
    var spec = SmallCluster.spec([workload], start: .cold)
    spec.configurations = [
      ConfigurationSpec(kind: .secret, namespace: "shop", name: "here", keys: nil)
    ]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let told = world.cluster.drainEvents().filter { $0.reason == "FailedToRetrieveImagePullSecret" }
    #expect(told.count == 1 && told.allSatisfy { $0.message.contains("(gone, lost)") })
    #expect(world.cluster.workloads[0].readyCount == 1)
  }

  @Test("A sidecar's startup probe holds back the next container")
  func sidecar() throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    var sidecar = ContainerSpec(name: "proxy", image: "proxy:1")
    sidecar.isSidecar = true
    var startup = ProbeSpec()
    startup.initialDelay = .seconds(20)
    sidecar.startupProbe = startup
    var setup = ContainerSpec(name: "setup", image: "setup:1")
    setup.initDuration = .seconds(3)
    workload.template.initContainers = [sidecar, setup]
    workload.template.containers[0].postStart = .seconds(4)
    workload.template.containers.append(ContainerSpec(name: "second", image: "second:1"))
    let events = run([workload], until: 120)
    func started(_ name: String) throws -> Double {
      try #require(events.first { $0.message == "Started container \(name)" }).time.seconds
    }
    #expect(try started("setup") - started("proxy") >= 23)
    #expect(try started("main") > started("setup"))
    #expect(try started("second") - started("main") >= 4)
  }
}
