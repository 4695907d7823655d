import Cluster
import Manifests
import SimulationKernel
import Testing

/// Hooks and probes whose commands fail (pkg/kubelet/kuberuntime/kuberuntime_container.go
/// startContainer, executePreStopHook; pkg/kubelet/prober).
@Suite("Commands of hooks and probes that fail")
struct LifecycleHookTests {
  private func cold(_ settings: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        terminationGracePeriodSeconds: 10
        containers: [{name: main, image: "web:1", \(settings)}]

      """
    simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(text, minor: 34), seed: 3))
    world.cluster.start(in: &simulation)
    return world
  }

  @Test("A container whose postStart hook fails is killed and started again, and never ready")
  func postStart() throws {
    var simulation = Simulation(seed: 3)
    var world = try cold(
      "lifecycle: {postStart: {exec: {command: [sh, -c, \"sleep 3; exit 1\"]}}}", &simulation)
    simulation.run(&world, through: SimTime(seconds: 1))
    let pod = world.cluster.workloads[0].pods[0]
    var reasons: [ContainerWaiting] = []
    while simulation.now < SimTime(seconds: 60) {
      simulation.run(&world, through: simulation.now + .milliseconds(50))
      #expect(!world.cluster.pods[pod].isReady)
      let reason = world.cluster.pods[pod].waiting
      if reasons.last != reason { reasons.append(reason) }
    }
    let events = world.cluster.drainEvents()
    let started = try #require(events.first { $0.reason == "Started" }).time
    let failed = try #require(events.first { $0.reason == "FailedPostStartHook" })
    #expect(failed.message == "PostStartHook failed" && failed.isWarning)
    #expect((failed.time - started).seconds == 3)
    let killed = events.filter { $0.reason == "Killing" }
    #expect(killed.allSatisfy { $0.message == "FailedPostStartHook" })
    #expect(world.cluster.pods[pod].restarts >= 2)
    #expect(reasons.contains(.postStartHookError) && reasons.contains(.crashLoopBackOff))
  }

  /// startContainer runs the hook and, where that fails, killContainer before it returns; SyncPod
  /// starts one container after the other.
  @Test(
    "The next container starts when a hook is over, or its container's end after one that failed",
    arguments: [
      ("sleep 3", 3.0), ("sleep 3; exit 1", 8.0), ("exit 1", 5.0),
    ])
  func order(hook: String, seconds: Double) throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        containers:
          - name: main
            image: "web:1"
            lifecycle:
              postStart: {exec: {command: [sh, -c, "\(hook)"]}}
              preStop: {sleep: {seconds: 5}}
          - {name: other, image: "web:1"}

      """
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(text, minor: 34), seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    let starts = events.filter { $0.reason == "Started" }
    let first = try #require(starts.first { $0.message.hasSuffix("main") }).time
    let next = try #require(starts.first { $0.message.hasSuffix("other") }).time
    // The image is there, and the process ends at once after SIGTERM.
    #expect((next - first).seconds >= seconds && (next - first).seconds < seconds + 2)
  }

  /// From SIGTERM a process without a handler ends after 0.1 s.
  @Test(
    "A preStop hook that fails, or that its container does not survive, is told",
    arguments: [
      ("exec: {command: [sh, -c, \"sleep 3; exit 1\"]}", 3.0),
      ("exec: {command: [sleep, \"60\"]}", 10.1), ("exec: {command: [sleep, \"3\"]}", nil),
      ("exec: {command: [sleep, 1m]}", 10.1), ("exec: {command: [sleep, infinity]}", 10.1),
      ("exec: {command: [sh, -c, \"sleep 2; sleep 2; exit 1\"]}", 4.0),
      ("sleep: {seconds: 10}", nil),
    ] as [(String, Double?)])
  func preStop(hook: String, seconds: Double?) throws {
    var simulation = Simulation(seed: 3)
    var world = try cold("lifecycle: {preStop: {\(hook)}}", &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    let killing = try #require(events.first { $0.reason == "Killing" }).time
    let failed = events.filter { $0.reason == "FailedPreStopHook" }
    #expect(failed.map(\.message) == (seconds == nil ? [] : ["PreStopHook failed"]))
    if let seconds, let first = failed.first {
      // The kubelet hears of the deletion within 0.1 s, which is taken from the grace.
      let lasted = (first.time - killing).seconds
      #expect(lasted <= seconds && lasted >= seconds - 0.1, "\(lasted)")
    }
  }

  @Test(
    "A command that surely fails or lasts longer than its timeout fails its probe",
    arguments: [
      ("\"false\"", ""), ("sleep, \"4\"", "command \"sleep 4\" timed out"),
    ])
  func probes(command: String, text: String) throws {
    var simulation = Simulation(seed: 3)
    let probe =
      "{exec: {command: [\(command)]}, periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 2}"
    var world = try cold("livenessProbe: \(probe), readinessProbe: \(probe)", &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pod = world.cluster.workloads[0].pods[0]
    let events = world.cluster.drainEvents()
    let killed = try #require(events.first { $0.reason == "Killing" })
    #expect(killed.message == "Container main failed liveness probe, will be restarted")
    let failures = events.filter { $0.message == "Liveness probe failed: \(text)" }
    #expect(failures.prefix { $0.time <= killed.time }.count == 2)
    #expect(events.contains { $0.message == "Readiness probe failed: \(text)" })
    #expect(!world.cluster.pods[pod].isReady)
  }

  @Test(
    "A container that shall not run as root is not made where it would",
    arguments: [
      (
        "web:1", "securityContext: {runAsNonRoot: true, runAsUser: 0}",
        "Error: container's runAsUser breaks non-root policy (pod: \"web_shop("
      ),
      (
        "nginx:1.29", "securityContext: {runAsNonRoot: true}",
        "Error: container has runAsNonRoot and image will run as root (pod: \"web_shop("
      ),
      ("web:1", "securityContext: {runAsNonRoot: true}", nil),
      ("nginx:1.29", "securityContext: {runAsNonRoot: true, runAsUser: 101}", nil),
      ("nginx:1.29", "securityContext: {runAsUser: 0}", nil),
    ] as [(String, String, String?)])
  func root(image: String, settings: String, problem: String?) throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        \(settings)
        containers: [{name: main, image: "\(image)"}]

      """
    for start in [ClusterSpec.Start.cold, .running] {
      var spec = try ClusterSpec.of(text, minor: 34)
      spec.start = start
      var simulation = Simulation(seed: 3)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      let pod = world.cluster.workloads[0].pods[0]
      let failed = world.cluster.drainEvents().first { $0.reason == "Failed" }
      #expect(world.cluster.pods[pod].phase == (problem == nil ? .running : .pending))
      #expect(
        world.cluster.pods[pod].waiting == (problem == nil ? .none : .createContainerConfigError))
      if let problem {
        #expect(failed?.message.hasPrefix(problem) == true)
        #expect(failed?.message.hasSuffix(")\", container: main)") == true)
      } else {
        #expect(failed == nil)
      }
    }
  }
}
