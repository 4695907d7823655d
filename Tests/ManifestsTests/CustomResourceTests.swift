import Manifests
import SimulationKernel
import Testing

@Suite("Custom resources")
struct CustomResourceTests {
  static let routing = """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: shop, namespace: default}
    spec:
      hosts: [shop]
      http:
        - match:
            - uri: {prefix: /api}
              headers: {x-beta: {exact: "1"}}
          timeout: 2s
          retries: {attempts: 3, perTryTimeout: 500ms, retryOn: "5xx,reset"}
          fault: {delay: {fixedDelay: 1s, percentage: {value: 0.5}}, abort: {httpStatus: 503}}
          route:
            - {destination: {host: shop, subset: v1}, weight: 90}
            - {destination: {host: shop, subset: v2, port: {number: 8080}}, weight: 10}
    """

  static let operators = """
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata: {name: pg}
    spec:
      instances: 3
      storage: {size: 50Gi, storageClass: fast}
      postgresql:
        parameters: {shared_buffers: 2GB}
        synchronous: {method: any, number: 1}
    ---
    apiVersion: postgresql.cnpg.io/v1
    kind: ScheduledBackup
    metadata: {name: nightly}
    spec: {schedule: "0 0 2 * * *", cluster: {name: pg}}
    ---
    apiVersion: kafka.strimzi.io/v1beta2
    kind: Kafka
    metadata: {name: events}
    spec:
      kafka:
        listeners: [{name: plain, port: 9092, type: internal, tls: false}]
        config: {min.insync.replicas: 2, auto.create.topics.enable: false}
    ---
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaNodePool
    metadata: {name: brokers, labels: {strimzi.io/cluster: events}}
    spec:
      replicas: 3
      roles: [controller, broker]
      storage: {type: jbod, volumes: [{id: 0, type: persistent-claim, size: 100Gi}]}
    """

  @Test("Istio's routing is read with its matches, shares, retries and faults")
  func virtualService() throws {
    let platform = DecodedPlatform(Self.routing)
    #expect(platform.places == [])
    let service = try #require(platform.set.virtualServices.first)
    #expect(service.gateways == ["mesh"])
    let route = try #require(service.http.first)
    #expect(route.match.first?.uri?.prefix == "/api")
    #expect(route.match.first?.headers["x-beta"]?.exact == "1")
    #expect(route.timeout == .seconds(2))
    #expect(route.retries?.attempts == 3)
    #expect(route.retries?.perTryTimeout == .milliseconds(500))
    #expect(route.fault?.delay?.percentage.value == 0.5)
    // Without a percentage nothing is aborted.
    #expect(route.fault?.abort?.percentage.value == 0)
    #expect(route.route.map(\.weight) == [90, 10])
    #expect(route.route.last?.destination.port?.number == 8080)
  }

  @Test("a DestinationRule's absent numbers are Envoy's and Istio's own")
  func destinationRule() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: networking.istio.io/v1beta1
      kind: DestinationRule
      metadata: {name: shop, namespace: default}
      spec:
        host: shop
        trafficPolicy:
          connectionPool: {http: {http1MaxPendingRequests: 10}}
          outlierDetection: {consecutive5xxErrors: 3}
        subsets: [{name: v1, labels: {version: "1"}}]
      """)
    #expect(platform.places == [])
    let policy = try #require(platform.set.destinationRules.first?.trafficPolicy)
    #expect(policy.connectionPool?.http.http1MaxPendingRequests == 10)
    #expect(policy.connectionPool?.tcp.connectTimeout == .seconds(10))
    #expect(policy.outlierDetection?.interval == .seconds(10))
    #expect(policy.outlierDetection?.baseEjectionTime == .seconds(30))
    #expect(policy.outlierDetection?.maxEjectionPercent == 10)
  }

  @Test("operators' resources are read with their defaults")
  func operators() throws {
    let platform = DecodedPlatform(Self.operators)
    #expect(platform.places == [])
    let postgres = try #require(platform.set.postgresClusters.first)
    #expect(postgres.storage.size == Quantity(50 << 30))
    #expect(postgres.postgresql.synchronous?.dataDurability == "required")
    #expect(postgres.switchoverDelay == 3600)
    #expect(platform.set.scheduledBackups.first?.schedule.schedule.hours == 1 << 2)
    let config = try #require(platform.set.kafkaClusters.first).kafka.config
    #expect(config["min.insync.replicas"] == "2")
    #expect(config["auto.create.topics.enable"] == "false")
    #expect(platform.set.kafkaNodePools.first?.roles == [.controller, .broker])
  }

  @Test("monitoring, certificates and progressive delivery are read")
  func others() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: {name: r}
      spec:
        groups:
          - name: g
            interval: 30s
            rules:
              - {alert: Down, expr: up == 0, for: 5m, keep_firing_for: 1m}
              - {record: one, expr: 1}
      ---
      apiVersion: cert-manager.io/v1
      kind: Certificate
      metadata: {name: c}
      spec: {secretName: tls, dnsNames: [a.example], issuerRef: {name: ca}, renewBefore: 360h}
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: r}
      spec:
        selector: {matchLabels: {a: b}}
        template:
          metadata: {labels: {a: b}}
          spec: {containers: [{name: c, image: "i:1"}]}
        strategy:
          canary:
            steps: [{setWeight: 20}, {pause: {duration: 30}}, {pause: {duration: 10m}}, {pause: {}}]
      """)
    #expect(platform.places == [])
    let rules = try #require(platform.set.prometheusRules.first?.groups.first?.rules)
    #expect(rules.map(\.expr.text) == ["up == 0", "1"])
    #expect(rules.map(\.keepFiringFor) == [.minutes(1), .zero])
    #expect(platform.set.certificates.first?.renewBefore == .seconds(360 * 3600))
    let steps = try #require(platform.set.rollouts.first?.strategy.canary?.steps)
    #expect(steps.map { $0.pause?.duration?.length } == [nil, .seconds(30), .minutes(10), nil])
    #expect(steps.map { $0.pause != nil } == [false, true, true, true])
  }

  @Test("an unknown kind is told with a known version or the nearest kind")
  func unknownKinds() {
    let platform = DecodedPlatform(
      """
      {apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}
      ---
      {apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: i}}
      ---
      {apiVersion: apps/v1, kind: Deploymnt, metadata: {name: d}}
      """)
    #expect(platform.places == ["unknown-kind 1:1", "unknown-kind 3:1", "unserved-kind 5:1"])
    #expect(platform.items.map(\.severity) == [.warning, .warning, .error])
    #expect(
      platform.items.map(\.help) == [
        nil, "Ingress is known as networking.k8s.io/v1", "did you mean \"Deployment\"?",
      ])
  }
}
