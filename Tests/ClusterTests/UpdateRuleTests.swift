import Cluster
import Manifests
import SimulationKernel
import Testing

/// Updates that the API server refuses (pkg/apis, the Validate…Update functions).
@Suite("Fields that stay as they were created")
struct UpdateRuleTests {
  /// An object before and after an edit, and the end of the API's words; empty where it is taken.
  struct Edit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    var problem = ""
  }

  private static let immutable = "field is immutable"

  /// A Pod with a gate and one required term of node affinity.
  private static func gated(_ term: String) -> String {
    "kind: Pod\nspec: {schedulingGates: [{name: a}], affinity: {nodeAffinity: "
      + "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{\(term)}]}}}}"
  }

  private static let edits = [
    Edit(
      testDescription: "a Deployment's selector",
      old: "kind: Deployment\nspec: {selector: {matchLabels: {app: a}}}",
      new: "kind: Deployment\nspec: {selector: {matchLabels: {app: b}}}", problem: immutable),
    Edit(
      testDescription: "a Deployment's replicas",
      old: "kind: Deployment\nspec: {replicas: 1, selector: {matchLabels: {app: a}}}",
      new: "kind: Deployment\nspec: {selector: {matchLabels: {app: \"a\"}}, replicas: 2}"),
    Edit(
      testDescription: "a StatefulSet's service", old: "kind: StatefulSet\nspec: {serviceName: a}",
      new: "kind: StatefulSet\nspec: {serviceName: b}",
      problem: "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"),
    Edit(
      testDescription: "a StatefulSet's template and policy at its default",
      old: "kind: StatefulSet\nspec: {template: {spec: {hostIPC: true}}}",
      new: "kind: StatefulSet\nspec: {podManagementPolicy: OrderedReady, minReadySeconds: 3}"),
    Edit(
      testDescription: "a Job's template",
      old: "kind: Job\nspec: {template: {spec: {nodeName: a}}}",
      new: "kind: Job\nspec: {template: {spec: {nodeName: b}}}", problem: immutable),
    Edit(
      testDescription: "a suspended Job's node selector",
      old: "kind: Job\nspec: {suspend: true, template: {spec: {nodeSelector: {a: b}}}}",
      new: "kind: Job\nspec: {suspend: false, template: {spec: {nodeSelector: {a: c}}}}"),
    Edit(
      testDescription: "a Job's completions", old: "kind: Job\nspec: {completions: 2}",
      new: "kind: Job\nspec: {completions: 3}", problem: immutable),
    Edit(
      testDescription: "a Job's completions at their default", old: "kind: Job\nspec: {}",
      new: "kind: Job\nspec: {completions: 1}"),
    Edit(
      testDescription: "the completions of a Job with a queue",
      old: "kind: Job\nspec: {parallelism: 2}",
      new: "kind: Job\nspec: {parallelism: 2, completions: 1}", problem: immutable),
    Edit(
      testDescription: "an elastic Job's completions",
      old: "kind: Job\nspec: {completionMode: Indexed, completions: 2, parallelism: 2}",
      new: "kind: Job\nspec: {completionMode: Indexed, completions: 3, parallelism: 3}"),
    Edit(
      testDescription: "an immutable ConfigMap's data",
      old: "kind: ConfigMap\nimmutable: true\ndata: {a: b}",
      new: "kind: ConfigMap\nimmutable: true\ndata: {a: c}",
      problem: "field is immutable when `immutable` is set"),
    Edit(
      testDescription: "a mutable ConfigMap that becomes immutable",
      old: "kind: ConfigMap\ndata: {a: b}", new: "kind: ConfigMap\nimmutable: true\ndata: {a: c}"),
    Edit(
      testDescription: "a Secret's type", old: "kind: Secret",
      new: "kind: Secret\ntype: kubernetes.io/tls", problem: immutable),
    Edit(
      testDescription: "a Secret's type at its default", old: "kind: Secret",
      new: "kind: Secret\ntype: Opaque"),
    Edit(
      testDescription: "a Service that shall be headless", old: "kind: Service\nspec: {}",
      new: "kind: Service\nspec: {clusterIP: None}", problem: "may not change once set"),
    Edit(
      testDescription: "a headless Service whose file says nothing of it",
      old: "kind: Service\nspec: {clusterIP: None}", new: "kind: Service\nspec: {}"),
    Edit(
      testDescription: "a RoleBinding's role",
      old: "kind: RoleBinding\nroleRef: {kind: Role, name: a}",
      new: "kind: RoleBinding\nroleRef: {kind: ClusterRole, name: a}",
      problem: "roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\", "
        + "Kind:\"ClusterRole\", Name:\"a\"}: cannot change roleRef"),
    Edit(
      testDescription: "a ClusterRoleBinding's subjects, and its role's group at its default",
      old: "kind: ClusterRoleBinding\nroleRef: {kind: ClusterRole, name: a}",
      new: "kind: ClusterRoleBinding\nsubjects: [{kind: Group, name: b}]\n"
        + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}"),
    Edit(
      testDescription: "a Pod's image", old: "kind: Pod\nspec: {containers: [{image: a}]}",
      new: "kind: Pod\nspec: {containers: [{image: b}]}"),
    Edit(
      testDescription: "a Pod's command", old: "kind: Pod\nspec: {containers: [{image: a}]}",
      new: "kind: Pod\nspec: {containers: [{image: a, command: [b]}]}",
      problem: "(allow it to be set to 1 if it was previously negative)"),
    Edit(
      testDescription: "a toleration that a Pod loses",
      old: "kind: Pod\nspec: {tolerations: [{key: a}]}", new: "kind: Pod\nspec: {}",
      problem: "(allow it to be set to 1 if it was previously negative)"),
    Edit(
      testDescription: "a Pod's gate that is taken away, and a selector that it then has",
      old: "kind: Pod\nspec: {schedulingGates: [{name: a}, {name: b}], nodeSelector: {a: b}}",
      new: "kind: Pod\nspec: {schedulingGates: [{name: b}], nodeSelector: {a: b, c: d}}"),
    Edit(
      testDescription: "a Pod's new gate",
      old: "kind: Pod\nspec: {schedulingGates: [{name: a}]}",
      new: "kind: Pod\nspec: {schedulingGates: [{name: a}, {name: b}]}",
      problem: "spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new "
        + "scheduling gate 'b'"),
    Edit(
      testDescription: "a gated Pod's selector that loses a label",
      old: "kind: Pod\nspec: {schedulingGates: [{name: a}], nodeSelector: {a: b}}",
      new: "kind: Pod\nspec: {schedulingGates: [{name: a}], nodeSelector: {c: d, a: e}}",
      problem: "spec.nodeSelector: Invalid value: {\"a\":\"e\",\"c\":\"d\"}: only additions to "
        + "spec.nodeSelector are allowed (no mutations or deletions)"),
    Edit(
      testDescription: "a gated Pod's required terms that get narrower",
      old: gated("matchExpressions: [{key: a, operator: Exists}]"),
      new: gated(
        "matchExpressions: [{operator: Exists, key: a}, {key: b, operator: DoesNotExist}], "
          + "matchFields: [{key: metadata.name, operator: In, values: [c]}]")),
    Edit(
      testDescription: "a gated Pod's first node affinity",
      old: "kind: Pod\nspec: {schedulingGates: [{name: a}]}",
      new: gated("matchExpressions: [{key: a, operator: Exists}]")),
    Edit(
      testDescription: "a gated Pod's required terms that get other",
      old: gated("matchExpressions: [{key: a, operator: Exists}]"),
      new: gated("matchExpressions: [{key: b, operator: Exists}, {key: a, operator: Exists}]"),
      problem: "nodeSelectorTerms[0]: Invalid value: only additions are allowed (no mutations or "
        + "deletions)"),
    Edit(
      testDescription: "a gated Pod's required terms that get more",
      old: gated("matchExpressions: [{key: a, operator: Exists}]"),
      new: gated("matchExpressions: [{key: a, operator: Exists}]}, {matchExpressions: []"),
      problem: "no additions/deletions to non-empty NodeSelectorTerms list are allowed"),
    Edit(
      testDescription: "a gated Pod's anti-affinity",
      old: "kind: Pod\nspec: {schedulingGates: [{name: a}]}",
      new: "kind: Pod\nspec: {schedulingGates: [{name: a}], affinity: {podAntiAffinity: {}}}",
      problem: "(allow it to be set to 1 if it was previously negative)"),
    Edit(
      testDescription: "the selector of a Pod without gates", old: "kind: Pod\nspec: {}",
      new: "kind: Pod\nspec: {nodeSelector: {a: b}}",
      problem: "(allow it to be set to 1 if it was previously negative)"),
    Edit(
      testDescription: "a claim's request",
      old: "kind: PersistentVolumeClaim\nspec: {resources: {requests: {storage: 1Gi}}}",
      new: "kind: PersistentVolumeClaim\nspec: {resources: {requests: {storage: 2Gi}}}"),
    Edit(
      testDescription: "a claim's access modes",
      old: "kind: PersistentVolumeClaim\nspec: {accessModes: [ReadWriteOnce]}",
      new: "kind: PersistentVolumeClaim\nspec: {accessModes: [ReadWriteMany]}",
      problem: "volumeAttributesClassName for bound claims"),
    Edit(
      testDescription: "a claim whose class is named no more",
      old: "kind: PersistentVolumeClaim\nspec: {storageClassName: a}",
      new: "kind: PersistentVolumeClaim\nspec: {}"),
    Edit(
      testDescription: "a claim's class",
      old: "kind: PersistentVolumeClaim\nspec: {storageClassName: a}",
      new: "kind: PersistentVolumeClaim\nspec: {storageClassName: b}",
      problem: "volumeAttributesClassName for bound claims"),
    Edit(
      testDescription: "a PriorityClass's value", old: "kind: PriorityClass\nvalue: 1",
      new: "kind: PriorityClass\nvalue: 2", problem: "may not be changed in an update."),
    Edit(
      testDescription: "a StorageClass's parameters",
      old: "kind: StorageClass\nparameters: {type: gp2}",
      new: "kind: StorageClass\nparameters: {type: gp3}",
      problem: "updates to parameters are forbidden."),
  ]

  @Test("The API server takes an edit, or says which field stays", arguments: edits)
  func edit(_ edit: Edit) throws {
    func document(_ text: String) throws -> ManifestDocument {
      let diagnostics = DiagnosticCollector()
      let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
      let whole = "apiVersion: v1\nmetadata: {name: web}\n" + text
      return try #require(loader.documents(of: Array(whole.utf8), path: "test.yaml").first)
    }
    let problem = UpdateRuleCatalog.problem(
      from: try document(edit.old), to: try document(edit.new), in: ClusterVersion())
    #expect(problem == nil || !edit.problem.isEmpty)
    #expect((problem ?? "").hasSuffix(edit.problem))
  }

  private static func service(_ selector: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 2
      selector: {matchLabels: {app: \(selector)}}
      template:
        metadata: {labels: {app: \(selector)}}
        spec: {containers: [{name: a, image: "a:1"}]}
    """
  }

  @Test("A refused object stays as it was, and the apply says so")
  func refused() throws {
    let (before, after) = (Self.service("web"), Self.service("other"))
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let pods = world.cluster.workloads[0].pods
    let problem = try world.apply(after, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(
      problem
        == "The Deployment \"web\" is invalid: spec.selector: Invalid value: field is immutable")
    #expect(world.cluster.workloads[0].pods == pods)
    #expect(!world.cluster.drainEvents().contains { $0.reason == "Applied" })
  }

  @Test("A bare pod's new image restarts its container in place")
  func image() throws {
    func pod(_ tag: String) -> String {
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, namespace: shop}
      spec: {restartPolicy: Never, containers: [{name: a, image: "a:\(tag)"}]}
      """
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod("1"), in: &simulation)
    let one = world.cluster.workloads[0].pods[0]
    try world.apply(pod("2"), to: pod("1"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].pods == [one])
    #expect(world.cluster.pods[one].restarts == 1 && world.cluster.pods[one].isReady)
    let events = world.cluster.drainEvents()
    #expect(
      events.contains { $0.message == "Container a definition changed, will be restarted" })
    let started = try #require(events.first { $0.reason == "Started" })
    // The new image, of 150 MB as all that are not known, is pulled and unpacked at 50 MB/s first.
    let pulling = try #require(events.first { $0.message == "Pulling image \"a:2\"" })
    #expect(events.contains { $0.message.hasPrefix("Successfully pulled image \"a:2\"") })
    #expect(started.time - pulling.time > .seconds(3))
  }

  @Test("A bare pod's new image waits for a kubelet that is down or cut off", arguments: [0, 1])
  func unheardImage(cause: Int) throws {
    func pod(_ tag: String) -> String {
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, namespace: shop}
      spec: {containers: [{name: a, image: "a:\(tag)"}]}
      """
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod("1"), in: &simulation)
    let one = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[one].node)
    var stopped: StoppedDaemon?
    if cause == 0 { stopped = world.cluster.stop(.kubelet, of: node, in: &simulation) }
    world.cluster.setReachable(node: node, cause == 0, in: &simulation)
    try world.apply(pod("2"), to: pod("1"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 35))
    let early = world.cluster.drainEvents().contains { $0.reason == "Killing" }
    #expect(!early && world.cluster.pods[one].isServing && world.cluster.pods[one].restarts == 0)
    if let stopped { world.cluster.start(stopped, in: &simulation) }
    world.cluster.setReachable(node: node, true, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 95))
    let kills = world.cluster.drainEvents().filter { $0.reason == "Killing" }.map(\.message)
    #expect(kills == ["Container a definition changed, will be restarted"])
    #expect(world.cluster.pods[one].restarts == 1 && world.cluster.pods[one].isReady)
  }

  @Test("A bare pod whose new image nobody has waits for it, and takes the next one")
  func missingImage() throws {
    func pod(_ image: String) -> String {
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, namespace: shop}
      spec: {containers: [{name: a, image: "\(image)"}]}
      """
    }
    var spec = try ClusterSpec.of(pod("a:1"))
    spec.registry.missing = ["a:2"]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    let one = world.cluster.workloads[0].pods[0]
    try world.apply(pod("a:2"), to: pod("a:1"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(world.cluster.pods[one].waiting == .imagePullBackOff)
    #expect(world.cluster.pods[one].restarts == 0 && !world.cluster.pods[one].isReady)
    try world.apply(pod("a:3"), to: pod("a:2"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.pods[one].restarts == 1 && world.cluster.pods[one].isReady)
  }

  /// kuberuntime_container.go startContainer: the image comes before the configuration, and what
  /// was not created counts as no restart.
  @Test("A bare pod whose container lacks its configuration takes a new image")
  func imageWithoutConfiguration() throws {
    func pod(_ tag: String) -> String {
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, namespace: shop}
      spec:
        containers:
          - name: a
            image: "a:\(tag)"
            env: [{name: X, valueFrom: {configMapKeyRef: {name: cm, key: here}}}]
      """
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod("1"), in: &simulation)
    let one = world.cluster.workloads[0].pods[0]
    func setKeys(
      _ keys: [String], of world: inout ClusterWorld, _ simulation: borrowing Simulation
    ) {
      world.cluster.apply(
        ConfigurationSpec(kind: .configMap, namespace: "shop", name: "cm", keys: keys),
        in: simulation)
    }
    setKeys(["gone"], of: &world, simulation)
    world.cluster.crash(one, exitCode: 1, reason: .error, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(world.cluster.pods[one].waiting == .createContainerConfigError)
    #expect(world.cluster.pods[one].restarts == 0)
    try world.apply(pod("2"), to: pod("1"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.message.hasPrefix("Successfully pulled image \"a:2\"") })
    #expect(!events.contains { $0.reason == "Started" })
    setKeys(["here"], of: &world, simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(world.cluster.pods[one].restarts == 1 && world.cluster.pods[one].isReady)
    #expect(world.cluster.pods[one].waiting == .none)
  }

  @Test("A deleted quota does not come back with another file")
  func deletedQuota() throws {
    let quota = """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: few, namespace: shop}
      spec: {hard: {pods: 1}}
      ---

      """
    let before = quota + Self.service("web")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let object = NamedObject(
      kind: "ResourceQuota", namespace: "shop", name: "few", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    try world.apply(Self.service("web"), to: before, in: &simulation)
    #expect(world.cluster.quotas.isEmpty)
    try world.apply(quota, to: before, in: &simulation)
    #expect(world.cluster.quotas.count == 1)
  }
}
