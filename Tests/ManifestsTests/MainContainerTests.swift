import Manifests
import Testing

/// Which of a pod's containers runs the software that the pod is for.
@Suite("Main containers")
struct MainContainerTests {
  /// A pod's containers as text, the one that is meant, and what tells it.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let containers: String
    let main: String
    var annotation = ""
    var port = "{port: 80, targetPort: http}"
  }

  private static let cases = [
    Case(
      testDescription: "alone, whatever it is",
      containers: "{name: exporter, image: oliver006/redis_exporter}", main: "exporter"),
    Case(
      testDescription: "behind an injected proxy of any image",
      containers: "{name: istio-proxy, image: mirror/mesh}, {name: web, image: shop/web}",
      main: "web"),
    Case(
      testDescription: "behind helpers without ports",
      containers: """
        {name: rules, image: "kiwigrid/k8s-sidecar:1"}, \
        {name: reload, image: quay.io/prometheus-operator/prometheus-config-reloader}, \
        {name: loki, image: grafana/loki}
        """, main: "loki"),
    Case(
      testDescription: "behind a helper whose port a Service shows",
      containers: """
        {name: metrics, image: prom/mysqld-exporter, ports: [{name: http, containerPort: 9104}]}, \
        {name: db, image: mysql}
        """, main: "db"),
    Case(
      testDescription: "that a Service leads to by name",
      containers: """
        {name: worker, image: shop/worker}, \
        {name: web, image: shop/web, ports: [{name: http, containerPort: 8080}]}
        """, main: "web"),
    Case(
      testDescription: "that a Service leads to by number",
      containers: """
        {name: worker, image: shop/worker, ports: [{containerPort: 81}]}, \
        {name: web, image: shop/web, ports: [{containerPort: 80}]}
        """, main: "web", port: "{port: 80}"),
    Case(
      testDescription: "first of those that no Service tells apart",
      containers: "{name: a, image: shop/a}, {name: b, image: shop/b}", main: "a"),
    Case(
      testDescription: "first of helpers only",
      containers: "{name: node, image: prom/node-exporter}, {name: gate, image: kube-rbac-proxy}",
      main: "node"),
    Case(
      testDescription: "that an annotation names",
      containers: """
        {name: web, image: shop/web, ports: [{name: http, containerPort: 8080}]}, \
        {name: worker, image: shop/worker}
        """, main: "worker",
      annotation: "annotations: {kubectl.kubernetes.io/default-container: worker}"),
    Case(
      testDescription: "whatever an annotation names that is not there",
      containers: "{name: a, image: shop/a}, {name: b, image: shop/b}", main: "a",
      annotation: "annotations: {kubectl.kubernetes.io/default-container: c}"),
  ]

  private static func text(_ row: Case) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: x}
    spec: {selector: {app: x}, ports: [\(row.port)]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: x}
    spec:
      selector: {matchLabels: {app: x}}
      template:
        metadata: {labels: {app: x}, \(row.annotation)}
        spec:
          containers: [\(row.containers)]
    """
  }

  @Test("the main container is the one", arguments: cases)
  func main(row: Case) throws {
    let platform = DecodedPlatform(Self.text(row))
    let template = try #require(platform.set.deployments.first?.template)
    let main = platform.set.mainContainer(of: template.spec, template.metadata, in: "default")
    #expect(main?.name == row.main)
  }

  @Test("a Service of another namespace or without a selector tells nothing")
  func otherServices() throws {
    let containers = "{name: a, image: shop/a}, {name: b, image: shop/b, ports: [{PORT}]}"
      .replacing("PORT", with: "containerPort: 80")
    let row = Case(testDescription: "", containers: containers, main: "b", port: "{port: 80}")
    for (old, new) in [
      ("{name: x}\nspec: {s", "{name: x, namespace: n}\nspec: {s"), ("app: x}, p", "}, p"),
    ] {
      let platform = DecodedPlatform(Self.text(row).replacing(old, with: new, maxReplacements: 1))
      let template = try #require(platform.set.deployments.first?.template)
      let main = platform.set.mainContainer(of: template.spec, template.metadata, in: "default")
      #expect(main?.name == "a")
    }
  }

  @Test("its image, port, runtime and limits tell the software, not the helper's")
  func inference() throws {
    let row = Case(
      testDescription: "",
      containers: """
        {name: exporter, image: oliver006/redis_exporter}, {name: x, image: shop/x, \
        env: [{name: NODE_ENV, value: production}], resources: {limits: {memory: 64Mi}}}
        """, main: "x")
    let platform = InferredPlatform(Self.text(row))
    let sentence = try #require(platform.sentences("default/deployment/x").first)
    #expect(sentence.hasPrefix("variable NODE_ENV runs on Node.js: "))
    // Half of the limit is left free.
    #expect(platform.models.services.first?.memory.baseBytes == 32 << 20)
  }
}
