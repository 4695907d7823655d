import Cluster
import Manifests
import SimulationKernel
import Testing

/// Pods without an owner that controllers select (controller_ref_manager.go ClaimPods).
@Suite("Adoption and release of pods")
struct AdoptionTests {
  private static func pod(app: String, named name: String = "once") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), namespace: shop, labels: {app: \(app)}}
    spec: {containers: [{name: a, image: "a:1"}]}

    """
  }

  private static func web(_ kind: String, replicas: Int = 2, more: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: \(kind)
    metadata: {name: web, namespace: shop}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: web}}
      \(more)
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: a, image: "a:1"}]}
    """
  }

  private func owned(_ world: borrowing ClusterWorld, by kind: WorkloadKind) -> [PodHandle] {
    world.cluster.workloads.first { $0.kind == kind }?.pods ?? []
  }

  @Test(
    "At a running start a DaemonSet has long taken a bare pod, or replaced it",
    arguments: [("OnDelete", 1, 1), ("OnDelete", 5, 3), ("RollingUpdate", 1, 0)])
  func settledDaemons(strategy: String, pods: Int, kept: Int) throws {
    let nodes = (1...3).map {
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n\($0)}
      status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
      ---

      """
    }
    let daemons = """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        updateStrategy: {type: \(strategy)}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: a, image: "a:1"}]}
      ---

      """
    let bare = (0..<pods).map { Self.pod(app: "web", named: "once-\($0)") + "---\n" }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(
      nodes.joined() + daemons + bare.joined(), in: &simulation)
    let settled = owned(world, by: .daemonSet)
    let names = settled.map { world.cluster.name(of: $0) }
    #expect(settled.count == world.cluster.nodes.count)
    #expect(Set(settled.map { world.cluster.pods[$0].node }).count == settled.count)
    #expect(names.count { $0.hasPrefix("once-") } == kept)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(owned(world, by: .daemonSet) == settled)
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == settled.count)
  }

  @Test("A ReplicaSet with all its replicas deletes the pod that it acquires")
  func surplus() throws {
    let set = Self.web("ReplicaSet")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(set, in: &simulation)
    let own = owned(world, by: .replicaSet)
    try world.apply(Self.pod(app: "web"), to: set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .replicaSet) == own)
    #expect(world.cluster.pod(namespace: "shop", name: "once") == nil)
    let events = world.cluster.drainEvents()
    #expect(
      events.contains {
        $0.reason == "SuccessfulDelete" && $0.kind == "ReplicaSet"
          && $0.message == "Deleted pod: once"
      })
    // Its object is gone: the file makes another one.
    try world.apply(Self.pod(app: "other"), to: set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.pod(namespace: "shop", name: "once") != nil)
  }

  @Test("A new ReplicaSet counts the pod that is there, and replaces it when its label changes")
  func acquisition() throws {
    let pod = Self.pod(app: "web")
    let set = Self.web("ReplicaSet", replicas: 3)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let found = world.cluster.pod(namespace: "shop", name: "once")
    let once = try #require(found)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .replicaSet).count == 3)
    #expect(owned(world, by: .replicaSet).contains(once))
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 3)
    try world.apply(Self.pod(app: "other"), to: pod + "---\n" + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(owned(world, by: .replicaSet).count == 3)
    #expect(!owned(world, by: .replicaSet).contains(once))
    #expect(world.cluster.pods.contains(once) && world.cluster.pods[once].isReady)
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 4)
  }

  @Test("A pod of another app, and one that a StatefulSet has no name for, stay their own")
  func strangers() throws {
    let before = Self.web("ReplicaSet") + "\n---\n" + Self.pod(app: "other")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(owned(world, by: .pod).count == 1)
    let numbered = Self.web("StatefulSet", more: "serviceName: web")
    // A number beyond any set's is no place either.
    for name in ["web-x", "web-2000000000"] {
      var other = try ClusterWorld.started(numbered, in: &simulation)
      try other.apply(Self.pod(app: "web", named: name), to: numbered, in: &simulation)
      simulation.run(&other, through: SimTime(seconds: 30))
      #expect(owned(other, by: .pod).count == 1 && owned(other, by: .statefulSet).count == 2)
    }
  }

  @Test("A StatefulSet takes the pod with its name, and makes no other one while it lets go of it")
  func numbered() throws {
    let pod = Self.pod(app: "web", named: "web-1")
    let set = Self.web(
      "StatefulSet", more: "serviceName: web\n  updateStrategy: {type: OnDelete}")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let found = world.cluster.pod(namespace: "shop", name: "web-1")
    let first = try #require(found)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .statefulSet).count == 2)
    #expect(owned(world, by: .statefulSet).contains(first))
    let next = Self.pod(app: "other", named: "web-1")
    try world.apply(next, to: pod + "---\n" + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(owned(world, by: .pod) == [first] && world.cluster.pods[first].isReady)
    #expect(owned(world, by: .statefulSet).map { world.cluster.name(of: $0) } == ["web-0"])
  }

  @Test("The pod that a StatefulSet takes gets the labels of its identity")
  func identity() throws {
    let pod = Self.pod(app: "web", named: "web-1")
    let set = Self.web(
      "StatefulSet", more: "serviceName: web\n  updateStrategy: {type: OnDelete}")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let found = world.cluster.pod(namespace: "shop", name: "web-1")
    let first = try #require(found)
    #expect(world.cluster.label("statefulset.kubernetes.io/pod-name", of: first) == "web-1")
    #expect(world.cluster.label("apps.kubernetes.io/pod-index", of: first) == "1")
    let updates = world.cluster.drainEvents().filter { $0.reason == "SuccessfulUpdate" }
    #expect(updates.map(\.message) == ["update Pod web-1 in StatefulSet web successful"])
  }

  @Test("A StatefulSet can not give a pod the volumes that it lacks, and goes no further")
  func storage() throws {
    let claims =
      "serviceName: web\n  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: "
      + "[ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]"
    let pod = Self.pod(app: "web", named: "web-0")
    let set = Self.web("StatefulSet", more: claims)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .statefulSet).map { world.cluster.name(of: $0) } == ["web-0"])
    let refusals = world.cluster.drainEvents().filter { $0.reason == "FailedUpdate" }
    #expect(refusals.count > 1)
    #expect(
      refusals.allSatisfy {
        $0.message.hasPrefix(
          "update Pod web-0 in StatefulSet web failed error: Pod \"web-0\" is invalid: "
            + "spec: Forbidden: pod updates may not change fields")
      })
  }

  @Test("At a running start a StatefulSet has the bare pod of its name, or has replaced it")
  func numberedStart() throws {
    for (strategy, isTaken) in [("OnDelete", true), ("RollingUpdate", false)] {
      let set = Self.web(
        "StatefulSet", more: "serviceName: web\n  updateStrategy: {type: \(strategy)}")
      let pods =
        Self.pod(app: "web", named: "web-1") + "---\n" + Self.pod(app: "web", named: "web-7")
      for text in [set + "\n---\n" + pods, pods + "---\n" + set] {
        var simulation = Simulation(seed: 1)
        var world = try ClusterWorld.started(text, in: &simulation)
        simulation.run(&world, through: SimTime(seconds: 120))
        let names = owned(world, by: .statefulSet).map { world.cluster.name(of: $0) }
        #expect(names.sorted() == ["web-0", "web-1"])
        #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 2)
        let found = world.cluster.pod(namespace: "shop", name: "web-1")
        let first = try #require(found)
        let maker = Int(world.cluster.pods[first].workload)
        #expect((world.cluster.workloads[maker].kind == .pod) == isTaken)
        #expect(world.cluster.label("apps.kubernetes.io/pod-index", of: first) == "1")
      }
    }
  }

  private static func job(selector: String) -> String {
    """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: sums, namespace: shop}
    spec:
      completions: 2
      parallelism: 2
      \(selector)
      template:
        metadata: {labels: {app: web}}
        spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
    """
  }

  @Test("A Job with a selector of its own takes the pod that it selects, and counts its end")
  func jobs() throws {
    let manual = "manualSelector: true\n  selector: {matchLabels: {app: web}}"
    let pod = Self.pod(app: "web").replacing("spec: {", with: "spec: {restartPolicy: Never, ")
    for (selector, made) in [(manual, 1), ("suspend: false", 2)] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(pod, in: &simulation)
      try world.apply(Self.job(selector: selector), to: pod, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 900))
      let events = world.cluster.drainEvents()
      #expect(events.count { $0.reason == "SuccessfulCreate" && $0.kind == "Job" } == made)
      #expect(events.contains { $0.reason == "Completed" && $0.kind == "Job" })
      #expect(owned(world, by: .job).count == 2)
    }
  }

  @Test("A Job lets go of the pod whose label changes, and makes another one")
  func jobRelease() throws {
    let manual = "manualSelector: true\n  selector: {matchLabels: {app: web}}"
    let pod = Self.pod(app: "web")
    let job = Self.job(selector: manual)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    try world.apply(job, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 3))
    let found = world.cluster.pod(namespace: "shop", name: "once")
    let once = try #require(found)
    #expect(owned(world, by: .job).contains(once))
    try world.apply(Self.pod(app: "other"), to: pod + "---\n" + job, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 6))
    #expect(owned(world, by: .pod) == [once] && owned(world, by: .job).count == 2)
  }

  @Test("An adopted pod that is deleted and written anew is there once")
  func rewritten() throws {
    let plain = Self.pod(app: "web")
    let pod = plain.replacing(
      "image: \"a:1\"", with: "image: \"a:1\", lifecycle: {preStop: {sleep: {seconds: 20}}}")
    let set = Self.web("ReplicaSet", replicas: 1)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let found = world.cluster.pod(namespace: "shop", name: "once")
    let first = try #require(found)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(owned(world, by: .replicaSet) == [first])
    let object = NamedObject(kind: "Pod", namespace: "shop", name: "once", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    try world.apply(Self.pod(app: "other"), to: pod + "---\n" + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    #expect(world.cluster.pods.contains(first) && owned(world, by: .pod).isEmpty)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(!world.cluster.pods.contains(first) && owned(world, by: .pod).count == 1)
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 2)
  }

  @Test("At a running start the pods have long been adopted")
  func runningStart() throws {
    let set = Self.web("ReplicaSet")
    for text in [set + "\n---\n" + Self.pod(app: "web"), Self.pod(app: "web") + "---\n" + set] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(text, in: &simulation)
      let found = world.cluster.pod(namespace: "shop", name: "once")
      let once = try #require(found)
      simulation.run(&world, through: SimTime(seconds: 30))
      #expect(owned(world, by: .replicaSet).count == 2)
      #expect(owned(world, by: .replicaSet).contains(once))
    }
  }
}
