import Manifests
import SimulationKernel
import Testing

@Suite("Inferred models as text")
struct InferenceWritingTests {
  /// The models that a text holds, with all messages.
  private func read(_ text: String) -> (models: PlatformModels, items: [Diagnostic]) {
    let read = ReadText(text)
    var models = PlatformModels()
    _ = models.take(read.documents, sources: read.sources, read.collector)
    return (models, read.items)
  }

  private static let platforms = [
    InferenceShops.boutique, InferenceShops.guestbook, InferenceShops.blog,
    RealisticPlatformTests.orders + "---\n" + RealisticPlatformTests.redis,
    CustomResourceTests.routing + "\n---\n" + CustomResourceTests.operators,
  ]

  @Test("read back as the same models", arguments: platforms)
  func roundTrip(text: String) {
    let inferred = InferredPlatform(text).models
    let (models, items) = read(ModelYAML.yaml(of: inferred))
    #expect(items.isEmpty)
    #expect(models.services.map { shape($0) } == inferred.services.map { shape($0) })
    #expect(models.stores.map { shape($0) } == inferred.stores.map { shape($0) })
    #expect(models.journeys.map { shape($0) } == inferred.journeys.map { shape($0) })
  }

  @Test("leave nothing to infer when they are given, and the same text again otherwise")
  func settled() {
    let inferred = InferredPlatform(InferenceShops.boutique).models
    let text = ModelYAML.yaml(of: inferred)
    #expect(text == ModelYAML.yaml(of: InferredPlatform(InferenceShops.boutique).models))
    let again = InferredPlatform(InferenceShops.boutique + "---\n" + text).models
    #expect(again.services.isEmpty && again.stores.isEmpty && again.journeys.isEmpty)
    #expect(again.load.map(\.journey) == inferred.load.map(\.journey))
  }

  @Test("of every step and setting read back as they were written")
  func everything() {
    let (given, mistakes) = read(Self.everything)
    #expect(mistakes.isEmpty)
    var models = InferredModels()
    models.services = given.services
    models.stores = given.stores
    models.journeys = given.journeys
    let (models2, items) = read(ModelYAML.yaml(of: models))
    #expect(items.isEmpty)
    #expect(models2.services.map { shape($0) } == given.services.map { shape($0) })
    #expect(models2.stores.map { shape($0) } == given.stores.map { shape($0) })
    #expect(models2.journeys.map { shape($0) } == given.journeys.map { shape($0) })
    #expect(given.services.count == 1 && given.stores.count == 1 && given.journeys.count == 1)
  }

  @Test("say behind each line whether its figures are guesses")
  func comments() {
    let text = ModelYAML.yaml(of: InferredPlatform(InferenceShops.boutique).models)
    let lines = text.split(separator: "\n")
    let figures = lines.filter { line in
      ["startup:", "memory:", "cpu: \"lognormal", "latency:", "probability:"].contains {
        line.contains($0)
      } && !line.hasPrefix("      ")
    }
    #expect(!figures.isEmpty)
    #expect(figures.allSatisfy { $0.contains("  # ") })
    #expect(text.contains("# reads redis-cart, and writes it in one request of five: "))
  }

  @Test("and their scenario run on the same load")
  func scenario() {
    let read = ReadText(InferenceShops.boutique)
    let (loaded, inferred) = DirectoryScenario.load(
      "shop", documents: read.documents, sources: read.sources, diagnostics: read.collector)
    #expect(read.items.isEmpty)
    #expect(loaded.scenario.load.map(\.name) == ["frontend-external"])
    let text = ModelYAML(inferred).scenario(
      loaded.scenario, manifests: ["k8s"], models: ["models"])
    let platform = "platform: {manifests: [k8s], models: [models]}"
    #expect(text.contains(platform))
    let alone =
      text.replacing("  \(platform)\n", with: "") + "---\n" + ModelYAML.yaml(of: inferred)
    let collector = DiagnosticCollector()
    let again = ScenarioFile.load(
      Array(alone.utf8), path: "scenario.yaml", sources: SourceMap(), diagnostics: collector)
    #expect(collector.diagnostics.items.isEmpty)
    #expect(again.map { shape($0.scenario.load) } == shape(loaded.scenario.load))
    #expect(again?.scenario.duration == DirectoryScenario.duration)
    #expect(again?.scenario.warmUp == DirectoryScenario.warmUp)
  }

  private static let everything = """
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: "on", namespace: "7"}
    spec:
      system: a b
      workload: rollout/x
      service: s
      container: c
      workers: 3
      queue: 0
      threads: 1
      startup: {time: "gamma(shape: 2, scale: 3ms)", cpu: 90s}
      warmUp: {duration: 30s, factor: 2.5}
      memory: {base: 1Gi, perRequest: 1500}
      background: {every: 10s, cpu: "weibull(shape: 2, scale: 3ms)"}
      balancer: {policy: roundRobin, view: shared, replacement: true}
      clients: {timeout: 5s, retries: 1}
      pools: {connections: {size: 20, timeout: 1500us}}
      consumers: [{store: q.other, topic: t, endpoint: e, prefetch: 4}]
      proxies: [a, b.c]
      endpoints:
        e:
          failure: 0.1%
          streams: true
          request: "uniform(1, 3Ki)"
          response: "mixture(0.9: 1Ki, 0.1: exponential(mean: 4Ki))"
          steps:
          - wait: "normal(mean: 10ms, sd: 2ms)"
          - cpu: "pareto(min: 1ms, alpha: 2.5)"
          - parallel: [{call: a/b}, {read: {store: s, operation: o, timeout: 1s, optional: true}}]
          - publish: {store: k, topic: t, bytes: 2Ki}
          - external: {host: api.example, latency: "lognormal(median: 8ms, sigma: 0.5)", failure: 1%}
          - cache: {name: c, keys: "zipf(n: 100, s: 1.1)", capacity: 10, ttl: 60s, miss: [{wait: 1ms}]}
          - cache: {name: d, hit: 60%}
          - chance: {probability: 30%, steps: [{wait: 1ms}], else: [{chance: {probability: 1}}]}
          - repeat: {times: "discrete(1: 50%, 3: 50%)", steps: [{write: s/o}]}
          - acquire: {pool: connections, steps: [{firstByte: true}]}
          - stream: {first: 1ms, tokens: "empirical(1, 2, 5)", perToken: 1ms, cpuPerToken: 1us}
          - batch: {size: 16, window: 5ms, cpu: 1ms, perItem: 100us}
          - call: {service: a.b, endpoint: c, timeout: 400ms, retries: 1}
      source: catalogue
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: s}
    spec:
      engine: clickhouse
      workload: statefulset/x
      keeper: statefulset/y
      services: {write: a, read: b.c}
      shards: 3
      replicas: 1
      settings: {sessionTimeout: 30s, electionTimeout: 1s..1.9s, insertQuorum: 2}
      operations: {o: {kind: write, cpu: "lognormal(p50: 7ms, p99: 33ms)", disk: 3Mi, failure: 0.5}}
      client: {timeout: 3s, retries: 2, pool: 20}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: j, namespace: m}
    spec:
      client: {latency: "exponential(mean: 20ms)"}
      session: true
      steps:
      - request: {host: a.example, path: "/é?q=\\"1\\"", method: POST, headers: {x-a: "true"}, service: s, endpoint: e}
      - think: 5s
      - repeat: {times: 3, steps: [{think: 1s}]}
      measures: [time_to_first_token]
      business: {sold: 2}
      voice: {codec: g711, jitterBuffer: 40ms}
    """
}
