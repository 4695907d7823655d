import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("What a kubelet refuses and ends")
struct PodAdmissionTests {
  private func pods(_ milli: [Int64], on node: String) -> [WorkloadSpec] {
    milli.enumerated().map { number, milli in
      var pod = SmallCluster.workload(.pod, "pod-\(number)", replicas: 1, milli: milli)
      pod.template.nodeName = node
      return pod
    }
  }

  /// The phase of each workload's first pod, and the events.
  private func run(
    _ spec: ClusterSpec, to seconds: Double
  ) -> (phases: [PodPhase?], events: [ClusterEvent]) {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: seconds))
    let events = world.cluster.drainEvents()
    var phases: [PodPhase?] = []
    for workload in world.cluster.workloads.indices {
      phases.append(
        world.cluster.workloads[workload].pods.first.map { world.cluster.pods[$0].phase })
    }
    return (phases, events)
  }

  @Test(
    "Pods that name their node are refused where it has no room for them",
    arguments: [ClusterSpec.Start.cold, .running])
  func room(start: ClusterSpec.Start) throws {
    let spec = SmallCluster.spec(pods([3_000, 3_000, 500], on: "worker-2"), start: start)
    let (phases, events) = run(spec, to: 120)
    #expect(phases.filter { $0 == .running }.count == 2)
    #expect(phases.filter { $0 == .failed }.count == 1)
    let refused = try #require(events.first { $0.reason == "OutOfcpu" })
    #expect(
      refused.message
        .hasPrefix("Node didn't have enough resource: cpu, requested: 3000, used: 3"))
  }

  /// Huge pages are no extended resource (removeMissingExtendedResources).
  @Test(
    "Huge pages that a node does not have are missed by their size",
    arguments: [ClusterSpec.Start.cold, .running])
  func hugePages(start: ClusterSpec.Start) throws {
    var pod = pods([100], on: "worker-2")[0]
    pod.template.containers[0].requests.extended = [.init(name: "hugepages-2Mi", amount: 4 << 20)]
    var spec = SmallCluster.spec([pod], start: start)
    let (phases, events) = run(spec, to: 60)
    #expect(phases == [.failed])
    let refused = try #require(events.first { $0.reason == "OutOfhugepages-2Mi" })
    #expect(
      refused.message == "Node didn't have enough resource: hugepages-2Mi, requested: 4194304, "
        + "used: 0, capacity: 0")
    for node in spec.nodes.indices {
      spec.nodes[node].capacity.extended = [.init(name: "hugepages-2Mi", amount: 4 << 20)]
      spec.nodes[node].allocatable.extended = spec.nodes[node].capacity.extended
    }
    #expect(run(spec, to: 60).phases == [.running])
  }

  @Test("A pod that names a node which its selector excludes is refused")
  func affinity() {
    var pod = pods([100], on: "worker-2")[0]
    pod.template.nodeSelector["disk"] = "ssd"
    let (phases, events) = run(SmallCluster.spec([pod], start: .cold), to: 60)
    #expect(events.contains { $0.reason == "NodeAffinity" })
    #expect(phases == [.failed])
  }

  @Test("Host ports and disk space are counted too")
  func portsAndDisk() throws {
    var twins = pods([100, 100, 100, 100], on: "worker-2")
    for place in 0..<2 {
      twins[place].template.containers[0].hostPorts = [
        HostPort(transport: "TCP", address: "", port: 8_080)
      ]
    }
    for place in 2..<4 {
      twins[place].template.containers[0].requests.ephemeralStorage = 6 << 30
    }
    var spec = SmallCluster.spec(twins, start: .cold)
    for node in spec.nodes.indices {
      spec.nodes[node].capacity.ephemeralStorage = 10 << 30
      spec.nodes[node].allocatable.ephemeralStorage = 10 << 30
    }
    let (phases, events) = run(spec, to: 120)
    for pair in [phases[..<2], phases[2...]] {
      #expect(pair.contains(.running) && pair.contains(.failed))
    }
    let refused = try #require(events.first { $0.reason == "NodePorts" })
    #expect(
      refused.message == "Predicate NodePorts failed: node(s) didn't have free ports for the "
        + "requested pod ports")
    #expect(
      events.contains {
        $0.reason == "OutOfephemeral-storage"
          && $0.message.contains("requested: 6442450944, used: 6442450944, capacity: 10737418240")
      })
  }

  @Test("A pod of a node that is not there goes after the collector's quarantine, without a word")
  func unknownNode() throws {
    let (phases, events) = run(SmallCluster.spec(pods([100], on: "nowhere"), start: .cold), to: 90)
    #expect(phases == [nil])
    #expect(!events.contains { $0.reason == "FailedScheduling" })
    let end = try #require(events.first { $0.reason == "PodGC" }).time
    // A pass each 20 s sees it, and 40 s later it goes.
    #expect(end > SimTime(seconds: 40) && end < SimTime(seconds: 65))
  }

  @Test("The end of a container without grace is said as any other")
  func forced() {
    var simulation = Simulation(seed: 1)
    let spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 1)])
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let pod = world.cluster.workloads[0].pods[0]
    let name = world.cluster.name(of: pod)
    world.cluster.deletePod(pod, grace: .zero, in: &simulation)
    let kills = world.cluster.drainEvents().filter { $0.reason == "Killing" && $0.name == name }
    #expect(kills.map(\.message) == ["Stopping container main"])
  }

  @Test("A pod whose time is over fails")
  func deadline() throws {
    var pod = SmallCluster.workload(.pod, "short", replicas: 1)
    pod.template.deadline = .seconds(20)
    let (phases, events) = run(SmallCluster.spec([pod], start: .cold), to: 90)
    let ended = try #require(events.first { $0.reason == "DeadlineExceeded" }).time
    #expect(ended > SimTime(seconds: 20) && ended < SimTime(seconds: 25))
    // The kubelet says it as something normal (pkg/kubelet/active_deadline.go ShouldEvict).
    #expect(!events.contains { $0.reason == "DeadlineExceeded" && $0.isWarning })
    #expect(phases == [.failed])
  }

  @Test("The time of a pod that runs at time zero begins then")
  func settledDeadline() throws {
    var pod = SmallCluster.workload(.pod, "short", replicas: 1)
    pod.template.deadline = .seconds(20)
    let (phases, events) = run(SmallCluster.spec([pod], start: .running), to: 90)
    let ended = events.first { $0.reason == "DeadlineExceeded" }?.time
    #expect(ended == SimTime(seconds: 20))
    #expect(phases == [.failed])
  }

  /// pkg/kubelet/active_deadline.go ShouldSync: the kubelet looks at each sync.
  @Test("A pod whose time is over while its machine is off fails once the machine is back")
  func overdue() {
    var pod = SmallCluster.workload(.pod, "short", replicas: 1)
    pod.template.deadline = .seconds(60)
    pod.template.nodeName = "worker-1"
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([pod], start: .cold), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let handle = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[handle].phase == .running)
    world.cluster.powerOff(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 70))
    world.cluster.powerOn(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    #expect(world.cluster.pods[handle].phase == .failed)
    #expect(world.cluster.drainEvents().count { $0.reason == "DeadlineExceeded" } == 1)
  }
}
