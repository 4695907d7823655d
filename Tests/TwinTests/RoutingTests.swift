import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// Where calls go by the rules of VirtualServices and DestinationRules.
@Suite("Routing")
struct RoutingTests {
  /// A Service `back` of the pods of two workloads, called by `server`.
  private func laboratory(
    _ rules: [String], failing: String = "0%", replicas: Int = 1,
    mesh: String? = "{namespaces: [default]}"
  ) throws -> Laboratory {
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: back, namespace: default}
      spec: {selector: {tier: back}, ports: [{port: 8080}]}
      """
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 100",
      services: [Server(steps: ["call: {service: back, endpoint: serve, timeout: 2s}"])]
        + ["back-1", "back-2"].map { name in
          Server(
            name: name, replicas: replicas, labels: ["tier: back"], settings: ["service: back"],
            steps: ["cpu: \"constant(1ms)\""], failure: name == "back-2" ? failing : "0%")
        },
      documents: [service] + rules, mesh: mesh)
  }

  private static let subsets = """
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: back, namespace: default}
    spec:
      host: back
      subsets: [{name: one, labels: {app: back-1}}, {name: two, labels: {app: back-2}}]
    """

  private static func virtualService(_ http: String, _ more: String = "hosts: [back]") -> String {
    """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: back, namespace: default}
    spec: {\(more), http: [\(http)]}
    """
  }

  private static func subset(_ name: String, weight: Int) -> String {
    "{destination: {host: back, subset: \(name)}, weight: \(weight)}"
  }

  private static func host(_ name: String, weight: Int) -> String {
    "{destination: {host: \(name)}, weight: \(weight)}"
  }

  /// The part of the work that the second workload did, and the calls of the run.
  private func share(_ laboratory: Laboratory, seed: UInt64 = 1) throws -> (Double, calls: Double) {
    let (summary, rows) = try laboratory.run(seed: seed)
    let spent = ["back-1-", "back-2-"].map {
      rows.lastValues(of: "container_cpu_usage_seconds_total", beginning: $0).reduce(0, +)
    }
    return (spent[1] / (spent[0] + spent[1]), Double(summary.answered + summary.failed))
  }

  @Test(
    "Each call goes to one destination, as likely as its weight says",
    arguments: [
      ([subset("one", weight: 90), subset("two", weight: 10)], 0.1),
      ([subset("one", weight: 1), subset("two", weight: 3)], 0.75),
      ([host("back-1", weight: 40), host("back-2", weight: 60)], 0.6),
      ([host("back.default.svc.cluster.local", weight: 50), subset("two", weight: 50)], 0.75),
      ([subset("two", weight: 0)], 1), ([host("back-1", weight: 7)], 0),
    ] as [([String], Double)])
  func weights(destinations: [String], expected: Double) throws {
    let rule = Self.virtualService("{route: [\(destinations.joined(separator: ", "))]}")
    let (share, calls) = try share(laboratory([Self.subsets, rule]))
    // Four standard deviations of a binomial share.
    let deviation = 4 * (expected * (1 - expected) / calls).squareRoot()
    #expect(abs(share - expected) <= deviation + 1e-9, "\(share) of \(calls) calls")
  }

  @Test(
    "A rule holds for those who come under it and take it",
    arguments: [
      // Ordinary calls carry no header.
      (
        "{match: [{headers: {end-user: {exact: jason}}}], route: [\(host("back-2", weight: 1))]}, "
          + "{route: [\(host("back-1", weight: 1))]}", "hosts: [back]", 0
      ),
      (
        "{match: [{sourceLabels: {app: server}}], route: [\(host("back-2", weight: 1))]}, "
          + "{route: [\(host("back-1", weight: 1))]}", "hosts: [back]", 1
      ),
      (
        "{match: [{sourceLabels: {app: other}}], route: [\(host("back-2", weight: 1))]}, "
          + "{route: [\(host("back-1", weight: 1))]}", "hosts: [back]", 0
      ),
      (
        "{match: [{uri: {prefix: /two}}], route: [\(host("back-2", weight: 1))]}, "
          + "{route: [\(host("back-1", weight: 1))]}", "hosts: [back]", 0
      ),
    ] as [(String, String, Double)])
  func conditions(rules: String, hosts: String, expected: Double) throws {
    let (share, _) = try share(laboratory([Self.virtualService(rules, hosts)]))
    #expect(share == expected)
  }

  @Test(
    "Rules of a gateway, of another namespace or without a sidecar change nothing",
    arguments: [
      ("hosts: [back], gateways: [edge]", "{namespaces: [default]}"),
      ("hosts: [back.other.svc.cluster.local]", "{namespaces: [default]}"),
      ("hosts: [back], exportTo: [other]", "{namespaces: [default]}"),
      ("hosts: [back]", "{enabled: false}"),
    ])
  func elsewhere(bound: String, mesh: String) throws {
    let rule = Self.virtualService("{route: [\(Self.host("back-2", weight: 1))]}", bound)
    let laboratory = try laboratory([rule], mesh: mesh)
    // Without a sidecar the connections that a client keeps go to either pod, ten at most.
    let shares = try (1...8 as ClosedRange<UInt64>).map { try share(laboratory, seed: $0).0 }
    #expect(ConfidenceInterval(of: shares, level: 0.999).contains(0.5), "\(shares)")
  }

  @Test("Attempts after the first go where the first one went")
  func retries() throws {
    let rule = Self.virtualService(
      "{retries: {attempts: 3, retryOn: 5xx, backoff: 1ms}, route: "
        + "[\(Self.subset("one", weight: 50)), \(Self.subset("two", weight: 50))]}")
    let (summary, _) = try laboratory([Self.subsets, rule], failing: "100%").run(seed: 1)
    let calls = Double(summary.answered + summary.failed)
    let failed = Double(summary.failed) / calls
    // Drawn anew for each of four attempts it would be one in sixteen.
    #expect(abs(failed - 0.5) < 4 * (0.25 / calls).squareRoot(), "\(failed)")
  }

  @Test("Calls to a subset or a host that nobody defines fail at once")
  func undefined() throws {
    for destination in [Self.subset("three", weight: 20), Self.host("nobody", weight: 20)] {
      let rule = Self.virtualService("{route: [\(Self.subset("one", weight: 80)), \(destination)]}")
      let (summary, _) = try laboratory([Self.subsets, rule]).run(seed: 1)
      let calls = Double(summary.answered + summary.failed)
      let failed = Double(summary.failed) / calls
      #expect(abs(failed - 0.2) < 4 * (0.16 / calls).squareRoot(), "\(destination): \(failed)")
    }
  }

  @Test(
    "A sidecar's timeouts and retries are its rule's, of a call by path where one is known",
    arguments: [
      ("{timeout: 50ms, route: [\(host("back", weight: 1))]}", 0.05),
      (
        "{retries: {attempts: 1, perTryTimeout: 50ms, retryOn: 5xx}, route: [\(host("back", weight: 1))]}",
        0.1
      ),
      (
        "{retries: {attempts: 4, perTryTimeout: 50ms, retryOn: \"connect-failure,503\"}, "
          + "route: [\(host("back", weight: 1))]}", 0.05
      ),
      (
        "{timeout: 130ms, retries: {attempts: 9, perTryTimeout: 50ms, retryOn: 5xx, backoff: 1ms}, "
          + "route: [\(host("back", weight: 1))]}", 0.13
      ),
      (
        "{timeout: 60ms, retries: {attempts: 9, perTryTimeout: 50ms, retryOn: 5xx, backoff: 1s}, "
          + "route: [\(host("back", weight: 1))]}", 0.06
      ),
      (
        "{match: [{uri: {prefix: /none}}], timeout: 10ms, route: [\(host("back", weight: 1))]}, "
          + "{timeout: 50ms, route: [\(host("back", weight: 1))]}", 0.05
      ),
    ] as [(String, Double)])
  func timeouts(rules: String, expected: Double) throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 10",
      services: [
        Server(steps: ["call: {service: back, endpoint: serve}"]),
        Server(name: "back", steps: ["wait: \"constant(1s)\""]),
      ],
      documents: [Self.virtualService(rules)], mesh: "{namespaces: [default]}")
    let (summary, rows) = try laboratory.run(seed: 1)
    let mean = try #require(rows.durations(of: "customer")).mean / 1e9
    #expect(summary.answered == 0)
    // The sidecars' own time and the pause before the second attempt come on top.
    #expect(mean > expected && mean < expected + 0.04, "\(mean)")
  }

  @Test("Users come under the rules of a gateway whose pods are not among the manifests")
  func gateway() throws {
    let rule = Self.virtualService(
      "{route: [\(Self.host("server", weight: 75)), \(Self.host("nobody", weight: 25))]}",
      "hosts: [\"*\"], gateways: [edge]")
    let (summary, _) = try laboratory([rule]).run(seed: 1)
    let calls = Double(summary.answered + summary.failed)
    let failed = Double(summary.failed) / calls
    #expect(abs(failed - 0.25) < 4 * (0.1875 / calls).squareRoot(), "\(failed)")
  }

  @Test("ROUND_ROBIN takes pods in turn, also within a subset")
  func roundRobin() throws {
    let rule = Self.virtualService("{route: [\(Self.subset("two", weight: 1))]}")
    let policy = Self.subsets.replacing("host: back\n", with: "host: back\n  \(Self.turns)\n")
    let (summary, rows) = try laboratory([policy, rule], replicas: 3).run(seed: 1)
    // The containers of a pod are its server and, with less to do, its sidecar.
    let spent = rows.lastValues(of: "container_cpu_usage_seconds_total", beginning: "back-2-")
      .sorted().suffix(3)
    let most = try #require(spent.max())
    let least = try #require(spent.min())
    // In turn the pods' calls differ by one at most, and by the calls under way at the last scrape.
    let one = spent.reduce(0, +) / Double(summary.answered)
    #expect(least > 0 && most - least < 2.5 * one, "\(spent)")
  }

  private static let turns = "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}"
}
