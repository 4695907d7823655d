import Manifests
import SimulationKernel
import Testing

@Suite("Changes of a scenario")
struct ChangeTests {
  private static let platform = """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "web:1"}]}
    ---
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata: {name: orders, namespace: shop}
    spec: {instances: 3, storage: {size: 1Gi}}
    """

  @Test("are read with their targets")
  func read() throws {
    let read = ScenarioText(
      spec: """
        changes:
          - {at: 1m, rollback: {workload: shop/web, toRevision: 3}}
          - {at: 2m, rollback: {workload: shop/deployment/web}}
          - {at: 3m, scale: {workload: shop/orders, replicas: 2}}
          - {at: 4m, delete: {kind: Pod, namespace: shop, name: web-7d9c-x2x4z}}
          - {at: 5m, delete: {kind: Namespace, name: shop}}
        """, documents: Self.platform)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let actions = try #require(read.scenario).changes.map(\.action)
    guard case .rollback(let first, let revision) = actions[0],
      case .rollback(let second, let previous) = actions[1]
    else {
      Issue.record("the first two changes are rollbacks")
      return
    }
    #expect(first.name == "web" && revision == 3)
    #expect(second.kind == "deployment" && previous == nil)
  }

  @Test("are checked against the manifests, with the nearest name")
  func targets() {
    let read = ScenarioText(
      spec: """
        changes:
          - {at: 1m, restart: {workload: shop/wbe}}
          - {at: 2m, rollback: {workload: other/web}}
          - {at: 3m, delete: {kind: Deployment, namespace: shop, name: webb}}
          - {at: 4m, delete: {kind: Deploymnt, namespace: shop, name: web}}
          - {at: 5m, rollback: {workload: shop/web, toRevision: 0}}
          - {at: 6m, delete: {kind: Namespace, name: shp}}
        """, documents: Self.platform)
    #expect(
      read.items.map(\.message) == [
        "there is no workload \"shop/wbe\"", "there is no workload \"other/web\"",
        "there is no Deployment \"webb\"", "a Deploymnt can not be deleted in the twin",
        "must be at least 1", "there is no namespace \"shp\"",
      ], "\(read.rendered)")
    #expect(
      read.items.compactMap(\.help) == [
        "did you mean \"web\"?", "namespace \"shop\" has one of that name",
        "did you mean \"web\"?", "did you mean \"Deployment\"?", "did you mean \"shop\"?",
      ])
  }

  private static func cluster(_ version: String) -> String {
    """

    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: prod}
    spec:
      version: "\(version)"
      zones: [{name: zone-a}]
      nodePools: [{name: worker, count: 3, cpu: "8", memory: 16Gi}]
    """
  }

  @Test("A resize that the cluster's version does not know is told", arguments: ["1.32", "1.33"])
  func unknownResize(version: String) {
    let read = ScenarioText(
      spec: """
        changes:
          - {at: 1m, resize: {workload: shop/web, container: web, limits: {cpu: 1}}}
        """, documents: Self.platform + Self.cluster(version))
    let told = read.items.filter { $0.message.contains("resize") }
    #expect(
      told.map(\.message)
        == (version == "1.33"
          ? [] : ["Kubernetes 1.32 has no subresource resize: it has it from 1.33 on"]))
    #expect(told.allSatisfy { $0.severity == .warning && $0.span.start.line == 7 })
  }

  @Test("A resize names the resources that it changes")
  func resize() throws {
    let read = ScenarioText(
      spec: """
        changes:
          - {at: 1m, resize: {workload: shop/web, container: web,
             limits: {cpu: 1500m, memory: 1Gi}}}
          - {at: 2m, resize: {workload: shop/pod/orders-1, container: postgres, requests: {cpu: 2}}}
        """, documents: Self.platform + Self.cluster("1.33"))
    #expect(read.items.isEmpty, "\(read.rendered)")
    let actions = try #require(read.scenario).changes.map(\.action)
    #expect(
      actions.map(\.target) == [
        "shop/web web limits.cpu=1500m,limits.memory=1Gi", "shop/orders-1 postgres requests.cpu=2",
      ])
    guard case .resize(let first) = actions[0] else {
      Issue.record("the first change is a resize")
      return
    }
    #expect(first.requests.isEmpty && first.limits.cpu == Quantity(milli: 1_500))
  }

  @Test("A resize that can not be is reported where it stands")
  func wrongResizes() {
    let read = ScenarioText(
      spec: """
        changes:
          - {at: 1m, resize: {workload: shop/web, container: web}}
          - {at: 2m, resize: {workload: shop/web, container: wbe, limits: {cpu: 1}}}
          - {at: 3m, resize: {workload: shop/web, container: web, limits: {storage: 1Gi}}}
          - {at: 4m, resize: {workload: shop/web, container: web, limits: {cpu: one}}}
          - {at: 5m, resize: {workload: shop/app, container: web, limits: {cpu: 1}}}
        """, documents: Self.platform + Self.cluster("1.33"))
    let found = read.items.map { ($0.message, Int($0.span.start.line)) }
    let wanted = [
      ("a resize needs requests or limits", 7),
      ("only cpu and memory can change in a running container", 9),
      ("\"one\" is no quantity", 10),
      ("the pods of \"web\" have no container \"wbe\"", 8),
      ("there is no workload \"shop/app\"", 11),
    ]
    for (message, line) in wanted {
      #expect(found.contains { $0 == (message, line) }, "\(message): \(read.rendered)")
    }
    #expect(found.count == wanted.count, "\(read.rendered)")
  }
}
