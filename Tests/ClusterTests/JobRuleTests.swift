import Cluster
import Manifests
import Metrics
import SimulationKernel
import TestSupport
import Testing

/// Rules of the Job and DaemonSet controllers on pods that they delete themselves
/// (pkg/controller/job deleteJobPods, manageJob; controller_utils.go RealPodControl.DeletePod).
@Suite("Pods that controllers delete")
struct JobRuleTests {
  private func job(_ more: String) -> String {
    """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: load, namespace: shop}
    spec:
      completions: 8
      \(more)
      backoffLimit: 0
      template:
        metadata: {labels: {app: load}}
        spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
    """
  }

  /// A world in which the Job is created at time zero.
  private func world(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var spec = try ClusterSpec.of(text)
    spec.start = .cold
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  private func active(_ world: borrowing ClusterWorld) -> Int {
    world.cluster.workloads[0].pods.count {
      !world.cluster.pods[$0].isTerminating && world.cluster.pods[$0].phase != .succeeded
    }
  }

  @Test("A suspended Job's pods go and are no failures; resumed, it comes to its end")
  func suspension() throws {
    let runs = job("parallelism: 4")
    let held = job("parallelism: 4\n  suspend: true")
    var simulation = Simulation(seed: 1)
    var world = try world(runs, &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    #expect(active(world) == 4)
    try world.apply(held, to: runs, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(active(world) == 0)
    try world.apply(runs, to: held, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let events = world.cluster.drainEvents().filter { $0.kind == "Job" }
    #expect(events.filter { $0.reason == "Suspended" }.map(\.message) == ["Job suspended"])
    #expect(events.filter { $0.reason == "Resumed" }.map(\.message) == ["Job resumed"])
    #expect(events.count { $0.reason == "SuccessfulDelete" } == 4)
    #expect(events.last?.reason == "Completed")
    #expect(!events.contains { $0.reason == "BackoffLimitExceeded" })
  }

  /// The Suspended condition is of Jobs that are not over (job_controller.go syncJob).
  @Test(
    "A Job that has all it wants, or has failed too often, as it is suspended ends all the same",
    arguments: [(Int32(0), "Completed"), (1, "BackoffLimitExceeded")])
  func suspendedAtItsEnd(exitCode: Int32, reason: String) throws {
    let runs = job("parallelism: 1").replacing("completions: 8", with: "completions: 1")
    let held = runs.replacing("parallelism: 1", with: "parallelism: 1\n  suspend: true")
    var simulation = Simulation(seed: 1)
    var world = try world(runs, &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.crash(
      pod, exitCode: exitCode, reason: exitCode == 0 ? .completed : .error, in: &simulation)
    // The controller counts ended pods a second after they have.
    while simulation.now < SimTime(seconds: 30), world.cluster.pods[pod].phase == .running {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
    }
    try world.apply(held, to: runs, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents().filter { $0.kind == "Job" }
    #expect(events.map(\.reason).contains(reason))
    #expect(!events.contains { $0.reason == "Suspended" })
  }

  @Test("A Job's pods carry its name, and each its index (job strategy.go, job_controller.go)")
  func labels() throws {
    let text = job("parallelism: 8\n  completionMode: Indexed")
    var simulation = Simulation(seed: 1)
    var world = try world(text, &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let labels = world.cluster.workloads[0].pods.map { pod in
      ["batch.kubernetes.io/job-name", "job-name", "batch.kubernetes.io/job-completion-index"].map {
        world.cluster.label($0, of: pod)
      }
    }
    #expect(labels.allSatisfy { $0[0] == "load" && $0[1] == "load" })
    #expect(labels.compactMap { $0[2] }.sorted() == (0..<8).map { String($0) })
    let owners = world.cluster.workloads[0].pods.map { pod in
      ["batch.kubernetes.io/controller-uid", "controller-uid"].map {
        world.cluster.label($0, of: pod)
      }
    }
    let uid = owners.first?[0]
    #expect(uid != nil && owners.allSatisfy { $0 == [uid, uid] })
  }

  @Test("With a selector of the user's own a Job's pods have the user's labels (generateSelector)")
  func manualSelector() throws {
    let text = job("manualSelector: true\n  selector: {matchLabels: {app: load}}")
    var simulation = Simulation(seed: 1)
    var world = try world(text, &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let pod = try #require(world.cluster.workloads[0].pods.first)
    let labels = world.cluster.labels(of: pod).map { "\($0.key)=\($0.value)" }
    #expect(labels == ["app=load"])
  }

  @Test(
    "A Job that another controller manages gets no pods from 1.32 on (JobManagedBy), and a note")
  func managed() throws {
    let cases = [
      (31, "kueue.x-k8s.io/multikueue", true), (32, "kueue.x-k8s.io/multikueue", false),
      (32, "kubernetes.io/job-controller", true),
    ]
    for (minor, manager, runs) in cases {
      let text = job("parallelism: 1\n  managedBy: \(manager)")
      let spec = try ClusterSpec.of(text, minor: minor)
      var simulation = Simulation(seed: 1)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      #expect(world.cluster.workloads[0].pods.isEmpty == !runs, "1.\(minor) \(manager)")
      let isTold = spec.notes.contains { $0.hasPrefix("Job shop/load gets no pods: \(manager)") }
      #expect(isTold == !runs)
    }
  }

  @Test("Who manages a Job stays, where the API server keeps the field at all")
  func managerStays() throws {
    let own = job("managedBy: kubernetes.io/job-controller")
    let other = job("managedBy: kueue.x-k8s.io/multikueue")
    let words = "The Job \"load\" is invalid: spec.managedBy: Invalid value: field is immutable"
    for (minor, expected) in [(31, nil), (32, words)] as [(Int, String?)] {
      var simulation = Simulation(seed: 1)
      var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(own, minor: minor), seed: 1))
      world.cluster.start(in: &simulation)
      let refusal = try world.apply(other, to: own, in: &simulation)
      #expect(refusal == expected, "1.\(minor)")
    }
  }

  /// The name of a Job's pod, and what its two labels say of the Job's UID.
  private func identity(_ world: borrowing ClusterWorld) throws -> [String] {
    let last = world.cluster.workloads[0].pods.last
    let pod = try #require(last)
    var identity = [world.cluster.name(of: pod)]
    for key in ["controller-uid", "batch.kubernetes.io/controller-uid"] {
      identity.append(world.cluster.label(key, of: pod) ?? "")
    }
    return identity
  }

  @Test("A Job that is made anew is another one: its pods have another UID of it, and other names")
  func secondLife() throws {
    let file = job("parallelism: 1")
    var simulation = Simulation(seed: 1)
    var world = try world(file, &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let first = try identity(world)
    let job = NamedObject(kind: "Job", namespace: "shop", name: "load", span: .unknown)
    world.cluster.make(.delete(job), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    try world.apply(file, to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 110))
    let second = try identity(world)
    #expect(first[1] == first[2] && second[1] == second[2] && !second[1].isEmpty)
    #expect(zip(first, second).allSatisfy { $0 != $1 })
  }

  /// job_controller.go getPodsForJob; ttlafterfinished_controller.go processJob.
  @Test("What is left of a Job does not harm the one that is made anew under its name at once")
  func replacement() throws {
    let file = job("parallelism: 8\n  ttlSecondsAfterFinished: 40")
    var simulation = Simulation(seed: 1)
    var world = try world(file, &simulation)
    let deletion = NamedObject(kind: "Job", namespace: "shop", name: "load", span: .unknown)
    simulation.run(&world, through: SimTime(seconds: 2))
    world.cluster.make(.delete(deletion), update: nil, in: &simulation)
    try world.apply(file, to: file, in: &simulation)
    var ended: SimTime?
    while ended == nil, simulation.now < SimTime(seconds: 300) {
      simulation.run(&world, through: simulation.now + .seconds(1))
      if world.cluster.jobStatus(ofWorkload: 0).end != nil { ended = simulation.now }
    }
    let first = try #require(ended)
    #expect(world.cluster.jobStatus(ofWorkload: 0).failed == 0)
    #expect(world.cluster.jobStatus(ofWorkload: 0).succeeded == 8)
    // The time to live of the one that has ended does not end the next.
    simulation.run(&world, through: first + .seconds(30))
    world.cluster.make(.delete(deletion), update: nil, in: &simulation)
    try world.apply(file, to: file, in: &simulation)
    simulation.run(&world, through: first + .seconds(45))
    #expect(world.cluster.workloads[0].exists)
    simulation.run(&world, through: first + .seconds(300))
    #expect(!world.cluster.workloads[0].exists)
  }

  /// The changes of a Job's conditions, as `Complete True CompletionsReached`.
  private func conditions(_ world: inout ClusterWorld) -> [String] {
    world.cluster.drainConditionChanges().filter { $0.kind == "Job" }.map {
      "\($0.condition) \($0.status.rawValue) \($0.reason)"
    }
  }

  @Test("A Job's conditions say that it waits, goes on and succeeds (job_controller.go syncJob)")
  func conditions() throws {
    let runs = job("parallelism: 8")
    let held = job("parallelism: 8\n  suspend: true")
    var simulation = Simulation(seed: 1)
    var world = try world(held, &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    try world.apply(runs, to: held, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let changes = conditions(&world)
    #expect(
      changes == [
        "Suspended True JobSuspended", "Suspended False JobResumed",
        "SuccessCriteriaMet True CompletionsReached", "Complete True CompletionsReached",
      ])
  }

  @Test("A Job that fails has FailureTarget until its pods have ended, then Failed")
  func failure() throws {
    var simulation = Simulation(seed: 1)
    var world = try world(job("parallelism: 4"), &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.deletePod(pod, grace: .zero, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let changes = conditions(&world)
    #expect(
      changes == [
        "FailureTarget True BackoffLimitExceeded", "Failed True BackoffLimitExceeded",
      ])
  }

  @Test("A smaller parallelism deletes the pods beyond it; they are no failures")
  func parallelism() throws {
    let wide = job("parallelism: 6")
    let narrow = job("parallelism: 2")
    var simulation = Simulation(seed: 1)
    var world = try world(wide, &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    #expect(active(world) == 6)
    try world.apply(narrow, to: wide, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    #expect(active(world) == 2)
    simulation.run(&world, through: SimTime(seconds: 900))
    let events = world.cluster.drainEvents().filter { $0.kind == "Job" }
    #expect(events.count { $0.reason == "SuccessfulDelete" } == 4)
    #expect(events.last?.reason == "Completed")
  }

  /// deleteJobPods takes the finalizer away by which pods are counted, whatever policy replaces
  /// them.
  @Test(
    "Where only failed pods are replaced, surplus and suspended pods are no failures either",
    arguments: ["parallelism: 2", "parallelism: 6\n  suspend: true"])
  func discharged(then: String) throws {
    let policy = "\n  podReplacementPolicy: Failed"
    let wide = job("parallelism: 6" + policy)
    var simulation = Simulation(seed: 1)
    var world = try world(wide, &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    #expect(active(world) == 6)
    try world.apply(job(then + policy), to: wide, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    try world.apply(wide, to: job(then + policy), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 900))
    let events = world.cluster.drainEvents().filter { $0.kind == "Job" }
    #expect(events.contains { $0.reason == "SuccessfulDelete" })
    #expect(events.contains { $0.reason == "Completed" })
  }

  @Test(
    "A pod that somebody deletes counts as failed, however soon its object could go",
    arguments: [nil, SimDuration.zero])
  func deleted(grace: SimDuration?) throws {
    let rules =
      "parallelism: 1\n  podFailurePolicy: {rules: [{action: Count, onPodConditions: "
      + "[{type: DisruptionTarget}]}]}"
    for text in [job("parallelism: 1"), job(rules)] {
      var simulation = Simulation(seed: 1)
      var world = try world(text, &simulation)
      simulation.run(&world, through: SimTime(seconds: 15))
      let pod = world.cluster.workloads[0].pods[0]
      world.cluster.deletePod(pod, grace: grace, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 120))
      let failures = world.cluster.drainEvents().filter { $0.reason == "BackoffLimitExceeded" }
      #expect(failures.count == 1, "\(text)")
      let isThere = world.cluster.pods.contains(pod)
      #expect(!isThere)
    }
  }

  /// eviction_manager.go synchronize gives an evicted pod the condition DisruptionTarget.
  @Test("A pod that a full disk drives away has failed, unless a rule ignores disruptions")
  func evicted() throws {
    let rule =
      "parallelism: 1\n  podFailurePolicy: {rules: [{action: Ignore, onPodConditions: "
      + "[{type: DisruptionTarget}]}]}"
    for (text, isOver) in [(job("parallelism: 1"), true), (job(rule), false)] {
      var spec = try ClusterSpec.of(text)
      spec.start = .cold
      for node in spec.nodes.indices {
        spec.nodes[node].capacity.ephemeralStorage = 100 << 30
        spec.nodes[node].allocatable.ephemeralStorage = 100 << 30
      }
      var simulation = Simulation(seed: 1)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      let pod = world.cluster.workloads[0].pods[0]
      let node = spec.nodes[Int(world.cluster.pods[pod].node)].name
      let fault = try FaultTests.fault("diskFill: {node: \(node), share: 95%}")
      _ = world.cluster.inject(
        fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 40))
      let events = world.cluster.drainEvents()
      #expect(events.contains { $0.reason == "Evicted" })
      #expect(events.contains { $0.reason == "BackoffLimitExceeded" } == isOver)
    }
  }

  /// Ignored failures count for the wait alone (job_controller.go nonIgnoredFailedPodsCount).
  @Test(
    "The wait after a failure counts from the end of the pod's container",
    arguments: [
      "backoffLimit: 6",
      "backoffLimit: 0\n  podFailurePolicy: {rules: [{action: Ignore, onExitCodes: "
        + "{operator: In, values: [1]}}]}",
    ])
  func backoff(limit: String) throws {
    let text = job("parallelism: 1").replacing("backoffLimit: 0", with: limit)
    var simulation = Simulation(seed: 1)
    var world = try world(text, &simulation)
    for failures in 1...4 {
      while !world.cluster.workloads[0].pods.contains(where: { world.cluster.pods[$0].isServing }) {
        simulation.run(&world, through: simulation.now + .milliseconds(10))
      }
      let found = world.cluster.workloads[0].pods.first { world.cluster.pods[$0].isServing }
      let pod = try #require(found)
      let ended = simulation.now
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
      let wait = 10.0 * Double(1 << (failures - 1))
      simulation.run(&world, through: ended + SimDuration(seconds: wait + 0.01))
      let next = world.cluster.workloads[0].pods.filter {
        world.cluster.pods[$0].createdAt > ended
      }
      #expect(next.count == 1)
      let created = next.first.map { (world.cluster.pods[$0].createdAt - ended).seconds }
      #expect(created.map { abs($0 - wait) < 0.01 } == true, "\(String(describing: created))")
    }
  }

  @Test("A DaemonSet's rollout says which pods it deletes, and creates as many")
  func daemons() {
    let workload = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 1))
    world.cluster.start(in: &simulation)
    world.cluster.make(
      .restart(WorkloadReference(kind: nil, namespace: "shop", name: "agent", span: .unknown)),
      update: nil,
      in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let events = world.cluster.drainEvents().filter { $0.kind == "DaemonSet" }
    #expect(events.count { $0.reason == "SuccessfulDelete" } == 6)
    #expect(events.count { $0.reason == "SuccessfulCreate" } == 6)
    #expect(
      events.filter { $0.reason == "SuccessfulDelete" }.allSatisfy {
        $0.message.hasPrefix("Deleted pod: agent-")
      })
  }
}
