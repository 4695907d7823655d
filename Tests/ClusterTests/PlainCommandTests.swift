import Cluster
import Manifests
import SimulationKernel
import Testing

/// Commands of app containers whose text alone says what they do.
@Suite("Commands of app containers")
struct PlainCommandTests {
  private func pod(_ command: String, _ rest: String = "") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: main, image: "web:1", command: \(command)}]
      \(rest)

    """
  }

  private func cold(
    _ text: String, _ simulation: inout Simulation, minor: Int = 35
  ) throws -> ClusterWorld {
    simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(text, minor: minor), seed: 3))
    world.cluster.start(in: &simulation)
    return world
  }

  /// The events of a reason, in order.
  private func times(_ reason: String, _ events: [ClusterEvent]) -> [Double] {
    events.filter { $0.reason == reason }.map(\.time.seconds)
  }

  @Test("A command's text says how long it lasts and how it ends, or that more must be known")
  func texts() throws {
    let never = PlainCommand(length: nil)
    func end(_ seconds: Double, _ code: Int32 = 0) -> PlainCommand {
      PlainCommand(length: SimDuration(seconds: seconds), exitCode: code)
    }
    let rows: [(command: String, end: PlainCommand?)] = [
      ("[\"false\"]", end(0, 1)), ("[sleep, \"20\"]", end(20)), ("[/bin/sleep, 1m, 5s]", end(65)),
      ("[sleep, infinity]", never), ("[tail, -f, /dev/null]", never), ("[run]", nil),
      ("[sh, -c, \"echo 'a; b' && sleep 5; exit 3\"]", end(5, 3)),
      ("[sh, -c, \"touch /tmp/up\\nsleep 30 # wait\\nrm -f /tmp/up; sleep 600\"]", end(630)),
      ("[sh, -c, \"false && sleep 9; echo $HOME\"]", end(0)),
      ("[sh, -ec, \"sleep 2; false; sleep 9\"]", end(2, 1)),
      ("[sh, -c, \"set -e; false; sleep 9\"]", end(0, 1)),
      ("[sh, -c, \"echo up; while true; do date | cat; sleep 5; done\"]", never),
      ("[sh, -c, \"while true; do test -f /x && break; sleep 5; done\"]", nil),
      ("[sh, -c, \"sleep 5; nginx\"]", nil), ("[sh, -c, \"sleep 5 & wait\"]", nil),
      ("[sh, -c, \"sleep $(cat /n)\"]", nil), ("[sh, -c, \"sleep 5 || exit 1\"]", nil),
      ("[sh, -c, \"trap 'exit 0' TERM; sleep 5\"]", nil), ("[exit, \"1\"]", nil),
      ("[sh, -c, \"false &&\\n sleep 9\\nsleep 2\"]", end(2)),
      ("[sh, -c, \"set +e; false; sleep 2\"]", nil),
      ("[sh, -c, \"set -o errexit; false; sleep 2\"]", nil),
      ("[sh, -ec, \"false && cat < /n; sleep 2\"]", nil),
      ("[sh, -c, \"sleep 9000d; sleep 9000d\"]", nil),
    ]
    for row in rows {
      let template = try ClusterSpec.of(pod(row.command)).workloads[0].template
      #expect(template.containers[0].command == row.end, "\(row.command)")
      #expect(template.containers[0].ignoresTermination == (row.end != nil), "\(row.command)")
    }
    // Arguments alone go to what the image runs.
    let image = pod("[]").replacing("command: []", with: "args: [sleep, \"5\"]")
    #expect(try ClusterSpec.of(image).workloads[0].template.containers[0].command == nil)
  }

  /// The first restart follows the first end at once, the next ones wait 10 s, 20 s and 40 s from
  /// each end (pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff).
  @Test("A container whose command ends is started again with growing waits")
  func restarts() throws {
    var simulation = Simulation(seed: 3)
    var world = try cold(pod("[sh, -c, \"sleep 5; exit 3\"]"), &simulation)
    simulation.run(&world, through: SimTime(seconds: 150))
    let starts = times("Started", world.cluster.drainEvents())
    try #require(starts.count >= 5)
    for (wait, pair) in zip([0.0, 10, 20, 40], zip(starts, starts.dropFirst())) {
      let gap = pair.1 - pair.0
      #expect(gap >= 5 + wait && gap <= 5 + wait * 1.5 + 17.5, "\(wait)")
    }
    let pod = world.cluster.workloads[0].pods[0]
    let main = world.cluster.mainContainer(of: pod)
    #expect(world.cluster.lastTermination(ofContainer: main) == .error)
    #expect(Int(world.cluster.pods[pod].restarts) >= 4)
  }

  @Test(
    "A pod that is not restarted ends as its command does",
    arguments: [
      ("[sleep, \"20\"]", .succeeded), ("[sh, -c, \"sleep 20; exit 1\"]", .failed),
      ("[sleep, infinity]", .running),
    ] as [(String, PodPhase)])
  func ends(command: String, phase: PodPhase) throws {
    var simulation = Simulation(seed: 3)
    var world = try cold(pod(command, "restartPolicy: Never"), &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].phase == .running)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.pods[pod].phase == phase)
    let main = world.cluster.mainContainer(of: pod)
    #expect(world.cluster.isTerminated(main) == (phase != .running))
  }

  @Test("A Job whose command fails has failed when its back-off limit is over")
  func jobs() throws {
    let job = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load, namespace: shop}
      spec:
        backoffLimit: 1
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: "load:1", command: [sh, -c, "exit 7"]}]

      """
    var simulation = Simulation(seed: 3)
    var world = try cold(job, &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "BackoffLimitExceeded" })
    #expect(times("Started", events).count == 2)
    #expect(!events.contains { $0.reason == "Completed" })
  }

  /// pkg/controller/job/pod_failure_policy.go getMatchingContainerFromList: the statuses of init
  /// containers count where no other has the name.
  @Test(
    "A Job fails for an exit code of its policy, of whatever container", arguments: [true, false])
  func failurePolicy(ofInit: Bool) throws {
    let fails = "{name: load, image: \"load:1\", command: [sh, -c, \"exit 42\"]}"
    let runs = "{name: main, image: \"main:1\"}"
    let job = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load, namespace: shop}
      spec:
        podFailurePolicy:
          rules:
            - {action: FailJob, onExitCodes: {containerName: load, operator: In, values: [42]}}
        template:
          spec:
            restartPolicy: Never
            initContainers: [\(ofInit ? fails : "")]
            containers: [\(ofInit ? runs : fails)]

      """
    var simulation = Simulation(seed: 3)
    var world = try cold(job, &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    let failed = try #require(events.first { $0.reason == "PodFailurePolicy" })
    #expect(failed.message.contains("Container load for pod shop/load-"))
    #expect(failed.message.hasSuffix("with exit code 42 matching FailJob rule at index 0"))
    #expect(times("Started", events).count == 1)
  }

  /// The kernel hands the first process of a namespace no SIGTERM that it has no handler for;
  /// beside others it dies at once (pid_namespaces(7)).
  @Test(
    "Such a command lasts its pod's grace, unless it is not the first process or ends before",
    arguments: [
      ("[sleep, infinity]", "", 12.0), ("[sleep, infinity]", "shareProcessNamespace: true", 0.1),
      ("[run]", "", 0.1), ("[sleep, \"55\"]", "", 5.0),
    ])
  func signals(command: String, settings: String, seconds: Double) throws {
    var simulation = Simulation(seed: 3)
    let text = pod(command, "terminationGracePeriodSeconds: 12\n  \(settings)")
    var world = try cold(text, &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let pod = world.cluster.workloads[0].pods[0]
    let started = try #require(times("Started", world.cluster.drainEvents()).first)
    let deletion = SimTime(seconds: started + 50)
    simulation.run(&world, through: deletion)
    world.cluster.deletePod(pod, in: &simulation)
    while simulation.now < SimTime(seconds: 100), world.cluster.pods.contains(pod) {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
    }
    // The kubelet hears of it, and the object's removal is shown, within 0.1 s each.
    let lasted = (simulation.now - deletion).seconds
    #expect(lasted >= seconds && lasted <= seconds + 0.3, "\(lasted)")
  }
}
