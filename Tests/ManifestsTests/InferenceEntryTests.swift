import Manifests
import SimulationKernel
import Testing

@Suite("Entry points and what is given")
struct InferenceEntryTests {
  @Test("a load balancer leads to the service behind it, at ten journeys a second")
  func loadBalancer() {
    let shop = InferredPlatform(InferenceShops.boutique)
    #expect(shop.journeys == ["frontend-external: directly / frontend/serve"])
    #expect(shop.models.load.map(\.journey) == ["frontend-external"])
    for load in shop.models.load {
      guard case .constantArrivalRate(let executor) = load.executor else {
        Issue.record("the load has no constant rate")
        continue
      }
      #expect(executor.rate == 10)
      #expect(executor.timeUnit == .seconds(1))
      #expect(load.arrival == .poisson)
    }
  }

  @Test("an Ingress gives a journey for each path, through its controller where it is there")
  func ingress() {
    let blog = InferredPlatform(InferenceShops.blog)
    #expect(
      blog.journeys == [
        "blog.example.com: blog.example.com / wordpress/serve",
        "blog.example.com-admin: blog.example.com /admin wordpress/serve",
      ])
    let bare = InferenceShops.blog.replacing("/ingress-nginx/controller:", with: "/web:")
    #expect(
      InferredPlatform(bare).journeys == [
        "blog.example.com: directly / wordpress/serve",
        "blog.example.com-admin: directly /admin wordpress/serve",
      ])
  }

  @Test("a Gateway's routes go where most of their weight does")
  func gateway() {
    let routes = """
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: edge}
      spec:
        selector: {app: gateway}
        servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: shop}
      spec:
        hosts: [shop.example.com]
        gateways: [edge]
        http:
        - match: [{uri: {prefix: /api}}]
          route:
          - {destination: {host: api-v2}, weight: 10}
          - {destination: {host: api}, weight: 90}
        - route: [{destination: {host: web.default.svc.cluster.local}}]
      """
    let pods = [
      InferenceShops.deployment("api", image: "api:1"), InferenceShops.service("api"),
      InferenceShops.deployment("api-v2", image: "api:2"), InferenceShops.service("api-v2"),
      InferenceShops.deployment("web", image: "web:1"), InferenceShops.service("web"),
      InferenceShops.service("gateway", type: "LoadBalancer"),
    ]
    let proxy = InferenceShops.deployment("gateway", image: "docker.io/istio/proxyv2:1.24.1")
    let straight = InferredPlatform(InferenceShops.joined([routes] + pods))
    #expect(
      straight.journeys == [
        "shop.example.com-api: directly /api api/serve",
        "shop.example.com: directly / web/serve",
      ])
    let through = InferredPlatform(InferenceShops.joined([routes, proxy] + pods))
    #expect(
      through.journeys == [
        "shop.example.com-api: shop.example.com /api api/serve",
        "shop.example.com: shop.example.com / web/serve",
      ])
    for (open, host, name) in [
      ("*.example.com", "\"*\"", "www.example.com"),
      ("app.example.com", "\"*\"", "app.example.com"),
      ("app.example.com", "\"*.example.com\"", "app.example.com"),
    ] {
      let wide = routes.replacing("[\"*\"]", with: "[\"\(open)\"]")
        .replacing("[shop.example.com]", with: "[\(host)]")
      #expect(
        InferredPlatform(InferenceShops.joined([wide, proxy] + pods)).journeys == [
          "\(name)-api: \(name) /api api/serve", "\(name): \(name) / web/serve",
        ])
    }
  }

  @Test("without any entry, users ask whom nobody else calls, but no store and no monitoring")
  func uncalled() {
    let text = InferenceShops.joined([
      InferenceShops.deployment(
        "web", image: "web:1", environment: [("API_URL", "http://api:80")]),
      InferenceShops.deployment("api", image: "api:1"),
      InferenceShops.deployment("cache", image: "valkey/valkey:8"),
      InferenceShops.deployment("metrics", image: "prom/prometheus:v2.55.1"),
      InferenceShops.service("web"), InferenceShops.service("api"),
      InferenceShops.service("cache", port: 6379), InferenceShops.service("metrics", port: 9090),
    ])
    #expect(InferredPlatform(text).journeys == ["web: directly / web/serve"])
  }

  @Test("a webhook, which the API server asks, is no entry for users")
  func webhook() {
    let hook = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: guard}
      webhooks:
      - name: check.guard.example
        admissionReviewVersions: [v1]
        sideEffects: None
        clientConfig: {service: {name: guard, namespace: default, path: /check}}
        rules:
        - {operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}
      """
    let shop = ["web", "guard"].flatMap { name in
      [InferenceShops.deployment(name, image: "\(name):1"), InferenceShops.service(name)]
    }
    #expect(
      InferredPlatform(InferenceShops.joined(shop)).journeys == [
        "web: directly / web/serve", "guard: directly / guard/serve",
      ])
    #expect(
      InferredPlatform(InferenceShops.joined(shop + [hook])).journeys == [
        "web: directly / web/serve"
      ])
  }

  @Test("a shared model has a name that no given one has")
  func sharedName() {
    let workloads = ["blue", "green", "other", "third"].map { name in
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: \(name)}
      spec:
        selector: {matchLabels: {color: \(name)}}
        template:
          metadata: {labels: {color: \(name), app: \(name == "green" ? "blue" : name)}}
          spec: {containers: [{name: main, image: "web:1"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: \(name)}
      spec: {selector: {app: \(name)}, ports: [{port: 80}]}
      """
    }
    let models = [("blue", "blue"), ("green", "other"), ("green-deployment", "third")].map {
      """
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: \($0), namespace: default}
      spec:
        workload: deployment/\($1)
        endpoints: {ask: {steps: [{cpu: 1ms}]}}
      """
    }
    let shared = InferredPlatform(InferenceShops.joined(workloads + models)).models.shared
    #expect(shared.map(\.workload.name) == ["green"])
    #expect(shared.map(\.name) == ["green-deployment-deployment"])
  }

  private static let givenModels = """
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: cart, namespace: default}
    spec:
      workload: deployment/cartservice
      service: cartservice
      endpoints: {add: {steps: [{cpu: 1ms}]}}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: carts, namespace: default}
    spec:
      engine: redis
      workload: deployment/redis-cart
      operations: {load: {kind: read}}
    """

  @Test("what runs in kube-system is asked by the cluster, not by users")
  func clusterServices() {
    let pods = InferenceShops.deployment("coredns", image: "coredns/coredns:1.9.4")
    let service = InferenceShops.service("kube-dns", app: "coredns", port: 53)
    let named = "metadata: {name: "
    let places = [(named, "kube-dns"), ("metadata: {namespace: kube-system, name: ", nil)]
    for (start, entry) in places {
      let platform = InferredPlatform(
        InferenceShops.joined([pods, service]).replacing(named, with: start))
      #expect(platform.models.journeys.map(\.name) == [entry].compactMap { $0 })
    }
  }

  @Test("nothing is inferred for workloads with a model, and calls to them ask what it offers")
  func given() {
    let text = InferenceShops.joined([InferenceShops.boutique, Self.givenModels])
    let shop = InferredPlatform(text)
    #expect(!shop.models.services.contains { $0.workload.name == "cartservice" })
    #expect(shop.models.stores.isEmpty)
    #expect(shop.sentences("default/deployment/cartservice").isEmpty)
    #expect(shop.calls.contains("checkoutservice calls cartservice/add"))
    #expect(shop.calls.contains("frontend calls cartservice/add"))
  }

  @Test("a given model that calls back closes no circle")
  func givenCircle() {
    let circle = Self.givenModels.replacing(
      "{cpu: 1ms}", with: "{cpu: 1ms}, {call: frontend/serve}")
    let shop = InferredPlatform(InferenceShops.joined([InferenceShops.boutique, circle]))
    #expect(!shop.calls.contains { $0.hasPrefix("frontend calls cartservice") })
  }

  @Test("journeys that are given are loaded, and none is added")
  func givenJourney() {
    let journey = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Journey
      metadata: {name: buy}
      spec: {steps: [{request: {service: frontend, endpoint: serve}}]}
      """
    let shop = InferredPlatform(InferenceShops.joined([InferenceShops.boutique, journey]))
    #expect(shop.models.journeys.isEmpty)
    #expect(shop.models.load.map(\.journey) == ["buy"])
  }

  @Test("every number of a model is either known of its image or said to be a guess")
  func sources() {
    for text in [InferenceShops.boutique, InferenceShops.guestbook, InferenceShops.blog] {
      let models = InferredPlatform(text).models
      let numbers = models.findings.flatMap(\.figures)
      #expect(models.guesses + models.catalogued == numbers.count)
      #expect(models.guesses > 0)
      #expect(models.findings.allSatisfy { $0.span.isKnown })
      let known = models.findings.filter { $0.catalogued > 0 }.map(\.subject)
      for model in models.services {
        let subject = "\(model.namespace)/\(model.workload.kind ?? "")/\(model.workload.name)"
        #expect(model.source == (known.contains(subject) ? .catalogue : .guess), "\(subject)")
      }
    }
  }

  @Test("a pod's memory leaves half of its limit free")
  func memory() {
    let limited = InferenceShops.deployment(
      "web", image: "web:1", more: "        resources: {limits: {memory: 40Mi}}\n")
    let model = InferredPlatform(limited).models.services.first
    #expect(model?.memory.baseBytes == 20 << 20)
  }
}
