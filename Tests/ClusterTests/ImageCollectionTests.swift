import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Images that nobody uses")
struct ImageCollectionTests {
  private static let names = ["a", "b", "c", "d"]

  /// A node of 1 GB with four images of 150 MB, whose workloads are scaled to nothing one after the
  /// other; then something else fills the disk.
  private func world(
    unused: [Int], leastAge: SimDuration = .minutes(2), share: String = "90%",
    version: ClusterVersion = ClusterVersion(), threshold: Int64 = 85,
    _ simulation: inout Simulation
  ) throws -> ClusterWorld {
    var spec = SmallCluster.spec(
      Self.names.map { SmallCluster.workload(.deployment, $0, replicas: 1) })
    spec.nodes = Array(spec.nodes[..<1])
    spec.version = version
    spec.nodes[0].kubelet.imageCollection.highPercent = threshold
    spec.nodes[0].capacity.ephemeralStorage = 1_000_000_000
    spec.nodes[0].kubelet.eviction.hard = EvictionLimits()
    spec.nodes[0].kubelet.imageCollection.leastAge = leastAge
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    for workload in unused {
      world.cluster.scale(workload: workload, to: 0, in: &simulation)
      simulation.run(&world, through: simulation.now + .seconds(10))
    }
    let fault = try FaultTests.fault("diskFill: {node: worker-1, share: \(share)}")
    _ = world.cluster.inject(
      fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(301))
    return world
  }

  /// Which of the images the node had to load once more.
  private func loaded(_ world: inout ClusterWorld, _ simulation: inout Simulation) -> [String] {
    _ = world.cluster.drainEvents()
    for workload in Self.names.indices {
      world.cluster.scale(workload: workload, to: 2, in: &simulation)
    }
    simulation.run(&world, through: simulation.now + .seconds(30))
    let pulls = world.cluster.drainEvents().filter { $0.reason == "Pulling" }
    return Self.names.filter { name in pulls.contains { $0.message.contains("\"\(name):1\"") } }
  }

  /// From 90 % to 80 % of 1 GB are 100 MB: one image.
  @Test(
    "The one that was used longest ago goes, until the disk has room", arguments: [[2, 0], [0]])
  func order(_ unused: [Int]) throws {
    var simulation = Simulation(seed: 1)
    var world = try world(unused: unused, &simulation)
    #expect(!world.cluster.drainEvents().contains { $0.reason == "FreeDiskSpaceFailed" })
    #expect(loaded(&world, &simulation) == [Self.names[unused[0]]])
  }

  @Test("Images in use and young ones stay, and the kubelet says that it found too little")
  func kept() throws {
    for (unused, age) in [([], SimDuration.minutes(2)), ([1], .minutes(600))] as [([Int], _)] {
      var simulation = Simulation(seed: 1)
      var world = try world(unused: unused, leastAge: age, &simulation)
      let failed = world.cluster.drainEvents().filter { $0.reason == "FreeDiskSpaceFailed" }
      #expect(!failed.isEmpty)
      #expect(
        failed.allSatisfy {
          $0.message
            == "Failed to garbage collect required amount of images. Attempted to free 100000000 "
            + "bytes, but only found 0 bytes eligible to free."
        })
      #expect(loaded(&world, &simulation).isEmpty)
    }
  }

  /// The kubelet computes `100 - int(available*100/capacity)` (image_gc_manager.go): 15.9 % free
  /// are 85 % in use, and 16 % are not.
  @Test("A disk counts as full by whole percents, and at 100 % nothing goes")
  func percents() throws {
    for (share, threshold, isCollected) in [
      ("84.1%", Int64(85), true), ("84%", 85, false), ("99%", 100, false),
    ] {
      var simulation = Simulation(seed: 1)
      var world = try world(unused: [1], share: share, threshold: threshold, &simulation)
      #expect(loaded(&world, &simulation) == (isCollected ? ["b"] : []), "\(share)")
    }
  }

  /// kubelet.go StartGarbageCollection: the first failure may be of statistics that are not there.
  @Test("A collection that fails again says so each time, the first one only what it lacked")
  func repeated() throws {
    var simulation = Simulation(seed: 1)
    var world = try world(unused: [], &simulation)
    simulation.run(&world, through: simulation.now + .minutes(10))
    let events = world.cluster.drainEvents()
    let short = events.filter { $0.reason == "FreeDiskSpaceFailed" }
    let failed = events.filter { $0.reason == "ImageGCFailed" }
    #expect(short.count >= 3)
    #expect(failed.map(\.time) == short.dropFirst().map(\.time))
    #expect(failed.map(\.message) == short.dropFirst().map(\.message))
    // Room in between ends the row.
    for share in ["10%", "90%"] {
      let fault = try FaultTests.fault("diskFill: {node: worker-1, share: \(share)}")
      _ = world.cluster.inject(
        fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
      simulation.run(&world, through: simulation.now + .minutes(5))
    }
    let later = world.cluster.drainEvents().map(\.reason)
    #expect(later.contains("FreeDiskSpaceFailed") && !later.contains("ImageGCFailed"))
  }

  @Test("From 1.35 on the kubelet speaks of the disk and not of its plan")
  func actionable() throws {
    var simulation = Simulation(seed: 1)
    var world = try world(unused: [], version: ClusterVersion(minor: 35), &simulation)
    let event = world.cluster.drainEvents().first { $0.reason == "FreeDiskSpaceFailed" }
    // 10^9 bytes are 953.67 times 2^20.
    #expect(
      event?.message
        == "Insufficient free disk space on the node's image filesystem (90% of 953.7 MiB used). "
        + "Failed to free sufficient space by deleting unused images (freed 0 bytes). Investigate "
        + "disk usage, as it could be used by active images, logs, volumes, or other data.")
  }
}
