import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

@Suite("Admission and access")
struct AdmissionTests {
  /// A cluster of manifests on assumed nodes, half a minute old.
  private func cluster(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    return world
  }

  private func deployment(_ replicas: Int, _ container: String, _ pod: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          \(pod.isEmpty ? "priority: 0" : pod)
          containers:
            - {name: web, image: "web:1", \(container)}
    """
  }

  @Test("A quota refuses the pod that exceeds it, in the API server's words")
  func quota() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(
      deployment(4, "resources: {requests: {cpu: 500m, memory: 64Mi}}") + """

        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: compute, namespace: shop}
        spec: {hard: {requests.cpu: 1200m, pods: "10"}}
        """, &simulation)
    #expect(world.cluster.workloads[0].readyCount == 2)
    #expect(world.cluster.workloads[0].rollout.hasReplicaFailure)
    let event = try #require(world.cluster.drainEvents().first { $0.reason == "FailedCreate" })
    #expect(event.kind == "ReplicaSet")
    #expect(
      event.message.hasSuffix(
        "is forbidden: exceeded quota: compute, requested: requests.cpu=500m, "
          + "used: requests.cpu=1, limited: requests.cpu=1200m"))
    let failure = world.cluster.drainConditionChanges().first { $0.condition == "ReplicaFailure" }
    #expect(failure?.message == String(event.message.dropFirst("Error creating: ".count)))
  }

  @Test("Pods of an account that nobody made are refused, in the API server's words")
  func account() throws {
    let pods = deployment(2, "resources: {}", "serviceAccountName: puller")
    var simulation = Simulation(seed: 1)
    var world = try cluster(pods, &simulation)
    #expect(world.cluster.workloads[0].readyCount == 0)
    let event = try #require(world.cluster.drainEvents().first { $0.reason == "FailedCreate" })
    #expect(
      event.message.hasSuffix(
        "is forbidden: error looking up service account shop/puller: "
          + "serviceaccount \"puller\" not found"))
    for made in [
      "v1\nkind: ServiceAccount\nmetadata: {name: puller", "x.io/v1\nkind: P\nmetadata: {name: p",
    ] {
      // An unknown object's operator may make an account that is named after it.
      let text = pods.replacing("puller", with: made.hasPrefix("v1") ? "puller" : "p-runner")
      let object = "\n---\napiVersion: \(made), namespace: shop}"
      let world = try cluster(text + object, &simulation)
      #expect(world.cluster.workloads[0].readyCount == 2)
    }
  }

  @Test("A quota on a resource makes it mandatory, a LimitRange's default fills it in")
  func defaults() throws {
    let quota = """

      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: compute, namespace: shop}
      spec: {hard: {limits.memory: 1Gi}}
      """
    let range = """

      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: Container, default: {memory: 256Mi}, max: {memory: 512Mi}}]}
      """
    var simulation = Simulation(seed: 1)
    var bare = try cluster(deployment(1, "args: [a]") + quota, &simulation)
    #expect(bare.cluster.workloads[0].activeCount == 0)
    #expect(
      bare.cluster.drainEvents().contains {
        $0.message.contains("failed quota: compute: must specify limits.memory for: web")
      })
    let filled = try cluster(deployment(5, "args: [a]") + range + quota, &simulation)
    #expect(filled.cluster.workloads[0].readyCount == 4)
    var large = try cluster(
      deployment(1, "resources: {limits: {memory: 1Gi}}") + range, &simulation)
    #expect(
      large.cluster.drainEvents().contains {
        $0.message.contains("maximum memory usage per Container is 512Mi, but limit is 1Gi")
      })
  }

  /// Host access of every sort, in the words and the order of pod-security-admission.
  private func expectWildRefusal(_ world: consuming ClusterWorld) throws {
    let event = try #require(world.cluster.drainEvents().first { $0.reason == "FailedCreate" })
    let parts = [
      "host namespaces (hostNetwork=true)", "hostPath volumes (volumes \"sys\", \"root\")",
      "privileged (container \"web\" must not set securityContext.privileged=true)",
      "allowPrivilegeEscalation != false (container \"web\" must set "
        + "securityContext.allowPrivilegeEscalation=false)",
      "unrestricted capabilities (container \"web\" must set "
        + "securityContext.capabilities.drop=[\"ALL\"]; container \"web\" must not include "
        + "\"SYS_ADMIN\" in securityContext.capabilities.add)",
      "restricted volume types (volumes \"sys\", \"root\" use restricted volume type \"hostPath\")",
      "runAsNonRoot != true (pod or container \"web\" must set securityContext.runAsNonRoot=true)",
      "seccompProfile (pod or container \"web\" must set securityContext.seccompProfile.type to "
        + "\"RuntimeDefault\" or \"Localhost\")",
    ]
    #expect(
      event.message.hasSuffix(
        "violates PodSecurity \"restricted:latest\": \(parts.joined(separator: ", "))"))
  }

  @Test("A namespace that enforces a level of the Pod Security Standards refuses other pods")
  func podSecurity() throws {
    func namespace(_ level: String) -> String {
      """

      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: \(level)}}
      """
    }
    var simulation = Simulation(seed: 1)
    let privileged = "securityContext: {privileged: true}"
    var refused = try cluster(deployment(1, privileged) + namespace("baseline"), &simulation)
    #expect(
      refused.cluster.drainEvents().contains {
        $0.message.contains(
          "violates PodSecurity \"baseline:latest\": privileged (container \"web\" must not set "
            + "securityContext.privileged=true)")
      })
    let wild = try cluster(
      deployment(
        1, "securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}",
        "hostNetwork: true\n      volumes: [{name: sys, hostPath: {path: /sys}}, "
          + "{name: root, hostPath: {path: /}}]") + namespace("restricted"), &simulation)
    try expectWildRefusal(wild)
    let open = try cluster(deployment(1, privileged) + namespace("privileged"), &simulation)
    #expect(open.cluster.workloads[0].readyCount == 1)
    let strict = try cluster(deployment(1, "args: [a]") + namespace("restricted"), &simulation)
    #expect(strict.cluster.workloads[0].readyCount == 0)
    let good = """
      securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, \
      capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}
      """
    let kept = try cluster(deployment(1, good) + namespace("restricted"), &simulation)
    #expect(kept.cluster.workloads[0].readyCount == 1)
  }

  /// pod-security-admission policy/check_sysctls.go: sysctls_v1.29 added those of keepalive.
  @Test(
    "A namespace that pins the standards of a version is judged by that version's",
    arguments: [("latest", 1), ("v1.29", 1), ("v1.28", 0), ("v1.99", 1)])
  func pinnedSecurity(version: String, ready: Int) throws {
    let labels =
      "{pod-security.kubernetes.io/enforce: baseline, "
      + "pod-security.kubernetes.io/enforce-version: \(version)}"
    let sysctl = "securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: \"9\"}]}"
    let namespace = """

      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: \(labels)}
      """
    var simulation = Simulation(seed: 1)
    var world = try cluster(deployment(1, "args: [a]", sysctl) + namespace, &simulation)
    #expect(world.cluster.workloads[0].readyCount == ready)
    let refusal = world.cluster.drainEvents().first { $0.reason == "FailedCreate" }?.message
    #expect(
      (refusal == nil) == (ready == 1)
        && refusal?.hasSuffix(
          "violates PodSecurity \"baseline:\(version)\": forbidden sysctls "
            + "(net.ipv4.tcp_keepalive_time)") != false
    )
  }

  @Test("Restricted allows volumes of the listed sources only")
  func volumeTypes() throws {
    func findings(_ volumes: [String]) throws -> [String] {
      let list = volumes.enumerated().map { "{name: v\($0), \($1)}" }.joined(separator: ", ")
      let text = deployment(1, "args: [a]", "volumes: [\(list)]")
      let spec = try ClusterSpec.of(text)
      return spec.workloads[0].template.security.restricted.filter { $0.contains("volume types") }
    }
    let git = "gitRepo: {repository: \"https://example.com/a.git\"}"
    #expect(
      try findings([git])
        == ["restricted volume types (volume \"v0\" uses restricted volume type \"gitRepo\")"])
    #expect(
      try findings([git, "emptyDir: {}", "nfs: {server: a, path: /}", git])
        == [
          "restricted volume types (volumes \"v0\", \"v2\", \"v3\" use restricted volume types "
            + "\"gitRepo\", \"nfs\")"
        ])
    let allowed = [
      "configMap: {name: a}", "csi: {driver: a}", "downwardAPI: {items: []}", "emptyDir: {}",
      "ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], "
        + "resources: {requests: {storage: 1Gi}}}}}",
      "persistentVolumeClaim: {claimName: a}", "projected: {sources: []}",
      "secret: {secretName: a}",
    ]
    #expect(try findings(allowed) == [])
  }

  /// core/v1 SetDefaults_Pod; policy/check_hostPorts.go lists a set of texts.
  @Test("Pods on their host's network have all their ports there, named ones alone otherwise")
  func hostPorts() throws {
    func finding(_ pod: String) throws -> String? {
      let text = deployment(
        1, "ports: [{containerPort: 80, hostPort: 80}]",
        "\(pod)\n      initContainers: [{name: a, image: \"a:1\", restartPolicy: Always, "
          + "ports: [{containerPort: 9090}, {containerPort: 100}]}]")
      return try ClusterSpec.of(text).workloads[0].template.security.baseline.last
    }
    #expect(try finding("priority: 0") == "hostPort (container \"web\" uses hostPort 80)")
    let all = "hostPort (containers \"a\", \"web\" use hostPorts 100, 80, 9090)"
    #expect(try finding("hostNetwork: true") == all)
  }

  private static let access = """

    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: reader, namespace: shop}
    rules:
      - {apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}
      - {apiGroups: [apps], resources: [deployments/scale], verbs: [patch], resourceNames: [web]}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: reader, namespace: shop}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
    subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata: {name: admins}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
    subjects: [{kind: Group, name: "system:serviceaccounts:kube-system"}]
    """

  @Test("RBAC allows what any rule of a bound role allows, and only where it is bound")
  func roles() throws {
    var simulation = Simulation(seed: 1)
    let world = try cluster(deployment(1, "args: [a]") + Self.access, &simulation)
    func isAllowed(_ request: APIRequest) -> Bool {
      world.cluster.refusal(of: request, by: 0) == nil
    }
    #expect(isAllowed(APIRequest("get", "pods/log", namespace: "shop", name: "x")))
    #expect(!isAllowed(APIRequest("delete", "pods", namespace: "shop", name: "x")))
    #expect(!isAllowed(APIRequest("list", "pods", namespace: "other")))
    let scale = APIRequest(
      "patch", "deployments/scale", group: "apps", namespace: "shop", name: "web")
    #expect(isAllowed(scale))
    var other = scale
    other.name = "cart"
    #expect(!isAllowed(other))
    other.name = nil
    #expect(!isAllowed(other))
    #expect(
      world.cluster.refusal(of: APIRequest("delete", "pods", namespace: "shop"), by: 0)
        == "pods is forbidden: User \"system:serviceaccount:shop:default\" cannot delete resource "
        + "\"pods\" in API group \"\" in the namespace \"shop\"")
  }

  /// What the pods of `web` may do with some ClusterRoles, bound to one of them.
  private func isAllowed(
    _ requests: [APIRequest], by role: String, among roles: String = ""
  ) throws -> [Bool] {
    let binding = """

      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: bound}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: \(role)}
      subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
      """
    var simulation = Simulation(seed: 1)
    let world = try cluster(deployment(1, "args: [a]") + binding + roles, &simulation)
    return requests.map { world.cluster.refusal(of: $0, by: 0) == nil }
  }

  private static let rbac = "rbac.authorization.k8s.io"

  @Test(
    "The API server's roles read and write what the documentation of RBAC says",
    arguments: [
      ("view", [true, false, false, false, false]), ("edit", [true, true, true, false, false]),
      ("admin", [true, true, true, true, false]),
      ("cluster-admin", [true, true, true, true, true]),
    ])
  func userRoles(role: String, allowed: [Bool]) throws {
    let requests = [
      APIRequest("list", "deployments", group: "apps", namespace: "shop"),
      APIRequest("get", "secrets", namespace: "shop", name: "a"),
      APIRequest("create", "pods/exec", namespace: "shop", name: "a"),
      APIRequest("list", "roles", group: Self.rbac, namespace: "shop"),
      APIRequest("patch", "nodes", name: "a"),
    ]
    #expect(try isAllowed(requests, by: role) == allowed)
  }

  @Test("An aggregated ClusterRole has the rules of those it selects, and none of its own")
  func aggregation() throws {
    let roles = """

      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata:
        name: crons
        labels: {rbac.authorization.k8s.io/aggregate-to-view: "true", part-of: monitoring}
      rules: [{apiGroups: [stable.example.com], resources: [crontabs], verbs: [get]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: monitoring, labels: {part-of: monitoring}}
      aggregationRule: {clusterRoleSelectors: [{matchLabels: {part-of: monitoring}}]}
      rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
      """
    let requests = [
      APIRequest("get", "crontabs", group: "stable.example.com", namespace: "shop", name: "a"),
      APIRequest("get", "secrets", namespace: "shop", name: "a"),
    ]
    #expect(try isAllowed(requests, by: "monitoring", among: roles) == [true, false])
    // What extends view extends edit and admin too.
    #expect(try isAllowed(requests, by: "view", among: roles) == [true, false])
    #expect(try isAllowed(requests, by: "admin", among: roles) == [true, true])
    #expect(try isAllowed(requests, by: "view") == [false, false])
  }

  /// kubectl reads an object before it changes it (cli-runtime pkg/resource Builder).
  @Test(
    "A CronJob whose service account may not do what its kubectl asks fails with 403",
    arguments: [("patch", "get"), ("get", "patch")])
  func deniedJob(allowed: String, refused: String) throws {
    let job = """

      ---
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: restarter, namespace: shop}
      spec:
        schedule: "*/5 * * * *"
        jobTemplate:
          spec:
            backoffLimit: 0
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: kubectl
                    image: bitnami/kubectl:1.31
                    command: [kubectl, rollout, restart, deployment/web, -n, shop]
      """
    var simulation = Simulation(seed: 1)
    let access = Self.access.replacing(
      "verbs: [get, list]}",
      with: "verbs: [get, list]}\n  - {apiGroups: [apps], resources: [deployments], "
        + "verbs: [\(allowed)]}")
    var world = try cluster(deployment(1, "args: [a]") + job + access, &simulation)
    simulation.run(&world, through: SimTime(seconds: 420))
    let events = world.cluster.drainEvents()
    #expect(
      events.contains {
        $0.reason == "Forbidden"
          && $0.message.contains(
            "cannot \(refused) resource \"deployments\" in API group \"apps\"")
      })
    #expect(events.contains { $0.reason == "BackoffLimitExceeded" })
  }
}
