import Manifests
import Testing
import Twin

@Suite("Ways in")
struct EdgeRouteTests {
  /// An Ingress for both services of the shop.
  private static let ingress = """
    \(EdgeController.workload())
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
    """

  /// The errors of a shop whose users ask a host and path of one of its two services.
  private func errors(
    _ path: String, of service: String, through edge: String = ingress
  ) -> [(message: String, help: String?)] {
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
      \(edge)
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

  /// A mesh gateway, and a VirtualService that leads a host to one of two services.
  private func gateway(
    hosts: String = "\"*.example\"", bound: String = "edge/way", to service: String = "web"
  ) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: istio-ingressgateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingressgateway}}
      template:
        metadata: {labels: {istio: ingressgateway}}
        spec: {containers: [{name: istio-proxy, image: "docker.io/istio/proxyv2:1.27.0"}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: istio-ingressgateway, namespace: edge}
    spec: {type: LoadBalancer, selector: {istio: ingressgateway}, ports: [{port: 80}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: way, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [\(hosts)]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: shop, namespace: default}
    spec:
      hosts: ["*.example"]
      gateways: [\(bound)]
      http: [{route: [{destination: {host: \(service)}}]}]
    """
  }

  @Test("A journey asks the service to which a Gateway's VirtualService leads its host")
  func gateways() {
    #expect(errors("/", of: "web", through: gateway()).isEmpty)
    for other in [
      gateway(to: "api"), gateway(bound: "way"), gateway(hosts: "\"*.other\""),
    ] {
      #expect(
        errors("/", of: "web", through: other).map(\.message) == [
          "no Ingress or Gateway leads from shop.example/ to `web`"
        ])
    }
  }
}
