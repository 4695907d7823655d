import Manifests
import Testing
import Twin

@Suite("Ways in")
struct EdgeRouteTests {
  /// The errors of a shop whose users ask a host and path of one of its two services.
  private func errors(_ path: String, of service: String) -> [(message: String, help: String?)] {
    let collector = DiagnosticCollector()
    let models = ["web", "api"].map { name in
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: \(name)}
      spec:
        selector: {matchLabels: {app: \(name)}}
        template:
          metadata: {labels: {app: \(name)}}
          spec: {containers: [{name: main, image: "example/\(name):1"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: \(name)}
      spec: {selector: {app: \(name)}, ports: [{port: 80}]}
      """
    }
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: shop}
      spec: {duration: 10s}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: Journey
      metadata: {name: user, namespace: default}
      spec:
        steps: [{request: {host: shop.example, path: \(path), service: \(service), endpoint: serve}}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ingress-nginx-controller}
      spec:
        selector: {matchLabels: {app: edge}}
        template:
          metadata: {labels: {app: edge}}
          spec:
            containers: [{name: main, image: registry.k8s.io/ingress-nginx/controller:v1.11.2}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: edge}
      spec: {type: LoadBalancer, selector: {app: edge}, ports: [{port: 80}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: way}
      spec:
        rules:
          - host: shop.example
            http:
              paths:
                - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
                - {path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
      ---
      \(models.joined(separator: "\n---\n"))
      """
    let loaded = ScenarioFile.load(
      [UInt8](text.utf8), path: "shop.yaml", sources: SourceMap(), diagnostics: collector)
    _ = loaded.flatMap { Platform($0, diagnostics: collector) }
    return collector.diagnostics.items.filter { $0.severity == .error }.map {
      ($0.message, $0.help)
    }
  }

  @Test("A journey asks the service to which the Ingress leads its path")
  func paths() {
    #expect(errors("/cart", of: "web").isEmpty && errors("/api/cart", of: "api").isEmpty)
    let wrong = errors("/api/cart", of: "web")
    #expect(
      wrong.map(\.message) == [
        "no Ingress or Gateway leads from shop.example/api/cart to `web`"
      ])
    #expect(wrong.first?.help == "the Ingress way leads it to `api`")
  }
}
