import Cluster
import Manifests
import SimulationKernel
import Testing

/// Init containers that fail or can not be started: their restarts, their waits and what the API
/// shows of them (pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff).
@Suite("Init containers that fail")
struct InitRestartTests {
  /// A pod of its own, with an init container before its container.
  private func pod(_ first: String, policy: String = "Always") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: late, namespace: shop}
    spec:
      restartPolicy: \(policy)
      initContainers: [{name: first, image: "first:1", \(first)}]
      containers: [{name: late, image: "late:1"}]
    ---

    """
  }

  private func cold(
    _ text: String, _ simulation: inout Simulation, minor: Int = 34,
    change: (inout NodeSpec) -> Void = { _ in }
  ) throws -> ClusterWorld {
    var spec = try ClusterSpec.of(text, minor: minor)
    spec.start = .cold
    for index in spec.nodes.indices { change(&spec.nodes[index]) }
    simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    return world
  }

  private func pod(of world: borrowing ClusterWorld) throws -> PodHandle {
    let found = world.cluster.pod(namespace: "shop", name: "late")
    return try #require(found)
  }

  /// From each event of a reason to the next: at once, then 10 s, 20 s and so on, and up to 15 s
  /// more until the kubelet looks.
  private func expectWaits(_ times: [SimTime], atLeast count: Int) {
    #expect(times.count >= count)
    for (index, pair) in zip(times, times.dropFirst()).enumerated() {
      let wait = min(300, index == 0 ? 0 : 10 << (index - 1))
      let seconds = (pair.1 - pair.0).seconds
      #expect(seconds >= Double(wait) && seconds <= Double(wait) * 1.5 + 17.5, "\(index)")
    }
  }

  @Test(
    "One that can not start waits longer from try to try, whatever its image does between",
    arguments: ["command: [run]", "command: [run], restartPolicy: Always"], [34, 35])
  func unstartable(_ first: String, minor: Int) throws {
    var simulation = Simulation(seed: 3)
    let text = pod(first + ", imagePullPolicy: Always")
    var world = try cold(text, &simulation, minor: minor) { $0.kubelet.podProcesses = 5 }
    // The kubelet's recorder does not let all through that it says of them.
    var failures: [SimTime] = []
    var events: [ClusterEvent] = []
    while simulation.now < SimTime(seconds: 900) {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      events += world.cluster.drainEvents()
      let failed = events.contains { $0.message.contains("read init-p") }
      guard failed, let pod = world.cluster.workloads[0].pods.first else { continue }
      let state = world.cluster.pods[pod]
      if Int(state.restarts + state.initRestarts) >= failures.count {
        failures.append(simulation.now)
      }
    }
    expectWaits(failures, atLeast: 6)
    #expect(
      events.contains {
        $0.message.hasPrefix("Back-off restarting failed container first in pod late_shop(")
      })
    let pod = try pod(of: world)
    let restarts = world.cluster.pods[pod].restarts + world.cluster.pods[pod].initRestarts
    #expect(Int(restarts) == failures.count - 1)
    #expect(world.cluster.pods[pod].phase == .pending)
    #expect(world.cluster.pods[pod].waiting == .crashLoopBackOff)
  }

  @Test("Between a start that failed and the kubelet's next look the reason is RunContainerError")
  func reasons() throws {
    var simulation = Simulation(seed: 3)
    var world = try cold(pod("command: [run]"), &simulation) { $0.kubelet.podProcesses = 5 }
    // Its image takes longer.
    simulation.run(&world, through: SimTime(seconds: 1))
    let pod = try pod(of: world)
    var seen: [ContainerWaiting] = []
    while simulation.now < SimTime(seconds: 60) {
      simulation.run(&world, through: simulation.now + .milliseconds(20))
      let reason = world.cluster.pods[pod].waiting
      if seen.last != reason { seen.append(reason) }
    }
    let expected: [ContainerWaiting] = [.none, .runContainerError, .none, .runContainerError]
    #expect(Array(seen.prefix(5)) == expected + [.crashLoopBackOff])
    #expect(world.cluster.pods[pod].lastInitReason == .startError)
  }

  @Test("A command that ends with a failure is run again, and its pod's Job counts that")
  func command() throws {
    var simulation = Simulation(seed: 3)
    let spec = pod("command: [sh, -c, \"sleep 2; exit 3\"]", policy: "OnFailure")
      .split(separator: "\n").drop { $0 != "spec:" }.prefix { $0 != "---" }
    let job = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load, namespace: shop}
      spec:
        backoffLimit: 3
        template:

      """
    let template = spec.map { "    \($0)" }.joined(separator: "\n")
    var world = try cold(job + template, &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let events = world.cluster.drainEvents()
    let starts = events.filter { $0.reason == "Started" }.map(\.time)
    // At the third restart the limit is reached.
    #expect(starts.count == 4)
    expectWaits(starts, atLeast: 4)
    #expect(events.contains { $0.reason == "BackoffLimitExceeded" })
  }

  /// Beside the second that an init container of which nothing is known takes.
  @Test(
    "An init container lasts as long as its command",
    arguments: [
      ("[sh, -c, \"sleep 5; sleep 5; exit 1\"]", 11.0), ("[sleep, 1m]", 61),
      ("[sh, -c, \"migrate; sleep 3\"]", 4),
      ("[sh, -c, \"until test -f /a; do sleep 3; done\"]", 1),
    ])
  func lengths(command: String, seconds: Double) throws {
    let spec = try ClusterSpec.of(pod("command: \(command)"))
    #expect(spec.workloads[0].template.initContainers[0].initDuration.seconds == seconds)
  }

  @Test("A pod waits for an init container whose command never ends")
  func endless() throws {
    var simulation = Simulation(seed: 3)
    var world = try cold(pod("command: [sleep, infinity]"), &simulation)
    simulation.run(&world, through: SimTime(seconds: 86_400))
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].phase == .pending)
  }

  @Test("Killed while it polls it is started again; without restarts its pod has failed")
  func killed() throws {
    for policy in ["Always", "Never"] {
      let wait = "command: [sh, -c, \"until nc -z db.shop 1; do sleep 2; done\"]"
      let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: shop}
        spec: {selector: {app: db}, ports: [{port: 1}]}
        """
      var simulation = Simulation(seed: 3)
      var world = try cold(pod(wait, policy: policy) + service, &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      let fault = try FaultTests.fault(
        "processKill: {pod: {mode: all, selector: {namespaces: [shop]}}}")
      _ = world.cluster.inject(
        fault, random: EntityRandom(seed: 3, stream: "fault/hit"), in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 70))
      let pod = try pod(of: world)
      #expect(world.cluster.pods[pod].lastInitReason == .error)
      #expect(world.cluster.pods[pod].phase == (policy == "Never" ? .failed : .pending))
      #expect(world.cluster.pods[pod].initRestarts == (policy == "Never" ? 0 : 1))
      let starts = world.cluster.drainEvents().count { $0.reason == "Started" }
      #expect(starts == (policy == "Never" ? 1 : 2))
    }
  }

  @Test("The kubelet says that it stops an init container with its pod")
  func stopped() throws {
    var simulation = Simulation(seed: 3)
    var world = try cold(pod("command: [sh, -c, \"sleep 600\"]"), &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pod = try pod(of: world)
    world.cluster.deletePod(pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 70))
    #expect(world.cluster.drainEvents().contains { $0.message == "Stopping container first" })
    let isThere = world.cluster.pods.contains(pod)
    #expect(!isThere)
  }

  /// kuberuntime_manager.go computeInitContainerActions: the next one waits for the sidecar before
  /// it, whatever those before that do.
  @Test("A sidecar that is started again does not let what waits for the next sidecar go on")
  func earlierSidecar() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: late, namespace: shop}
      spec:
        initContainers:
          - {name: one, image: "one:1", restartPolicy: Always, resources: {requests: {memory: 2Gi}}}
          - name: two
            image: two:1
            restartPolicy: Always
            startupProbe: {initialDelaySeconds: 300, tcpSocket: {port: 1}}
        containers: [{name: late, image: "late:1"}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: greedy, namespace: shop}
      spec: {containers: [{name: greedy, image: "greedy:1", resources: {requests: {memory: 4Gi}}}]}
      """
    let spec = try ClusterSpec.of(text, minor: 34)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    let index = try #require(spec.workloads.firstIndex { $0.name == "greedy" })
    world.cluster.setSoftware(workload: index, room: .workload, reportsMemory: true)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    // Of 8 GiB the sidecar holds 2 and has the greater score: 750 + 250 beside 500 + 125.
    let greedy = world.cluster.workloads[index].pods[0]
    _ = world.cluster.holdMemory(1 << 30, in: greedy, in: &simulation)
    _ = world.cluster.holdMemory(7 << 30, in: greedy, in: &simulation)
    _ = world.cluster.holdMemory(1 << 30, in: greedy, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "OOMKilling" && $0.message.contains("(one)") })
    let pod = try pod(of: world)
    #expect(world.cluster.pods[pod].restarts == 1)
    #expect(events.allSatisfy { !$0.message.hasSuffix(" late") })
    simulation.run(&world, through: SimTime(seconds: 400))
    #expect(world.cluster.pods[pod].isReady)
  }

  @Test("What a command's text alone says of its exit code; what is not known succeeds")
  func exitCodes() throws {
    let rows: [(command: String, code: Int32)] = [
      ("[\"false\"]", 1), ("[/bin/false]", 1), ("[\"true\"]", 0), ("[run, --now]", 0),
      ("[sh, -c, \"exit 1\"]", 1), ("[/bin/sh, -c, \"echo no && exit 300\"]", 44),
      ("[bash, -ec, \"sleep 5; false\"]", 1), ("[sh, -c, \"false; true\"]", 0),
      ("[sh, -c, \"false && exit 3\"]", 1), ("[sh, -c, \"exit 0; exit 1\"]", 0),
      ("[sh, -c, \"test -f /a || exit 1\"]", 0), ("[sh, -c, \"migrate; exit 1\"]", 0),
      ("[sh, -c, \"if a; then exit 1; fi\"]", 0), ("[sh, -c, \"exit $CODE\"]", 0),
    ]
    for row in rows {
      let spec = try ClusterSpec.of(pod("command: \(row.command)"))
      let first = spec.workloads[0].template.initContainers[0]
      #expect(first.initExitCode == row.code, "\(row.command)")
    }
  }
}
