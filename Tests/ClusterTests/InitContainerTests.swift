import Cluster
import Manifests
import SimulationKernel
import Testing

/// Init containers that poll Services hold their pods until these are there.
@Suite("Waiting init containers")
struct InitContainerTests {
  /// A database that is Ready a minute after its start, and its Services.
  private let database = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: all
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers:
            - {name: db, image: "db:1", readinessProbe: {initialDelaySeconds: 60, tcpSocket: {port: 1}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {selector: {app: db}, ports: [{port: 5432}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: all, namespace: shop}
    spec: {selector: {app: db}, clusterIP: None}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: early, namespace: shop}
    spec: {selector: {app: db}, clusterIP: None, publishNotReadyAddresses: true}
    ---

    """

  /// A Deployment whose one pod waits by a command line before its container of the same name.
  private func client(_ name: String, _ command: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: shop}
    spec:
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec:
          initContainers:
            - {name: \(name)-wait, image: "box:1", command: [sh, -c, "\(command)"]}
          containers: [{name: \(name), image: "box:1"}]
    ---

    """
  }

  private func cold(_ text: String) throws -> ClusterSpec {
    var spec = try ClusterSpec.of(text)
    spec.start = .cold
    return spec
  }

  /// When a container was created or started, in seconds; infinity for never.
  private func time(_ reason: String, _ container: String, in events: [ClusterEvent]) -> Double {
    events.first { event in
      event.reason == reason && event.message.split(separator: " ").last == container[...]
    }?.time.seconds ?? .infinity
  }

  private func loop(_ test: String) -> String { "until \(test); do echo no; sleep 3; done" }

  /// Clients that go on when the database is Ready.
  private var held: [String] {
    [
      client("port", loop("nc -z -w 1 db 5432")), client("page", loop("wget -q http://db:5432/x")),
      client("pod", loop("nc -z db-0.all 5432")), client("name", loop("nslookup all.shop.svc")),
      client("both", loop("nslookup db") + "; " + loop("pg_isready -h db")),
    ]
  }

  /// Clients that go on at once: a name with a cluster address, an address that is published early,
  /// a look without a loop, a host outside.
  private var free: [String] {
    [
      client("address", loop("nslookup db")), client("open", loop("nc -z early 5432")),
      client("once", "nslookup all"), client("outside", loop("nc -z www.example.com 80")),
    ]
  }

  /// Clients that never go on: a port that the Service does not have, a Service that nobody makes.
  private var stuck: [String] {
    [client("closed", loop("nc -z db 1")), client("gone", loop("nslookup nobody.shop.svc"))]
  }

  @Test("A pod goes on at the first look after its dependency is Ready")
  func late() throws {
    let spec = try cold(database + (held + free + stuck).joined())
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 50))
    let index = world.cluster.workloadIndex(kind: "Deployment", namespace: "shop", name: "port")
    let waiting = world.cluster.workloads[try #require(index)].pods[0]
    let isHeld = world.cluster.isInitializing(waiting)
    #expect(isHeld && world.cluster.pods[waiting].stage == .initializing)
    simulation.run(&world, through: SimTime(seconds: 150))
    let found = world.cluster.pod(namespace: "shop", name: "db-0")
    let ready = world.cluster.pods[try #require(found)].readyChangedAt.seconds
    #expect(ready > 60)
    let events = world.cluster.drainEvents()
    for name in ["port", "page", "pod", "name", "both"] {
      let start = time("Started", name, in: events)
      // The slices, a pause, the work of 1 s, the relist of up to 1 s, the container's start.
      #expect(start > ready + 1 && start < ready + 0.2 + 3 + 1 + 1 + 0.3, "\(name)")
      #expect(time("Started", name + "-wait", in: events) < 30)
    }
    for name in ["address", "open", "once", "outside"] {
      #expect(time("Started", name, in: events) < 30, "\(name)")
    }
    for name in ["closed", "gone"] {
      #expect(time("Started", name, in: events) == .infinity, "\(name)")
    }
    let isStillHeld = world.cluster.isInitializing(waiting)
    #expect(!isStillHeld && world.cluster.pods[waiting].isReady)
  }

  @Test("A Service that is applied late lets the pods go on that look for its name")
  func applied() throws {
    let before = client("cart", "while ! nslookup db; do sleep 2; done")
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: shop}
      spec: {selector: {app: db}, ports: [{port: 5432}]}
      """
    let known = try cold(before)
    var simulation = Simulation(seed: 1)
    var spec = known
    spec.reserve(
      ClusterUpdate(from: known, to: try cold(before + service), documents: [], earlier: []))
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(world.cluster.workloads[0].readyCount == 0)
    try world.apply(service, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 110))
    #expect(world.cluster.workloads[0].readyCount == 1)
  }

  @Test("An init container is pulled, created and started, and then it runs")
  func events() throws {
    let spec = try cold(client("cart", "true"))
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents().filter {
      ["Pulled", "Created", "Started"].contains($0.reason)
    }
    #expect(
      events.map(\.reason) == ["Pulled", "Created", "Started", "Pulled", "Created", "Started"])
    let created = time("Created", "cart-wait", in: events)
    let started = time("Started", "cart-wait", in: events)
    #expect(started > created && started - created < 0.2)
    // It works for a second, and up to a second later the kubelet sees its end.
    let next = time("Created", "cart", in: events) - started
    #expect(next >= 1 && next <= 2)
  }
}
