import Cluster
import Manifests
import SimulationKernel
import Testing

/// Webhooks that nobody answers: the rules and words of apiserver pkg/admission/plugin/webhook,
/// pkg/util/webhook and pkg/util/proxy.
@Suite("Webhooks of admission")
struct WebhookTests {
  static let excluded =
    "namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, "
    + "operator: NotIn, values: [guard]}]}"
  static let pods =
    "[{operations: [CREATE], apiGroups: [\"\"], apiVersions: [v1], resources: [pods]}]"

  static func deployment(_ name: String, in namespace: String) -> String {
    ObjectDocument.deployment(
      name, in: namespace, pod: "containers: [{name: a, image: \"a:1\"}]")
  }

  /// A webhook of the Deployment `hook`, and a Deployment `web` that it is asked about.
  static func platform(
    _ fields: String = excluded, rules: String = pods, service: String = "hook"
  ) -> String {
    deployment("hook", in: "guard") + deployment("web", in: "shop") + """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: hook, namespace: guard}
      spec: {selector: {app: hook}, ports: [{port: 443}]}
      """ + ObjectDocument.webhook(service: service, rules: rules, fields)
  }

  static let failed =
    "Internal error occurred: failed calling webhook \"check.guard.example\": "
    + "failed to call webhook: Post \"https://hook.guard.svc:443/check?timeout=10s\": "

  static func reference(_ name: String, _ namespace: String) -> WorkloadReference {
    WorkloadReference(kind: "deployment", namespace: namespace, name: name, span: .unknown)
  }

  func workload(_ world: borrowing ClusterWorld, _ name: String) throws -> WorkloadState {
    try #require(world.cluster.workloads.first { $0.name == name })
  }

  @discardableResult
  func scale(
    _ name: String, in namespace: String, to replicas: Int, _ world: inout ClusterWorld,
    _ simulation: inout Simulation
  ) -> String? {
    let action = ChangeAction.scale(Self.reference(name, namespace), replicas: replicas)
    return world.cluster.make(action, update: nil, in: &simulation)
  }

  /// A world whose webhook has lost its pods, and after that the Deployment `web` all of its own.
  private func deprived(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var world = try ClusterWorld.started(text, in: &simulation)
    scale("hook", in: "guard", to: 0, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    scale("web", in: "shop", to: 0, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    scale("web", in: "shop", to: 1, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    return world
  }

  private func refusals(_ world: inout ClusterWorld) -> [String] {
    world.cluster.drainEvents().filter { $0.reason == "FailedCreate" }.map(\.message)
  }

  @Test("Without endpoints it refuses pods in the API server's words, until it has one")
  func outage() throws {
    var simulation = Simulation(seed: 1)
    var world = try deprived(Self.platform(), &simulation)
    #expect(try workload(world, "web").readyCount == 0)
    #expect(try workload(world, "web").rollout.hasReplicaFailure)
    let text = Self.failed + "no endpoints available for service \"hook\""
    let found = refusals(&world)
    #expect(found.first == "Error creating: " + text)
    scale("hook", in: "guard", to: 1, &world, &simulation)
    // The ReplicaSet's controller tries again within as long as it has failed so far.
    simulation.run(&world, through: simulation.now + .seconds(120))
    #expect(try workload(world, "hook").readyCount == 1)
    #expect(try workload(world, "web").readyCount == 1)
  }

  @Test(
    "It keeps nothing out that it need not be asked about",
    arguments: [
      "failurePolicy: Ignore",
      "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guard}}",
      "objectSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}",
    ])
  func passed(fields: String) throws {
    var simulation = Simulation(seed: 1)
    let world = try deprived(Self.platform(fields), &simulation)
    #expect(try workload(world, "web").readyCount == 1)
  }

  @Test("Asked about its own pods it never comes back, until its configuration is deleted")
  func deadlock() throws {
    var simulation = Simulation(seed: 1)
    var world = try deprived(Self.platform("timeoutSeconds: 5"), &simulation)
    scale("hook", in: "guard", to: 1, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(600))
    #expect(try workload(world, "hook").readyCount == 0)
    let configuration = NamedObject(
      kind: "ValidatingWebhookConfiguration", namespace: nil, name: "guard", span: .unknown)
    world.cluster.make(.delete(configuration), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(1_100))
    #expect(try workload(world, "hook").readyCount == 1)
    #expect(try workload(world, "web").readyCount == 1)
  }

  @Test("A Service that is not there, or has another port, is told")
  func missing() throws {
    for (fields, service, problem) in [
      (Self.excluded, "absent", "service \"absent\" not found"),
      (Self.excluded, "hook, port: 8443", "no service port 8443 found for service \"hook\""),
    ] {
      var simulation = Simulation(seed: 1)
      var world = try deprived(Self.platform(fields, service: service), &simulation)
      let found = refusals(&world)
      #expect(found.first?.hasSuffix(problem) == true, "\(found)")
    }
  }

  @Test("A dead machine's endpoint makes every attempt last as long as the webhook's timeout")
  func timeout() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(Self.platform(), in: &simulation)
    let hook = try #require(try workload(world, "hook").pods.first)
    let node = Int(world.cluster.pods[hook].node)
    world.cluster.powerOff(node: node, in: &simulation)
    scale("web", in: "shop", to: 2, &world, &simulation)
    // The node is found dead after 40 s at the earliest.
    simulation.run(&world, through: simulation.now + .seconds(35))
    let events = world.cluster.drainEvents().filter { $0.reason == "FailedCreate" }
    let times = events.map(\.time)
    #expect(events.first?.message == "Error creating: \(Self.failed)context deadline exceeded")
    #expect(times.count >= 2)
    for (earlier, later) in zip(times, times.dropFirst()) {
      #expect(later - earlier >= .seconds(10))
    }
  }

  /// The garbage collector has workers of its own, which wait for no webhook of pods.
  @Test("An owner goes in the foreground while a sync of its controller waits for a webhook")
  func foreground() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(Self.platform(), in: &simulation)
    let hook = try #require(try workload(world, "hook").pods.first)
    world.cluster.powerOff(node: Int(world.cluster.pods[hook].node), in: &simulation)
    scale("web", in: "shop", to: 2, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(1))
    let refused = refusals(&world)
    #expect(refused.count == 1)
    let web = NamedObject(
      kind: "Deployment", namespace: "shop", name: "web", cascade: .foreground, span: .unknown)
    world.cluster.make(.delete(web), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(6))
    #expect(try !workload(world, "web").exists)
  }

  /// kubectl looks for the revision before it sends anything (polymorphichelpers/rollback.go).
  @Test("A rollback is refused for its revision first, and then by a webhook")
  func rollback() throws {
    let rules =
      "[{operations: [UPDATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]"
    let text = Self.platform("failurePolicy: Fail", rules: rules)
    let web = Self.reference("web", "shop")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    let restarted = world.cluster.make(.restart(web), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(60))
    scale("hook", in: "guard", to: 0, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    let missing = world.cluster.make(
      .rollback(web, toRevision: 7), update: nil, in: &simulation)
    let refused = world.cluster.make(
      .rollback(web, toRevision: nil), update: nil, in: &simulation)
    #expect(restarted == nil && missing == "unable to find specified revision 7 in history")
    #expect(refused?.hasSuffix("no endpoints available for service \"hook\"") ?? false)
  }

  @Test("What administrators ask is refused too, and stays as it was")
  func commands() throws {
    let rules =
      "[{operations: [UPDATE], apiGroups: [apps], apiVersions: [v1], resources: [\"*/scale\"]}, "
      + "{operations: [CREATE], apiGroups: [\"\"], apiVersions: [v1], resources: [configmaps]}]"
    let text = Self.platform("failurePolicy: Fail", rules: rules)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    scale("hook", in: "guard", to: 0, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    let answer =
      "Error from server (InternalError): " + Self.failed
      + "no endpoints available for service \"hook\""
    let scaled = scale("web", in: "shop", to: 3, &world, &simulation)
    #expect(scaled == answer)
    #expect(try workload(world, "web").replicas == 1)
    let map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: shop}}"
    let mapped = try world.apply(map, to: text, in: &simulation)
    #expect(mapped == answer)
    let secret = "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}}"
    let kept = try world.apply(secret, to: text, in: &simulation)
    #expect(kept == nil)
  }

  /// Injectors of others do not count, whose paths begin alike.
  @Test(
    "A mesh with istiod and no injector of its own has those of Istio's chart",
    arguments: [
      ("istio-injection: enabled", "", "namespace"),
      ("team: a", ", sidecar.istio.io/inject: \"true\"", "object"),
    ])
  func injector(labels: String, choice: String, webhook: String) throws {
    let text =
      Self.deployment("hook", in: "guard").replacing("hook", with: "istiod")
      + Self.deployment("web", in: "shop")
      .replacing("{labels: {app: web}}", with: "{labels: {app: web\(choice)}}") + """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: istiod, namespace: guard}
        spec: {selector: {app: istiod}, ports: [{port: 443}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {\(labels)}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: vault}
        webhooks:
          - name: agent.vault.example
            admissionReviewVersions: [v1]
            sideEffects: None
            clientConfig: {service: {name: vault, namespace: guard, path: /injector}}
            rules: []

        """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    scale("istiod", in: "guard", to: 0, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    scale("web", in: "shop", to: 2, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(10))
    let found = refusals(&world)
    #expect(
      found.first == "Error creating: Internal error occurred: failed calling webhook "
        + "\"\(webhook).sidecar-injector.istio.io\": failed to call webhook: Post "
        + "\"https://istiod.guard.svc:443/inject?timeout=10s\": "
        + "no endpoints available for service \"istiod\"")
  }
}
