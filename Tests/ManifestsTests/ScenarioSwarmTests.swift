import Manifests
import Testing

@Suite("Broken scenarios")
struct ScenarioSwarmTests {
  private static let scenario = """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: worker-loss}
    spec:
      seed: 42
      duration: 30m
      warmUp: 5m
      loadScale: 1.5
      load:
        chat: {executor: ramping-arrival-rate, journey: chat, startRate: 50, timeUnit: 1s,
               stages: [{target: 400, duration: 10m}, {target: 400, duration: 20m}]}
        page: {journey: chat, burst: {low: 1, high: 9, lowFor: 1m, highFor: 10s}, duration: 9m}
      faults:
        - {name: loss, at: 15m, duration: 5m, nodeCrash: {node: worker-3}}
        - {at: 1m, podKill: {store: {system: pg, role: primary}, mode: fixed, value: 2}}
        - at: 2m
          networkPartition:
            from: {pod: {selector: {labelSelectors: {app: web}}, mode: all}}
            to: {dependency: api.example}
      changes:
        - {at: 20m, scale: {workload: shop/web, replicas: 3}}
      thresholds:
        time_to_first_token{journey="chat"}:
          ["p(95)<1200", {threshold: "p(99)<3s", window: 1m, during: loss}]
        http_req_failed: ["rate<0.01"]
        recovery_time{system=~"post.*"}: ["max<15m"]
      noData: fail
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: c}
    spec:
      zones: [{name: zone-a}]
      network: {sameNode: "lognormal(p50: 30us, p99: 80us)", bandwidth: 10Gi}
      nodePools: [{name: worker, count: 6, cpu: "16", memory: 32Gi, zones: [zone-a]}]
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: web, namespace: shop}
    spec:
      workload: deployment/web
      pools: {db: {size: 20, timeout: 5s}}
      endpoints:
        chat:
          failure: 0.1%
          response: lognormal(p50=4Ki, p99=40Ki)
          steps:
            - cpu: "mixture(0.9: 5ms, 0.1: exponential(mean: 50ms))"
            - parallel: [{call: {service: web, endpoint: chat, optional: true}}, {read: pg/one}]
            - cache: {name: c, keys: "zipf(n: 10000, s: 1)", capacity: 1000, miss: [{wait: 5ms}]}
            - acquire: {pool: db, steps: [{repeat: {times: "discrete(1: 50%, 3: 50%)", steps: []}}]}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: chat}
    spec:
      steps:
        - request: {host: api.example, service: web.shop, endpoint: chat}
        - think: uniform(1s, 3s)
    """

  /// Bytes that mean something to YAML, to laws or to thresholds.
  private static let marks = Array("{}[]():,.-%\"'#&*|>\n\t 0159smKé~!=<\u{0}\u{FF}".utf8)

  @Test("never crash the reader, and every message has a place")
  func mutations() {
    let whole = ScenarioText(Self.scenario)
    #expect(whole.items.isEmpty, "\(whole.rendered)")
    let original = Array(Self.scenario.utf8)
    var refused = 0
    for seed in 0..<2_000 {
      var dice = SwarmDice(seed: UInt64(seed))
      var bytes = original
      for _ in 0...dice.below(4) { Self.mutate(&bytes, &dice) }
      let read = ScenarioText(bytes: bytes)
      if read.collector.hasErrors { refused += 1 }
      #expect(read.loaded != nil || read.collector.hasErrors, "seed \(seed) was refused silently")
      for item in read.items {
        #expect(item.span.isKnown, "seed \(seed): \(item.message)")
        #expect(item.span.line >= 1 && item.span.column >= 1, "seed \(seed): \(item.message)")
      }
    }
    // Most single mistakes in a strict language are noticed.
    #expect(refused > 1_000)
  }

  private static func mutate(_ bytes: inout [UInt8], _ dice: inout SwarmDice) {
    guard !bytes.isEmpty else { return }
    let place = dice.below(bytes.count)
    let length = min(dice.below(12) + 1, bytes.count - place)
    switch dice.below(5) {
    case 0: bytes[place] = marks[dice.below(marks.count)]
    case 1: bytes.insert(marks[dice.below(marks.count)], at: place)
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: dice.below(bytes.count))
    default: bytes.swapAt(place, dice.below(bytes.count))
    }
  }
}

/// Numbers that a seed decides (SplitMix64).
private struct SwarmDice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ (word >> 31)) % UInt64(bound))
  }
}
