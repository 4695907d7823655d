import Manifests
import Testing

/// What is read and does not act is said, and nothing else.
@Suite("Fields without effect")
struct UnmodelledFieldTests {
  private func uses(_ text: String) -> [String] {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let documents = loader.documents(of: [UInt8](text.utf8), path: "shop.yaml")
    _ = ManifestSet.decode(documents, diagnostics)
    #expect(!diagnostics.hasErrors, "\(diagnostics.diagnostics.items.map(\.message))")
    return UnmodelledUse.found(in: documents).map { "\($0.kind) \($0.text)" }
  }

  private func routes(_ name: String, _ rule: String) -> String {
    """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: \(name), namespace: shop}
    spec: {hosts: [a], http: [{\(rule)route: [{destination: {host: a}}]}]}

    """
  }

  @Test("a kind's field is told once, with the objects that say it")
  func named() {
    let mirror = "mirror: {host: b}, "
    let text =
      routes("one", mirror) + "---\n" + routes("two", "") + "---\n" + routes("three", mirror)
      + "---\n" + routes("four", mirror)
    #expect(
      uses(text) == [
        "VirtualService spec.http[].mirror: no call is mirrored (shop/one and 2 others)"
      ])
  }

  @Test("a value that says what holds anyhow is not told", arguments: ["", "default-scheduler"])
  func harmless(scheduler: String) {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        schedulerName: \(scheduler.isEmpty ? "volcano" : scheduler)
        containers: [{name: c, image: "i:1"}]
      """
    let told = [
      "Pod spec.schedulerName: the default scheduler's rules place the pods (p)"
    ]
    #expect(uses(pod) == (scheduler.isEmpty ? told : []))
  }

  @Test("what an operator's resource says in vain is told, and what reaches its pods is not")
  func operated() {
    let rabbit = """
      apiVersion: rabbitmq.com/v1beta1
      kind: RabbitmqCluster
      metadata: {name: queue}
      spec: {rabbitmq: {additionalConfig: "heartbeat = 10", advancedConfig: "[]."}}
      """
    #expect(
      uses(rabbit) == [
        "RabbitmqCluster spec.rabbitmq.advancedConfig: its terms are not read: write settings as "
          + "additionalConfig (queue)"
      ])
  }

  @Test("a whole object without effect is told, another group's kind of that name is not")
  func groups() {
    let canary = """
      apiVersion: example.com/v1
      kind: AuthorizationPolicy
      metadata: {name: other}
      ---
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: web, namespace: shop}
      spec: {rules: [{}]}
      """
    #expect(uses(canary) == ["AuthorizationPolicy no call is refused by it (shop/web)"])
  }

  @Test("a CloudNativePG cluster that is to be another's copy starts as its own")
  func copies() {
    let cluster = { (spec: String) in
      """
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: {name: db}
      spec: {instances: 1, storage: {size: 1Gi}, \(spec)}
      """
    }
    let source = "bootstrap: {pg_basebackup: {source: a}}"
    #expect(
      uses(cluster("\(source), replica: {enabled: true, source: a}")) == [
        "Cluster spec.replica.enabled: the cluster has a primary of its own (db)",
        "Cluster spec.bootstrap.pg_basebackup: the cluster starts without the data of another (db)",
      ])
    #expect(uses(cluster("bootstrap: {initdb: {}}, replica: {enabled: false}")).isEmpty)
  }
}
