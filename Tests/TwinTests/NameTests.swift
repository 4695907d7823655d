import Metrics
import SimulationKernel
import Testing
import Twin

/// The cluster's DNS in a run: how many queries a connection costs, and what its loss breaks.
@Suite("Names")
struct NameTests {
  /// CoreDNS that answers each query in a millisecond.
  static func coredns(
    replicas: Int = 2, corefile: String = "cache 30", kubernetes: String = "ttl 30",
    failure: String = "0%"
  ) -> String {
    """
    apiVersion: v1
    kind: Namespace
    metadata: {name: kube-system}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: coredns, namespace: kube-system}
    data:
      Corefile: ".:53 {\\n kubernetes cluster.local {\\n \(kubernetes)\\n }\\n \(corefile)\\n}\\n"
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: coredns, namespace: kube-system}
    spec:
      replicas: \(replicas)
      selector:
        matchLabels: {k8s-app: kube-dns}
      template:
        metadata:
          labels: {k8s-app: kube-dns}
        spec:
          dnsPolicy: Default
          containers:
            - name: coredns
              image: registry.k8s.io/pause:3.10
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
    spec:
      clusterIP: 10.96.0.10
      selector: {k8s-app: kube-dns}
      ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}]
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: coredns, namespace: kube-system}
    spec:
      workload: deployment/coredns
      service: kube-dns
      endpoints:
        resolve:
          failure: \(failure)
          steps:
            - wait: constant(1ms)
    """
  }

  static let back = Server(name: "back", steps: ["wait: \"constant(200ms)\""])

  /// A server that calls something 50 times a second, and is replaced at 20 s: its new pod has no
  /// connections.
  func laboratory(
    _ step: String, pod: [String] = [], documents: [String] = [], changes: [String] = [],
    faults: String = "[]", corefile: String = "cache 30", kubernetes: String = "ttl 30",
    failure: String = "0%", others: [Server] = [back], duration: String = "60s"
  ) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: duration,
      services: [Server(pod: pod, steps: [step])] + others,
      journeys: ["customer": "{service: server, endpoint: serve, timeout: 100s}"],
      documents: [
        Self.coredns(corefile: corefile, kubernetes: kubernetes, failure: failure)
      ] + documents,
      changes:
        "[\((["{at: 20s, restart: {workload: default/server}}"] + changes).joined(separator: ", "))]",
      faults: faults)
  }

  private static let external =
    "external: {host: api.example.com, latency: \"constant(200ms)\", timeout: 5s}"

  @Test(
    "A connection costs an A and an AAAA query for each name tried",
    arguments: [
      // The first search domain has it.
      ("call: back/serve", [String](), 1),
      // Three search domains have not.
      (external, [], 4),
      (external, ["dnsConfig: {options: [{name: ndots, value: \"2\"}]}"], 1),
      (external, ["dnsConfig: {searches: [corp.example, example.org]}"], 6),
      (
        "external: {host: api.example.com., latency: \"constant(200ms)\", timeout: 5s}", [], 1
      ),
    ])
  func amplification(step: String, pod: [String], rounds: Int) throws {
    let (_, rows) = try laboratory(step, pod: pod).run(seed: 1)
    func last(_ name: String, _ label: String) throws -> Double {
      try #require(rows.values(of: name, label).last).value
    }
    let lookups = try #require(rows.samples(of: "vhsim_dns_lookups_total").last)
    #expect(lookups >= 10)
    #expect(try last("coredns_dns_requests_total", "A") == lookups * Double(rounds))
    #expect(try last("coredns_dns_requests_total", "AAAA") == lookups * Double(rounds))
    #expect(try last("coredns_dns_responses_total", "NXDOMAIN") == lookups * Double(rounds - 1) * 2)
    #expect(try last("coredns_dns_responses_total", "NOERROR") == lookups * 2)
    let hits =
      try last("coredns_cache_hits_total", "success") + last("coredns_cache_hits_total", "denial")
    #expect(try hits + last("coredns_cache_misses_total", "") == lookups * Double(rounds) * 2)
    #expect(hits > 0)
    // A millisecond each, which Little's law finds.
    let spent = try #require(rows.samples(of: "coredns_dns_request_duration_seconds_sum").last)
    #expect(abs(spent - lookups * Double(rounds) * 2 * 1e-3) < 1e-6, "\(spent) s")
  }

  @Test(
    "CoreDNS with autopath tries the search domains itself, for pods that it knows",
    arguments: [("verified", 1), ("insecure", 4)])
  func searched(pods: String, rounds: Int) throws {
    let (_, rows) = try laboratory(
      Self.external, corefile: "autopath @kubernetes\\n cache 30",
      kubernetes: "ttl 30\\n pods \(pods)"
    ).run(seed: 1)
    let lookups = try #require(rows.samples(of: "vhsim_dns_lookups_total").last)
    let asked = try #require(rows.values(of: "coredns_dns_requests_total", "A").last)
    #expect(lookups >= 10 && asked.value == lookups * Double(rounds))
    let failed = rows.journeySeconds.prefix(18).reduce(0) { sum, second in
      sum + second.reduce(0) { $0 + Int($1.failedRequests) }
    }
    #expect(failed == 0)
  }

  @Test("CoreDNS that keeps no cluster names answers them itself every time")
  func disabled() throws {
    let (_, rows) = try laboratory(
      "call: back/serve",
      corefile: "cache 30 {\\n disable success cluster.local\\n disable denial cluster.local\\n }"
    ).run(seed: 1)
    #expect(try #require(rows.values(of: "coredns_cache_hits_total").last).value == 0)
    #expect(try #require(rows.values(of: "coredns_cache_misses_total").last).value >= 20)
  }

  @Test("Another Service of the DNS answers when the first one is deleted")
  func successor() throws {
    let other = """
      apiVersion: v1
      kind: Service
      metadata: {name: resolver, namespace: kube-system, labels: {k8s-app: kube-dns}}
      spec: {selector: {k8s-app: kube-dns}, ports: [{name: dns, port: 53, protocol: UDP}]}
      """
    let deletion = "{at: 12s, delete: {kind: Service, namespace: kube-system, name: kube-dns}}"
    let (_, rows) = try laboratory("call: back/serve", documents: [other], changes: [deletion])
      .run(seed: 1)
    let failed: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    // The pod that starts at 20 s has to look every name up.
    #expect(failed[30...].reduce(0, +) == 0)
    let answered = try #require(rows.values(of: "coredns_dns_responses_total", "NOERROR").last)
    #expect(answered.value >= 20)
  }

  @Test("Without DNS connections that exist go on, and a new pod can make none until it is back")
  func lost() throws {
    let (_, rows) = try laboratory(
      "call: back/serve",
      changes: [
        "{at: 12s, scale: {workload: kube-system/coredns, replicas: 0}}",
        "{at: 40s, scale: {workload: kube-system/coredns, replicas: 2}}",
      ]
    ).run(seed: 1)
    let failed: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    let ended: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.requests) } }
    // Ten connections are kept idle: only calls beyond them need another, and those fail.
    #expect(failed[..<12].reduce(0, +) == 0)
    let (failedAtFirst, endedAtFirst) = (failed[12..<20].reduce(0, +), ended[12..<20].reduce(0, +))
    #expect(failedAtFirst * 5 < endedAtFirst)
    let (failedLater, endedLater) = (failed[30..<39].reduce(0, +), ended[30..<39].reduce(0, +))
    #expect(failedLater == endedLater && endedLater > 400)
    #expect(failed[50...].reduce(0, +) == 0)
    #expect(try #require(rows.samples(of: "vhsim_dns_lookups_failed_total").last) > 400)
  }

  /// A name without an answer ends the search, and the name as it is is tried yet: two names (glibc
  /// res_query.c), of two attempts at 5 s, or of three at 1 s.
  @Test(
    "Where policies stop the queries, a lookup takes its attempts times its timeout for two names",
    arguments: [
      ([String](), 20.0),
      (
        ["dnsConfig: {options: [{name: timeout, value: \"1\"}, {name: attempts, value: \"3\"}]}"],
        6.0
      ),
    ], [UInt64(1), 3])
  func denied(lookup: (pod: [String], seconds: Double), seed: UInt64) throws {
    let (pod, seconds) = lookup
    let policy = """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: no-dns, namespace: default}
      spec:
        podSelector: {matchLabels: {app: server}}
        policyTypes: [Egress]
        egress: [{to: [{podSelector: {matchLabels: {app: back}}}]}]
      """
    let (_, rows) = try laboratory("call: back/serve", pod: pod, documents: [policy]).run(
      seed: seed)
    let durations = try #require(rows.durations(of: "customer"))
    // The old pod's connections serve until it is replaced; the few calls that come as it ends are
    // refused at once, where there are any.
    #expect(abs(durations.quantile(0.1) / 1e9 - 0.2) < 0.002)
    #expect(abs(Double(durations.maximum) / 1e9 - seconds) < 0.02 * seconds, "\(durations.maximum)")
    let denied = rows.values(
      of: "vhsim_network_policy_denied_connections_total", "kube-dns.kube-system", "egress")
    #expect(try #require(denied.last).value > 0)
  }

  @Test(
    "A pod that asks its node's DNS finds no Service, and hosts outside as ever",
    arguments: ["hostNetwork: true", "dnsPolicy: Default"])
  func nodeResolver(field: String) throws {
    func failures(_ step: String, _ pod: [String]) throws -> (failed: Int, all: Int) {
      let (_, rows) = try laboratory(step, pod: pod).run(seed: 1)
      let seconds: [(Int, Int)] = rows.journeySeconds.map { second in
        (
          second.reduce(0) { $0 + Int($1.failedRequests) },
          second.reduce(0) { $0 + Int($1.requests) }
        )
      }
      return (
        seconds[..<18].reduce(0) { $0 + $1.0 }, seconds[..<18].reduce(0) { $0 + $1.1 }
      )
    }
    let lost = try failures("call: back/serve", [field])
    #expect(lost.failed == lost.all && lost.all > 600)
    #expect(try failures(Self.external, [field]).failed == 0)
    let host = ["hostNetwork: true", "dnsPolicy: ClusterFirstWithHostNet"]
    #expect(try failures("call: back/serve", host).failed == 0)
  }

  @Test("CoreDNS that fetches popular answers early misses fewer of them")
  func prefetch() throws {
    func misses(_ rule: String) throws -> (misses: Double, prefetches: Double) {
      let (_, rows) = try laboratory(
        Self.external, corefile: "cache 10 {\\n \(rule)\\n }"
      ).run(seed: 1)
      let total = { (name: String) in
        rows.lastValues(of: name, beginning: "coredns-").reduce(0, +)
      }
      return (total("coredns_cache_misses_total"), total("coredns_cache_prefetch_total"))
    }
    let (plain, early) = (try misses("success 9984 10"), try misses("prefetch 1 1m 90%"))
    #expect(plain.prefetches == 0 && early.prefetches > 0)
    #expect(early.misses < plain.misses, "\(early.misses) of \(plain.misses)")
  }

  /// An ingress controller that leads a host to the server `back`.
  private static let edge = """
    \(EdgeController.workload())
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: way, namespace: default}
    spec:
      rules:
        - host: shop.example
          http:
            paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: back, port: {number: 8080}}}
    ---
    \(EdgeController.model(cpu: "100us"))
    """

  @Test("An ingress controller knows the addresses behind its routes without the DNS")
  func router() throws {
    let (_, rows) = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50",
      services: [Self.back],
      journeys: [
        "customer": "{host: shop.example, service: back, endpoint: serve, timeout: 100s}"
      ],
      documents: [Self.coredns(), Self.edge],
      changes: "[{at: 12s, scale: {workload: kube-system/coredns, replicas: 0}}, "
        + "{at: 20s, restart: {workload: default/ingress-nginx-controller}}]"
    ).run(seed: 1)
    let failed: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    let ended: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.requests) } }
    #expect(failed[30...].reduce(0, +) == 0 && ended[30...].reduce(0, +) > 1_000)
  }

  @Test("A platform without DNS finds every name at once")
  func none() throws {
    let (_, rows) = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50",
      services: [Server(steps: ["call: back/serve"]), Self.back]
    ).run(seed: 1)
    #expect(rows.samples(of: "coredns_dns_requests_total").isEmpty)
  }
}
