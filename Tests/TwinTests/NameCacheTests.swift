import Metrics
import SimulationKernel
import Testing
import Twin

/// Names that are kept between a pod and the cluster's DNS: by the node's cache, by the pod's own
/// software, and names that stand for others.
@Suite("Names that are kept")
struct NameCacheTests {
  /// NodeLocal DNSCache as its add-on sets it up: 30 s for what exists, 5 s for what does not.
  private static let nodeCaches = caches(keeping: 30)

  /// NodeLocal DNSCache that keeps what exists for a time, with a rule of its own.
  private static func caches(keeping seconds: Int, _ rule: String = "") -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: node-local-dns, namespace: kube-system}
    data:
      Corefile: |
        cluster.local:53 {
            cache {
                success 9984 \(seconds)
                denial 9984 5
                \(rule)
            }
            bind 169.254.20.10 10.96.0.10
            forward . __PILLAR__CLUSTER__DNS__ {
                force_tcp
            }
        }
        .:53 {
            cache 30
            forward . __PILLAR__UPSTREAM__SERVERS__
        }
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: node-local-dns, namespace: kube-system}
    spec:
      selector:
        matchLabels: {k8s-app: node-local-dns}
      template:
        metadata:
          labels: {k8s-app: node-local-dns}
        spec:
          hostNetwork: true
          dnsPolicy: Default
          containers:
            - name: node-cache
              image: registry.k8s.io/dns/k8s-dns-node-cache:1.23.1
    """
  }

  private static let back = Server(name: "back", steps: ["wait: \"constant(200ms)\""])
  private static let external =
    "external: {host: api.example.com, latency: \"constant(200ms)\", timeout: 5s}"

  /// A server that calls something 50 times a second and is replaced at 20 s.
  private func laboratory(
    _ step: String, container: [String] = ["resources: {requests: {cpu: 100m}}"],
    documents: [String] = [nodeCaches], changes: [String] = [], faults: String = "[]",
    others: [Server] = [back], duration: String = "60s"
  ) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: duration,
      services: [Server(container: container, steps: [step])] + others,
      journeys: ["customer": "{service: server, endpoint: serve, timeout: 100s}"],
      documents: [NameTests.coredns()] + documents,
      changes:
        "[\((["{at: 20s, restart: {workload: default/server}}"] + changes).joined(separator: ", "))]",
      faults: faults)
  }

  private func queries(_ rows: RowKeeper, of workload: String) -> Double {
    rows.lastValues(of: "coredns_dns_requests_total", beginning: workload).reduce(0, +)
  }

  @Test("A node's cache answers most, and asks CoreDNS for names of the cluster alone")
  func cached() throws {
    let (_, rows) = try laboratory(Self.external).run(seed: 1)
    let lookups = try #require(rows.samples(of: "vhsim_dns_lookups_total").last)
    // Three names of the search list that do not exist, then the host, each of two types.
    #expect(queries(rows, of: "node-local-dns-") == lookups * 8)
    let misses = rows.lastValues(of: "coredns_cache_misses_total", beginning: "node-local-dns-")
    let asked = queries(rows, of: "coredns-")
    #expect(asked > 0 && asked < lookups * 6)
    // What CoreDNS was not asked for of these are the host's two types, once in 30 s each.
    let fetched = misses.reduce(0, +) - asked
    #expect(fetched >= 2 && fetched <= 4, "\(fetched)")
  }

  /// The server is replaced at 20 s, and its new pod has no connections; what the node's cache
  /// holds by then has expired.
  ///
  /// Its hook lets the Service forget the old one before it ends.
  @Test(
    "While CoreDNS is away a node's cache gives expired answers where it may",
    arguments: [("", false), ("serve_stale 1h", true), ("serve_stale 1h verify", true)])
  func stale(rule: String, isServed: Bool) throws {
    let (_, rows) = try laboratory(
      "call: back/serve", container: ["lifecycle: {preStop: {sleep: {seconds: 5}}}"],
      documents: [Self.caches(keeping: 5, rule)],
      changes: ["{at: 10s, scale: {workload: kube-system/coredns, replicas: 0}}"]
    ).run(seed: 1)
    let failed: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    let ended: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.requests) } }
    let lost = failed[40..<58].reduce(0, +)
    #expect(isServed ? lost == 0 : lost == ended[40..<58].reduce(0, +), "\(lost)")
    #expect(ended[40..<58].reduce(0, +) > 300)
  }

  @Test("A node's cache that fetches popular answers early misses fewer, and asks for each once")
  func fetchedEarly() throws {
    func counts(_ rule: String) throws -> (misses: Double, fetched: Double, asked: Double) {
      let (_, rows) = try laboratory(
        "call: back/serve", documents: [Self.caches(keeping: 10, rule)]
      ).run(seed: 1)
      let total = { (name: String) in
        rows.lastValues(of: name, beginning: "node-local-dns-").reduce(0, +)
      }
      return (
        total("coredns_cache_misses_total"), total("coredns_cache_prefetch_total"),
        queries(rows, of: "coredns-")
      )
    }
    let (plain, early) = (try counts(""), try counts("prefetch 1 1m 90%"))
    #expect(plain.fetched == 0 && early.fetched > 0)
    #expect(early.misses < plain.misses, "\(early.misses) of \(plain.misses)")
    // A lookup may be under way at the last scrape.
    for counts in [plain, early] {
      #expect(abs(counts.asked - counts.misses - counts.fetched) <= 2, "\(counts)")
    }
  }

  @Test("A cache that dies leaves its rules: no name is found on its node until it runs again")
  func dead() throws {
    let (_, rows) = try laboratory(
      "call: back/serve",
      faults: "[{name: gone, at: 15s, duration: 20s, "
        + "processKill: {workload: kube-system/node-local-dns, restart: false}}]",
      duration: "90s"
    ).run(seed: 1)
    let failed: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    let ended: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.requests) } }
    // The new pod has no connections.
    #expect(failed[28..<34].reduce(0, +) == ended[28..<34].reduce(0, +))
    // It dies at once, after 10 and after 20 s of back-off; its third start comes at most 50 s after the fault began.
    #expect(failed[70...].reduce(0, +) == 0)
    #expect(queries(rows, of: "coredns-") > 0)
  }

  @Test("A cache that is told to end takes its rules away: pods ask CoreDNS themselves")
  func ended() throws {
    // The hook lets the Service forget the server that is replaced before it ends.
    let (_, rows) = try laboratory(
      Self.external, container: ["lifecycle: {preStop: {sleep: {seconds: 5}}}"],
      changes: [
        "{at: 15s, delete: {kind: DaemonSet, name: node-local-dns, namespace: kube-system}}"
      ]
    ).run(seed: 1)
    let failed = rows.journeySeconds.reduce(0) { $0 + $1.reduce(0) { $0 + Int($1.failedRequests) } }
    #expect(failed == 0)
    let lookups = try #require(rows.samples(of: "vhsim_dns_lookups_total").last)
    #expect(queries(rows, of: "coredns-") > lookups * 4)
  }

  @Test(
    "The Java virtual machine keeps addresses for 30 s, for ever under a security manager",
    arguments: [
      (["resources: {requests: {cpu: 100m}}"], 10.0, 1e9),
      (["env: [{name: JAVA_OPTS, value: -Xmx1g}]"], 1.0, 4.0),
      (["env: [{name: JAVA_OPTS, value: -Djava.security.manager}]"], 1.0, 2.0),
      (["env: [{name: JAVA_OPTS, value: \"-Dsun.net.inetaddr.ttl=0\"}]"], 10.0, 1e9),
    ])
  func java(container: [String], least: Double, most: Double) throws {
    let (_, rows) = try laboratory("call: back/serve", container: container, documents: [])
      .run(seed: 1)
    let lookups = try #require(rows.samples(of: "vhsim_dns_lookups_total").last)
    #expect(lookups >= least && lookups <= most, "\(lookups)")
  }

  @Test("A name that stands for another Service leads to its pods")
  func alias() throws {
    let alias = """
      apiVersion: v1
      kind: Service
      metadata: {name: old, namespace: default}
      spec: {type: ExternalName, externalName: back.default.svc.cluster.local}
      """
    let (summary, rows) = try laboratory("call: old/serve", documents: [alias]).run(seed: 1)
    #expect(summary.answered > 2_000)
    #expect(rows.calls(to: "back").ended > 2_000)
  }

  @Test("A name that stands for a host outside is found in the first search domain")
  func outsideAlias() throws {
    let alias = """
      apiVersion: v1
      kind: Service
      metadata: {name: payments, namespace: default}
      spec: {type: ExternalName, externalName: api.example.com}
      """
    let (_, rows) = try laboratory(
      "external: {host: payments, latency: \"constant(200ms)\", timeout: 5s}", documents: [alias]
    ).run(seed: 1)
    let lookups = try #require(rows.samples(of: "vhsim_dns_lookups_total").last)
    #expect(queries(rows, of: "coredns-") == lookups * 2)
  }
}
