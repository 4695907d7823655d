import Manifests
import Testing

@Suite("Names in scenarios")
struct ScenarioNameTests {
  private static let platform = """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: frontend, namespace: shop}
    spec:
      selector: {matchLabels: {app: frontend}}
      template:
        metadata: {labels: {app: frontend}}
        spec: {containers: [{name: a, image: b}]}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: frontend, namespace: shop}
    spec: {workload: deployment/frontend, endpoints: {get: {steps: [{cpu: 1ms}]}}}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: page, namespace: shop}
    spec: {steps: [{request: {service: frontend, endpoint: get}}]}
    """

  @Test(
    "lead to workloads that faults hit",
    arguments: [
      ("shop/frontend", []),
      (
        "shop/frontnd",
        [
          "shop/frontnd -> there is no workload \"shop/frontnd\" (did you mean \"frontend\"?)"
        ]
      ),
      (
        "default/frontend",
        [
          "default/frontend -> there is no workload \"default/frontend\" "
            + "(namespace \"shop\" has one of that name)"
        ]
      ),
    ])
  func faults(workload: String, messages: [String]) {
    let read = ScenarioText(
      spec: "faults: [{name: x, at: 1m, podKill: {workload: \(workload)}}]",
      documents: Self.platform)
    #expect(read.marked == messages)
  }

  private static let operators =
    [
      "Cluster orders", "Pooler pool", "Kafka log", "Kafka bus",
      "Prometheus main", "Alertmanager main", "RedisCluster cache", "RedisFailover session",
    ].map { object in
      let parts = object.split(separator: " ")
      let spec = object == "Kafka log" ? "{kafka: {}, cruiseControl: {}}" : "{kafka: {}, shards: 2}"
      return """

        ---
        apiVersion: example.com/v1
        kind: \(parts[0])
        metadata: {name: \(parts[1]), namespace: data}
        spec: \(spec)
        """
    }.joined() + """

      ---
      apiVersion: kafka.strimzi.io/v1beta2
      kind: KafkaNodePool
      metadata: {name: brokers, namespace: data, labels: {strimzi.io/cluster: bus}}
      """

  @Test(
    "lead to what operators make of their resources, and to nothing that is only called alike",
    arguments: [
      ("orders", nil), ("pool", nil), ("log-kafka", nil), ("log-cruise-control", nil),
      ("bus-brokers", nil), ("prometheus-main", nil), ("prometheus-main-shard-1", nil),
      ("alertmanager-main", nil), ("cache-leader", nil), ("cache-follower", nil),
      ("rfr-session", nil), ("rfs-session", nil),
      ("ordersx", "orders"), ("orders-1", "orders"), ("log-kafkas", "log-kafka"),
      ("bus-kafka", "log-kafka"), ("bus-broker", "bus-brokers"), ("x-session", "rfr-session"),
      ("prometheus-main-shard-2", "prometheus-main-shard-1"),
    ] as [(String, String?)])
  func operated(name: String, meant: String?) {
    let read = ScenarioText(
      spec: "faults: [{name: x, at: 1m, podKill: {workload: data/\(name)}}]",
      documents: Self.operators)
    let message = meant.map {
      "data/\(name) -> there is no workload \"data/\(name)\" (did you mean \"\($0)\"?)"
    }
    #expect(read.marked == (message.map { [$0] } ?? []))
  }

  @Test(
    "narrow thresholds to journeys that there are",
    arguments: [
      ("journey", "page", nil), ("system", "kube-dns", nil),
      ("journey", "pages", "there is no journey \"pages\" (did you mean \"page\"?)"),
    ] as [(String, String, String?)])
  func thresholds(label: String, value: String, message: String?) {
    let key = "http_req_failed{\(label)=\"\(value)\"}"
    let read = ScenarioText(
      spec: "thresholds:\n  \(key): [\"rate<1%\"]", documents: Self.platform)
    #expect(read.marked == (message.map { ["\(key) -> \($0)"] } ?? []))
  }

  @Test("of documents with errors are known: only the errors themselves are told, all of them")
  func flawed() {
    let documents = Self.platform.replacing("cpu: 1ms", with: "cpu: soon")
      .replacing("endpoint: get}", with: "endpoint: get, retry: 2}")
    let other = """

      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: cart, namespace: shop}
      spec:
        workload: deployment/cart
        memory: {base: lots}
        endpoints: {add: {steps: [{call: frontend/get}, {call: stock/take}]}}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: stock, namespace: shop}
      spec: {workload: deployment/stock, endpoints: {count: {steps: [{cpu: 1ms}]}}}
      """
    let read = ScenarioText(
      spec: "load: {x: {executor: constant-arrival-rate, journey: page, rate: 1}}",
      documents: documents + other)
    let unknown = read.marked.filter { $0.contains("there is no") }
    #expect(unknown.count == 1, "\(read.marked)")
    #expect(unknown.allSatisfy { $0.contains("endpoint of stock \"take\"") })
    #expect(
      ["soon", "retry", "lots"].allSatisfy { word in
        read.marked.contains { $0.hasPrefix(word) }
      })
  }

  @Test("name each workload in one model", arguments: [true, false])
  func models(isOther: Bool) {
    let second = """

      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: again, namespace: \(isOther ? "other" : "shop")}
      spec: {workload: deployment/frontend, endpoints: {get: {steps: [{cpu: 2ms}]}}}
      """
    let read = ScenarioText(spec: "noData: pass", documents: Self.platform + second)
    let told = "deployment/frontend -> two models describe the workload frontend"
    #expect(read.marked == (isOther ? [] : [told]))
  }

  @Test("of operations are read by reads and written by writes")
  func operations() {
    let store = """
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: cache, namespace: shop}
      spec:
        engine: redis
        workload: statefulset/cache
        operations: {get: {kind: read, cpu: 1us}, put: {kind: write, cpu: 1us}}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: web, namespace: shop}
      spec:
        workload: deployment/web
        endpoints: {get: {steps: [{read: cache/get}, {write: cache/get}, {write: cache/put}]}}
      """
    let read = ScenarioText(spec: "", documents: store)
    #expect(
      read.marked == [
        "cache/get -> get of cache is a read, not a write (write `read: cache/get`)"
      ])
  }

  @Test("are corrected where a key that everything hangs on is misspelt")
  func misspelt() {
    let load = ScenarioText(spec: "load: {a: {excutor: constant-vus, journey: page, vus: 1}}")
    #expect(
      load.marked == [
        "excutor -> a load needs an executor or a shape (did you mean \"executor\"?)"
      ])
    let stages = ScenarioText(
      spec: "load: {a: {executor: ramping-vus, journey: page, stages: [{target: 5}]}}")
    #expect(stages.items.map(\.message) == ["missing field \"duration\" in a stage"])
    let object = DecodedPlatform("apiVersion: v1\nkind: Service\nmetdata: {name: a}\n")
    #expect(object.items.map(\.help) == ["did you mean \"metadata\" by \"metdata\"?"])
  }
}
