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

  @Test("A CronJob whose service account may not do what its kubectl asks fails with 403")
  func deniedJob() throws {
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
    var world = try cluster(deployment(1, "args: [a]") + job + Self.access, &simulation)
    simulation.run(&world, through: SimTime(seconds: 420))
    let events = world.cluster.drainEvents()
    #expect(
      events.contains {
        $0.reason == "Forbidden"
          && $0.message.contains("cannot patch resource \"deployments\" in API group \"apps\"")
      })
    #expect(events.contains { $0.reason == "BackoffLimitExceeded" })
  }
}
