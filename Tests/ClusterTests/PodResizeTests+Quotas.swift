import Cluster
import Manifests
import SimulationKernel
import Testing

/// Resizes of pods in namespaces with quotas and limit ranges.
extension PodResizeTests {
  /// A pod with some resources in a namespace with a quota, both a minute old.
  private func bounded(
    _ hard: String, _ resources: String, _ simulation: inout Simulation
  ) throws -> ClusterWorld {
    let web = ObjectDocument.deployment(
      pod: "containers: [{name: main, image: \"web:1\", resources: {\(resources)}}]")
    let text = web + ObjectDocument.quota(hard)
    var world = world(try ClusterSpec.of(text, minor: 35), &simulation)
    run(&world, for: 60, in: &simulation)
    return world
  }

  @Test("A quota's bound of limits holds against an amount beyond any machine")
  func boundedLimits() throws {
    var simulation = Simulation(seed: 1)
    var world = try bounded("limits.memory: 1Gi", "limits: {memory: 64Mi}", &simulation)
    let refused = resize("web", limits: Amounts(memory: 16 << 30), &world, in: &simulation)
    #expect(
      refused?.contains("is forbidden: exceeded quota: bounds, requested: limits.memory=") ?? false,
      "\(refused ?? "taken")")
  }

  @Test("A quota counts what a resize asks for more, and a new pod has its template's resources")
  func quota() throws {
    var simulation = Simulation(seed: 1)
    var world = try bounded("requests.cpu: 1500m", "requests: {cpu: \"1\"}", &simulation)
    let refused = resize("web", requests: Amounts(cpu: 2_000), &world, in: &simulation)
    #expect(
      refused?.hasSuffix(
        "is forbidden: exceeded quota: bounds, requested: requests.cpu=1, used: requests.cpu=1, "
          + "limited: requests.cpu=1500m") ?? false, "\(refused ?? "taken")")
    let taken = resize("web", requests: Amounts(cpu: 1_500), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let used = world.cluster.usage(of: world.cluster.quotas[0], at: simulation.now)
    let old = pod(0, world)
    let container = world.cluster.resizedContainer(of: old)
    #expect(taken == nil && used == [1_500] && container?.requests.cpuMilli == 1_500)
    world.cluster.scale(workload: 0, to: 0, in: &simulation)
    run(&world, for: 60, in: &simulation)
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    run(&world, for: 10, in: &simulation)
    let fresh = pod(0, world)
    let isResized = world.cluster.resize(of: fresh) != nil
    #expect(fresh != old && !isResized)
    #expect(world.cluster.usage(of: world.cluster.quotas[0], at: simulation.now) == [1_000])
  }

  /// limitranger/admission.go maxConstraint, minConstraint: they ask whether a limit is there.
  @Test(
    "A limit of zero is a limit to limit ranges, and none to the container",
    arguments: [
      ("max: {cpu: \"1\"}", nil),
      ("min: {cpu: 100m}", "minimum cpu usage per Container is 100m, but request is 0"),
    ] as [(String, String?)])
  func zeroLimit(bound: String, words: String?) throws {
    let text =
      ObjectDocument.deployment(
        pod: "containers: [{name: main, image: \"web:1\", "
          + "resources: {limits: {cpu: 500m}, requests: {memory: 64Mi}}}]") + """
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: sizes, namespace: shop}
        spec: {limits: [{type: Container, \(bound)}]}
        """
    var simulation = Simulation(seed: 1)
    var world = world(try ClusterSpec.of(text, minor: 35), &simulation)
    run(&world, for: 60, in: &simulation)
    let problem = resize(
      "web", requests: Amounts(cpu: 0), limits: Amounts(cpu: 0), &world, in: &simulation)
    #expect((problem == nil) == (words == nil), "\(problem ?? "taken")")
    if let words { #expect(problem?.hasSuffix(words) ?? false, "\(problem ?? "taken")") }
    run(&world, for: 30, in: &simulation)
    let container = world.cluster.resizedContainer(of: pod(0, world))
    let isUnlimited = container.map { $0.cpuLimitMilli == nil } ?? false
    #expect(isUnlimited == (words == nil))
  }
}
