import Cluster
import SimulationKernel
import Testing

/// What kubectl in a container asks of the API (staging/src/k8s.io/kubectl/pkg/cmd).
@Suite("Requests of kubectl")
struct KubectlCommandTests {
  /// The requests of a pod's command in the namespace `shop`: a verb, a resource, and an object's
  /// place, where `?` stands for a name that is not known.
  private func requests(_ command: String) throws -> [String] {
    let spec = try ClusterSpec.of(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: tool, namespace: shop}
      spec:
        containers:
          - name: tool
            image: bitnami/kubectl:1.31
            command: \(command)
      """)
    return try #require(spec.workloads.first).template.apiRequests.map { request in
      let resource = request.resource + (request.group.isEmpty ? "" : "." + request.group)
      let name = request.name.map { "/" + $0 } ?? (request.hasUnknownName ? "/?" : "")
      return "\(request.verb) \(resource) \(request.namespace ?? "*")\(name)"
    }
  }

  @Test(
    "Objects of a selector are listed and deleted one by one, named ones deleted unread",
    arguments: [
      ("[kubectl, delete, pods, -l, app=web]", ["list pods shop", "delete pods shop/?"]),
      (
        "[kubectl, delete, pod, --field-selector=status.phase=Failed, -n, bank]",
        ["list pods bank", "delete pods bank/?"]
      ),
      ("[kubectl, -n, bank, delete, pod, web-0]", ["delete pods bank/web-0"]),
      ("[kubectl, delete, pod/$(POD)]", ["delete pods shop/?"]),
    ])
  func deletion(command: String, expected: [String]) throws {
    #expect(try requests(command) == expected)
  }

  @Test("Commands of a shell are told apart, and lines that go on are not")
  func shell() throws {
    let pipe = "kubectl get pods -A | grep Evicted | xargs kubectl delete pod"
    #expect(try requests("[sh, -c, \"\(pipe)\"]") == ["list pods *", "delete pods shop/?"])
    // YAML reads the escapes: a backslash before the end of a line, and the end of another.
    let lines =
      #"[sh, -c, "kubectl scale \\\n --replicas 0 deploy/web\nkubectl get cm settings; echo ok"]"#
    #expect(
      try requests(lines) == [
        "get deployments.apps shop/web", "patch deployments/scale.apps shop/web",
        "get configmaps shop/settings",
      ])
  }

  @Test(
    "A pod behind another object is looked up, and entered itself (attachablePodForObject)",
    arguments: [
      (
        "[kubectl, exec, deploy/web, -c, main, --, psql, -n, bank]",
        ["get deployments.apps shop/web", "list pods shop", "create pods/exec shop/?"]
      ),
      (
        "[kubectl, exec, web-0, --, sh]",
        ["get pods shop/web-0", "create pods/exec shop/web-0"]
      ),
      ("[kubectl, logs, -f, web-0]", ["get pods shop/web-0", "get pods/log shop/web-0"]),
      ("[kubectl, logs, -l, app=web]", ["list pods shop", "get pods/log shop/?"]),
    ])
  func entering(command: String, expected: [String]) throws {
    #expect(try requests(command) == expected)
  }

  @Test(
    "What only looks writes nothing, and what is created is not named in its request",
    arguments: [
      (
        "[kubectl, rollout, status, deployment/web, --timeout, 60s]",
        ["get deployments.apps shop/web"]
      ),
      (
        "[kubectl, rollout, restart, deployment/web]",
        ["get deployments.apps shop/web", "patch deployments.apps shop/web"]
      ),
      ("[kubectl, create, job, again, --from, cronjob/again]", ["create jobs.batch shop"]),
      (
        "[kubectl, label, pods, -l, app=web, tier=front]",
        ["list pods shop", "patch pods shop/?"]
      ),
      ("[kubectl, uncordon, worker-1]", ["get nodes */worker-1", "patch nodes */worker-1"]),
    ])
  func verbs(command: String, expected: [String]) throws {
    #expect(try requests(command) == expected)
  }

  /// plugin/pkg/auth/authorizer/rbac/rbac.go Authorize.
  @Test("A refusal says which bound roles are not there")
  func missingRoles() throws {
    func binding(_ scope: String, _ role: String) -> String {
      let isWide = scope == "Cluster"
      return """

        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: \(scope)RoleBinding
        metadata: {name: to-a-role\(isWide ? "" : ", namespace: shop")}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: \(scope)Role, name: "\(role)"}
        subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
        """
    }
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: tool, namespace: shop}
      spec: {containers: [{name: tool, image: "tool:1"}]}
      """
    let text =
      "pods is forbidden: User \"system:serviceaccount:shop:default\" cannot list resource "
      + "\"pods\" in API group \"\" in the namespace \"shop\""
    let reader = binding("", "reader")
    let roles = "rbac.authorization.k8s.io"
    let request = APIRequest("list", "pods", namespace: "shop")
    for (bindings, reason) in [
      (binding("Cluster", "system:node-problem-detector"), ""),
      (reader, ": RBAC: role.\(roles) \"reader\" not found"),
      (
        reader + binding("Cluster", "viewer"),
        ": RBAC: [clusterrole.\(roles) \"viewer\" not found, role.\(roles) \"reader\" not found]"
      ),
    ] {
      var simulation = Simulation(seed: 1)
      let world = try ClusterWorld.started(pod + bindings, in: &simulation)
      let refusal = world.cluster.refusal(of: request, by: 0)
      #expect(refusal == text + reason)
    }
  }
}
