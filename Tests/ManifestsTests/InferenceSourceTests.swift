import Manifests
import Testing

@Suite("Where configuration is read")
struct InferenceSourceTests {
  private static let backends = ["orders", "stock", "prices"].flatMap {
    [
      InferenceShops.deployment($0, image: "\($0):1"), InferenceShops.service($0, port: 8080),
    ]
  }

  private func calls(_ documents: [String]) -> [String] {
    InferredPlatform(InferenceShops.joined(documents + Self.backends)).calls
  }

  @Test("variables refer to variables, ConfigMaps and Secrets")
  func variables() {
    let web = InferenceShops.deployment(
      "web", image: "web:1",
      more: """
                envFrom: [{prefix: SHOP_, configMapRef: {name: shop}}]
                env:
                - {name: NAME, value: orders}
                - {name: TARGET, value: "http://$(NAME):8080/$(SHOP_PATH)"}
                - {name: LITERAL, value: "http://$$(NAME):8080"}
                - name: PRICES
                  valueFrom: {secretKeyRef: {name: shop, key: prices}}

        """)
    let settings = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: shop}
      data: {STOCK_URL: "http://stock:8080", PATH: list}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: shop}
      data: {prices: \("cHJpY2VzOjgwODA=")}
      """
    #expect(
      calls([web, InferenceShops.service("web"), settings]) == [
        "web calls stock/serve", "web calls orders/serve", "web calls prices/serve",
      ])
  }

  @Test("command lines and mounted files name hosts, comments do not")
  func filesAndArguments() {
    let web = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - {name: web, image: "web:1", args: [--orders-host, orders, "--level=stock"]}
            volumes:
            - {name: settings, configMap: {name: settings, items: [{key: app.properties, path: a}]}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data:
        app.properties: |
          # stock.url=http://stock:8080
          prices.host = prices
          owner = stock
        other: "http://stock:8080"
      """
    #expect(calls([web]) == ["web calls orders/serve", "web calls prices/serve"])
  }

  @Test("a virtual host behind a host is none")
  func virtualHost() {
    let web = InferenceShops.deployment(
      "web", image: "web:1", environment: [("BROKER_URL", "amqp://u:p@orders:8080//stock")])
    #expect(calls([web]) == ["web calls orders/serve"])
  }

  @Test("a proxy passes each request to one of the servers of its configuration")
  func proxy() {
    let proxy = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: proxy}
      spec:
        selector: {matchLabels: {app: proxy}}
        template:
          metadata: {labels: {app: proxy}}
          spec:
            containers: [{name: nginx, image: "nginx:1.27"}]
            volumes: [{name: conf, configMap: {name: conf}}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: conf}
      data:
        nginx.conf: |
          upstream orders { server orders:8080 weight=2; }
          server {
            server_name stock;
            location /prices { proxy_pass http://prices:8080; }
            location / { proxy_pass http://orders; }
          }
      """
    let platform = InferredPlatform(
      InferenceShops.joined([proxy, InferenceShops.service("proxy")] + Self.backends))
    #expect(
      platform.calls == [
        "proxy sometimes calls orders/serve", "proxy else calls prices/serve",
      ])
    #expect(platform.journeys.map { $0.prefix { $0 != ":" } } == ["proxy", "stock"])
    let shares = platform.models.services.filter { $0.name == "proxy" }.flatMap { model in
      model.endpoints.flatMap(\.steps).compactMap { step -> Double? in
        if case .chance(let chance) = step { return chance.probability }
        return nil
      }
    }
    #expect(shares == [0.5])
  }

  @Test("a circle of calls is cut where it comes back to those whom users ask")
  func circle() {
    let ring = [("a", "b"), ("b", "c"), ("c", "a")].flatMap { name, next in
      [
        InferenceShops.deployment(
          name, image: "x:1", environment: [("NEXT_URL", "http://\(next):80")]),
        InferenceShops.service(name, type: name == "b" ? "NodePort" : "ClusterIP"),
      ]
    }
    let platform = InferredPlatform(InferenceShops.joined(ring))
    #expect(platform.calls == ["b calls c/serve", "c calls a/serve"])
    #expect(
      platform.sentences("default/deployment/a").contains(
        "does not call b, which would close a circle: environment variable NEXT_URL"))
    #expect(platform.journeys == ["b: directly / b/serve"])
  }

  @Test("pods of a StatefulSet are found by their own names, and brokers are published to")
  func brokers() {
    let nats = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: nats}
      spec:
        serviceName: nats-headless
        selector: {matchLabels: {app: nats}}
        template:
          metadata: {labels: {app: nats}}
          spec: {containers: [{name: nats, image: "nats:2.10-alpine"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: nats-headless}
      spec: {clusterIP: None, selector: {app: nats}}
      """
    let web = InferenceShops.deployment(
      "web", image: "web:1",
      environment: [("QUEUES", "nats://nats-0.nats-headless:4222,nats://nats-1.nats-headless:4222")]
    )
    #expect(calls([web, nats]) == ["web publishes nats/messages"])
  }

  @Test("resources of operators are stores behind the Services that operators make")
  func operators() {
    let resources = """
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: {name: db}
      spec: {instances: 3, storage: {size: 1Gi}}
      """
    let web = InferenceShops.deployment(
      "web", image: "web:1",
      environment: [
        ("READ_URL", "postgres://u:p@db-ro/shop"), ("WRITE_DSN", "host=db-rw port=5432"),
      ])
    let platform = InferredPlatform(
      InferenceShops.joined([web, InferenceShops.service("web"), resources]))
    #expect(platform.calls == ["web reads db/read", "web sometimes writes db/write"])
    let store = platform.models.stores.first
    #expect(store?.engine == .postgresql)
    #expect(store?.workload.kind == "cluster.postgresql.cnpg.io")
    #expect(store?.services.write?.name == "db-rw")
    #expect(store?.services.read?.name == "db-ro")
  }

  @Test(
    "an agent of Kubernetes' nodes is no Node.js, and software called node is",
    arguments: [
      ("quay.io/calico/node:v3.29.0", false),
      ("registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.19", false),
      ("registry.k8s.io/nfd/node-feature-discovery:v0.16.0", false),
      ("registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.12.0", false),
      ("node:22-alpine", true), ("mirror.gcr.io/library/node:22", true),
      ("shop/hello-k8s-node", true),
    ])
  func nodeAgents(image: String, isScript: Bool) {
    let platform = InferredPlatform(
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: x}
      spec:
        selector: {matchLabels: {app: x}}
        template:
          metadata: {labels: {app: x}}
          spec: {containers: [{name: x, image: "\(image)"}]}
      """)
    let origin = platform.sentences("default/deployment/x").first
    #expect(origin?.contains("runs on Node.js") == isScript, "\(origin ?? "")")
  }
}
