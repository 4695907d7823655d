import Manifests
import SimulationKernel
import Testing

@Suite("Models")
struct ModelTests {
  static let platform = """
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: gateway, namespace: shop}
    spec:
      workload: deploy/gateway
      container: app
      workers: 64
      queue: 0
      threads: 1
      startup: {time: "lognormal(p50: 3s, p99: 8s)", cpu: 2s}
      warmUp: {duration: 30s, factor: 2}
      memory: {base: 120Mi, perRequest: 64Ki}
      background: {every: 10s, cpu: 20ms}
      balancer: {policy: leastRequest, view: shared, replacement: true}
      clients: {timeout: 5s, retries: 1}
      pools: {db: {size: 20, timeout: 5s}}
      consumers: [{store: rabbitmq, topic: ingest, endpoint: chat, prefetch: 4}]
      endpoints:
        chat:
          failure: 0.1%
          streams: true
          steps:
            - cpu: 1ms
            - wait: uniform(1ms, 2ms)
            - call: algo.ai/think
            - call: {service: algo, endpoint: think, timeout: 400ms, retries: 2, optional: true}
            - parallel:
                - read: postgresql/session
                - write: {store: postgresql.data, operation: turn}
                - publish: {store: kafka, topic: events, bytes: 2Ki}
                - external: {host: api.example, latency: 1s, failure: 1%}
            - cache: {name: embeddings, hit: 60%, miss: [{cpu: 5ms}]}
            - cache: {name: keys, keys: "zipf(n: 100, s: 1)", capacity: 10, ttl: 60s}
            - chance: {probability: 0.3, steps: [{cpu: 1ms}], else: [{cpu: 2ms}, {cpu: 3ms}]}
            - repeat: {times: 3, steps: [{cpu: 1ms}]}
            - acquire: {pool: db, steps: [{cpu: 1ms}]}
            - stream: {first: 300ms, tokens: 200, perToken: 20ms}
            - firstByte: true
            - batch: {size: 16, window: 5ms, cpu: 10ms, perItem: 1ms}
      source: catalogue
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: postgresql, namespace: data}
    spec:
      engine: postgresql
      workload: cluster.postgresql.cnpg.io/postgresql
      services: {write: postgresql-rw, read: postgresql-ro}
      settings: {ttl: 30s, loopWait: 10s, maximumLagOnFailover: 1Mi, synchronous: false}
      operations:
        session: {kind: read, cpu: 200us, bytes: 4Ki}
        turn: {kind: write, cpu: 400us, disk: 8Ki, failure: 0.01%}
      client: {timeout: 3s, retries: 2, pool: 20}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: nats, namespace: data}
    spec:
      engine: nats
      workload: sts/nats
      services: {any: nats}
      settings: {electionTimeout: 4s..9s, heartbeat: 1s}
      operations: {}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: chat}
    spec:
      client: {latency: "lognormal(p50: 15ms, p99: 60ms)"}
      session: true
      steps:
        - request:
            host: api.example
            path: /v1/chat
            method: POST
            headers: {x-user: beta}
            service: gateway.shop
            endpoint: chat
            timeout: 30s
        - think: 5s
        - repeat: {times: 5, steps: [{request: {service: gateway.shop, endpoint: chat}}]}
      measures: [time_to_first_token]
      business: {chats_completed: 1}
      voice: {codec: g711, jitterBuffer: 40ms}
    """

  @Test("of services are read field by field")
  func service() throws {
    let read = ScenarioText(spec: "", documents: Self.platform)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let service = try #require(read.loaded?.models.services.first)
    #expect(service.system == "gateway" && service.namespace == "shop")
    #expect(service.workload.kind == "deployment" && service.workload.name == "gateway")
    #expect(service.workers == 64 && service.queue == 0 && service.threads == 1)
    #expect(service.startup?.cpu == .seconds(2))
    #expect(service.warmUp?.factor == 2 && service.warmUp?.duration == .seconds(30))
    #expect(service.memory.baseBytes == 120 << 20 && service.memory.perRequestBytes == 65536)
    #expect(service.background?.every == .seconds(10))
    #expect(service.balancer?.policy == .leastRequest && service.balancer?.view == .shared)
    #expect(service.balancer?.replacement == true)
    #expect(service.clients.timeout == .seconds(5) && service.clients.retries == 1)
    #expect(service.pools.map(\.size) == [20])
    #expect(service.consumers.map(\.prefetch) == [4])
    #expect(service.source == .catalogue)
    let endpoint = try #require(service.endpoint(named: "chat"))
    #expect(abs(endpoint.failure - 0.001) < 1e-15 && endpoint.streams)
    #expect(endpoint.request == nil)
  }

  @Test("have steps of every kind, in order")
  func steps() throws {
    let steps = ScenarioText(spec: "", documents: Self.platform).steps
    try #require(steps.count == 13)
    guard case .cpu(.constant(0.001)) = steps[0], case .wait(.uniform) = steps[1],
      case .call(let short) = steps[2], case .call(let long) = steps[3],
      case .parallel(let branches) = steps[4], case .cache(let byRatio) = steps[5],
      case .cache(let byKeys) = steps[6], case .chance(let chance) = steps[7],
      case .repeated(let repetition) = steps[8], case .acquire(let acquire) = steps[9],
      case .stream(let stream) = steps[10], case .firstByte = steps[11],
      case .batch(let batch) = steps[12], case .read(let read)? = branches.first,
      case .ratio(0.6) = byRatio.hits,
      case .keys(.zipf(100, 1), 10, .some(let timeToLive)) = byKeys.hits
    else {
      Issue.record("a step was read as something else")
      return
    }
    #expect(short.service.name == "algo" && short.service.namespace == "ai")
    #expect(short.endpoint == "think" && !short.isOptional && short.settings.timeout == nil)
    #expect(long.settings.timeout == .milliseconds(400) && long.settings.retries == 2)
    #expect(long.isOptional && long.service.namespace == nil)
    #expect(branches.count == 4 && read.store.name == "postgresql" && read.operation == "session")
    #expect(byRatio.miss.count == 1 && timeToLive == .seconds(60))
    #expect(chance.probability == 0.3 && chance.steps.count == 1 && chance.otherwise.count == 2)
    #expect(repetition.times == .constant(3) && acquire.pool == "db")
    #expect(stream.tokens == .constant(200) && stream.cpuPerToken == .constant(0))
    #expect(batch.size == 16 && batch.window == .milliseconds(5))
  }

  @Test("of stores and journeys are read field by field")
  func storesAndJourneys() throws {
    let models = try #require(ScenarioText(spec: "", documents: Self.platform).loaded?.models)
    let postgresql = models.stores[0]
    #expect(
      postgresql.engine == .postgresql && postgresql.shards == 1 && postgresql.replicas == nil)
    #expect(postgresql.workload.kind == "cluster.postgresql.cnpg.io")
    #expect(postgresql.services.write?.name == "postgresql-rw")
    #expect(postgresql.settings.duration("ttl") == .seconds(30))
    #expect(postgresql.settings.number("maximumLagOnFailover") == 1_048_576)
    #expect(postgresql.settings.flag("synchronous") == false)
    #expect(postgresql.settings.duration("retryTimeout") == nil)
    #expect(postgresql.operation(named: "turn")?.kind == .write)
    #expect(postgresql.client.pool == 20 && postgresql.client.retries == 2)
    let nats = models.stores[1]
    #expect(nats.services.read?.name == "nats" && nats.services.write?.name == "nats")
    let election = try #require(nats.settings.range("electionTimeout"))
    #expect(election == (low: .seconds(4), high: .seconds(9)))
    let heartbeat = try #require(nats.settings.range("heartbeat"))
    #expect(heartbeat == (low: .seconds(1), high: .seconds(1)))

    let journey = try #require(models.journeys.first)
    #expect(journey.isSession && journey.measures == [.timeToFirstToken])
    #expect(journey.business.map(\.name) == ["chats_completed"])
    #expect(journey.voice?.codec == .g711 && journey.voice?.jitterBuffer == .milliseconds(40))
    guard case .request(let request)? = journey.steps.first,
      case .repeated(.constant(5), let inner)? = journey.steps.last,
      case .request(let bare)? = inner.first
    else {
      Issue.record("a step of a journey was read as something else")
      return
    }
    #expect(request.host == "api.example" && request.method == "POST")
    #expect(request.headers["x-user"] == "beta" && request.timeout == .seconds(30))
    #expect(bare.host == nil && bare.path == "/" && bare.method == "GET")
    #expect(bare.timeout == .seconds(60))
  }

  @Test("point at what does not fit")
  func mistakes() {
    let read = ScenarioText(
      steps: """
        - cpuu: 1ms
        - {cpu: 1ms, wait: 2ms}
        - parallel: [{cpu: 1ms}]
        - call: gateway
        - call: {service: web, endpint: get}
        - cache: {name: c, hit: 120%}
        - cache: {name: c, keys: "zipf(n: 3, s: 1)"}
        - cache: {name: c, hit: 1%, ttl: 5s}
        - firstByte: false
        - acquire: {pool: db, steps: []}
        - call: web/gett
        - batch: {size: 0, window: 5ms, cpu: 1ms}
        - repeat: {times: 3ms, steps: []}
        """)
    #expect(
      read.marked == [
        "cpuu -> \"cpuu\" is unknown in a step (did you mean \"cpu\"?)",
        "wait -> a step has \"cpu\" and \"wait\", which exclude each other",
        "cpu -> \"cpu\" is unknown in a step inside parallel "
          + "(one of call, read, write, publish, external)",
        "gateway -> \"gateway\" does not say what to ask for "
          + "(write the service and what is asked of it, like gateway/chat)",
        "{ -> missing field \"endpoint\" in a call",
        "endpint -> unknown field \"endpint\" in a call (did you mean \"endpoint\"?)",
        "120% -> \"120%\" is not between 0 and 1",
        "{ -> missing field \"capacity\" in a cache with keys",
        "5s -> ttl needs keys, whose popularity decides what stays in the cache",
        "false -> only true can stand here; leave the field out instead",
        "db -> there is no pool \"db\"",
        "web/gett -> there is no endpoint of web \"gett\" (did you mean \"get\"?)",
        "0 -> must be at least 1",
        "3ms -> a plain number stands here, not a time",
      ])
  }

  @Test("refuse what no machine adds up for each request")
  func sizesOfEach() {
    let read = ScenarioText(
      model: """
        workload: deployment/web
        memory: {base: 2Ti, perRequest: 65Gi, leakPerRequest: 1025Mi, growthPerSecond: 64Gi}
        log: {perRequest: 1E}
        endpoints: {get: {steps: []}}
        """)
    #expect(
      read.marked == [
        "65Gi -> a size of each must be at most 64Gi",
        "1025Mi -> a size of each must be at most 1Gi",
        "1E -> a size of each must be at most 1Gi",
      ])
  }

  @Test("refuse settings that their engine does not have")
  func settings() {
    let read = ScenarioText(
      spec: "",
      documents: """
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: StoreModel
        metadata: {name: redis}
        spec:
          engine: redis
          workload: sts/redis
          settings: {ttl: 30s, nodeTimout: 15s, replicaValidityFactor: 5s}
          operations: {}
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: StoreModel
        metadata: {name: etcd}
        spec:
          engine: etdc
          workload: stateful/etcd
          shards: 1000000
          settings: {electionTimeout: 2s..1s}
          operations: {}
        """)
    #expect(
      read.marked == [
        "ttl -> unknown field \"ttl\" in the settings of redis",
        "nodeTimout -> unknown field \"nodeTimout\" in the settings of redis "
          + "(did you mean \"nodeTimeout\"?)",
        "5s -> expected a whole number, found text \"5s\"",
        "etdc -> \"etdc\" is not one of postgresql, redis, minio, neo4j, clickhouse, "
          + "elasticsearch, nats, kafka, rabbitmq, etcd (did you mean \"etcd\"?)",
        "stateful/etcd -> \"stateful\" is no kind of workload (one of deployment, statefulset, "
          + "daemonset, replicaset, replicationcontroller, rollout, pod, job, cronjob, "
          + "or KIND.GROUP for a custom resource)",
        "1000000 -> must be at most 10000",
        "2s..1s -> \"2s..1s\" is no range of times (write it like 1s..1.9s)",
      ])
  }
}
