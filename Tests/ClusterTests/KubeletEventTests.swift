import Cluster
import Manifests
import SimulationKernel
import Testing

/// What kubelets say, in the words of upstream's sources.
@Suite("Events of kubelets")
struct KubeletEventTests {
  /// kuberuntime_container.go and image_manager.go of the releases; pull request 134043 took the
  /// names away.
  @Test(
    "What is said of a container's start depends on the version",
    arguments: [
      (31, "Created container web", "Started container web", ""),
      (32, "Created container: web", "Started container web", ""),
      (34, "Created container: web", "Started container web", ""),
      (35, "Container created", "Container started", " and can be accessed by the pod"),
    ])
  func start(minor: Int, created: String, started: String, access: String) {
    let version = ClusterVersion(minor: minor)
    #expect(version.createdText("web") == created)
    #expect(version.startedText("web") == started)
    #expect(
      version.presentText("web:1")
        == "Container image \"web:1\" already present on machine" + access)
  }

  /// pkg/probe/exec, http, tcp and grpc; a command's words are written as by Go's `%q`, times as
  /// its durations.
  @Test("A failed probe is told as the prober tells it")
  func probes() {
    func text(
      _ answer: ProbeAnswer, _ handler: ProbeHandler, seconds: Int64 = 1, _ command: [String] = []
    ) -> String {
      var probe = ProbeSpec()
      probe.handler = handler
      probe.command = command
      probe.timeout = .seconds(seconds)
      return answer.text(probe, at: "10.0.0.1")
    }
    #expect(
      text(.timedOut, .exec, ["sh", "-c", "echo \"a\\b\""])
        == #"command "sh -c echo \"a\\b\"" timed out"#)
    #expect(text(.refused, .exec, ["pg_isready"]) == "")
    #expect(
      text(.timedOut, .grpc, seconds: 90) == "timeout: health rpc did not complete within 1m30s")
    #expect(text(.overloaded, .http) == "HTTP probe failed with statuscode: 503")
  }

  /// distribution/reference ParseDockerRef, with the cases of its documentation.
  @Test(
    "The runtime names an image by its whole reference",
    arguments: [
      ("busybox", "docker.io/library/busybox:latest"), ("shop/cart:2", "docker.io/shop/cart:2"),
      ("localhost/cart", "localhost/cart:latest"), ("host:5000/cart:1", "host:5000/cart:1"),
      ("quay.io/a/b@sha256:1234", "quay.io/a/b@sha256:1234"),
    ])
  func references(image: String, whole: String) {
    #expect(ImageReference.whole(image) == whole)
  }

  /// client-go tools/record/events_cache.go: a burst of 25 events of one object and one more each
  /// 5 min; the tenth message of one reason and those after it stand for all.
  @Test("Of one object a controller's recorder lets so many events through, similar ones combined")
  func recorder() {
    var simulation = Simulation(seed: 3)
    let cart = SmallCluster.workload(.deployment, "cart", replicas: 40)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([cart], start: .cold), seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    func made(_ world: inout ClusterWorld) -> [String] {
      world.cluster.drainEvents().filter { $0.kind == "ReplicaSet" }.map(\.message)
    }
    let combined = "(combined from similar events): Created pod: cart-"
    let first = made(&world)
    #expect(world.cluster.workloads[0].readyCount == 40 && first.count == 25)
    #expect(first.prefix(9).allSatisfy { $0.hasPrefix("Created pod: cart-") })
    #expect(first.dropFirst(9).allSatisfy { $0.hasPrefix(combined) })
    simulation.run(&world, through: SimTime(seconds: 400))
    world.cluster.scale(workload: 0, to: 43, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 420))
    let later = made(&world)
    #expect(later.count == 1 && later.allSatisfy { $0.hasPrefix(combined) })
    // Ten minutes after the last one they are similar to nothing.
    simulation.run(&world, through: SimTime(seconds: 1_100))
    world.cluster.scale(workload: 0, to: 44, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_110))
    let last = made(&world)
    #expect(last.count == 1 && last.allSatisfy { $0.hasPrefix("Created pod: cart-") })
  }

  /// kuberuntime_manager.go SyncPod says it where there was a sandbox before.
  @Test("A machine's boot ends the sandboxes of its pods, which their kubelet says once of each")
  func sandboxes() {
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(
      cluster: Cluster(
        SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 6)], start: .cold),
        seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(!world.cluster.drainEvents().contains { $0.reason == "SandboxChanged" })
    let hit = world.cluster.workloads[0].pods.filter { world.cluster.pods[$0].node == 0 }
    let names = hit.map { world.cluster.name(of: $0) }.sorted()
    world.cluster.powerOff(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 62))
    world.cluster.powerOn(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    let changed = world.cluster.drainEvents().filter { $0.reason == "SandboxChanged" }
    #expect(!names.isEmpty && changed.map(\.name).sorted() == names)
    #expect(
      changed.allSatisfy {
        $0.message == "Pod sandbox changed, it will be killed and re-created." && !$0.isWarning
      })
  }
}
