import Metrics
import SimulationKernel
import Testing
import Twin

/// Lookups that come to nothing: a server of the DNS that is silent, and names without a record.
@Suite("Lookups in vain")
struct NameFailureTests {
  /// How much a series grew between two scrapes, which come each 15 s.
  private func growth(
    _ name: String, _ label: String?, _ rows: RowKeeper, _ times: (from: Double, to: Double)
  ) -> Double {
    let values = label.map { rows.values(of: name, $0) } ?? rows.values(of: name)
    let first = values.last { $0.time <= SimTime(seconds: times.from) }?.value ?? 0
    let last = values.last { $0.time <= SimTime(seconds: times.to) }?.value ?? 0
    return last - first
  }

  /// The users' requests that ended between the scrapes at 45 and at 75 s.
  private func requests(_ rows: RowKeeper) -> Double {
    rows.journeySeconds[45..<75].reduce(0) { sum, second in
      sum + second.reduce(0) { $0 + Double($1.requests) }
    }
  }

  /// The resolver sends both types and all attempts from one socket, so that they all come to the
  /// pod that kube-proxy drew for the first packet; attempts of their own would fail three times out
  /// of three in one of eight lookups.
  @Test("With one of two CoreDNS pods cut off a lookup fails as often as its socket leads there")
  func cutOff() throws {
    var (failed, all) = (0.0, 0.0)
    for seed in 1...4 as ClosedRange<UInt64> {
      let (_, rows) = try NameTests().laboratory(
        "call: back/serve",
        pod: [
          "dnsConfig: {options: [{name: timeout, value: \"1\"}, {name: attempts, value: \"3\"}]}"
        ],
        faults: "[{name: cut, at: 15s, duration: 184s, networkPartition: "
          + "{from: {workload: kube-system/coredns, mode: one}, to: {node: worker-1}}}]",
        duration: "200s"
      ).run(seed: seed)
      failed += growth("vhsim_dns_lookups_failed_total", nil, rows, (45, 195))
      all += growth("vhsim_dns_lookups_total", nil, rows, (45, 195))
      // Two names, each with three attempts of a second.
      let durations = try #require(rows.durations(of: "customer"))
      #expect(Double(durations.maximum) / 1e9 < 6 + 0.3, "\(durations.maximum)")
    }
    #expect(all > 500)
    // A binomial count, with 3.3 standard deviations (99.9 %).
    #expect(abs(failed - all / 2) < 3.3 * all.squareRoot() / 2, "\(failed) of \(all)")
  }

  /// SERVFAIL is no end of the search (glibc res_query.c): three search domains and the name itself,
  /// of two types, each asked for twice.
  @Test("A server that can not tell is asked for every name of the list")
  func unsure() throws {
    let (_, rows) = try NameTests().laboratory(
      "call: back/serve", failure: "100%", duration: "90s"
    ).run(seed: 1)
    let times = (from: 45.0, to: 75.0)
    let lookups = growth("vhsim_dns_lookups_total", nil, rows, times)
    #expect(abs(lookups - requests(rows)) <= 5 && lookups > 1_000, "\(lookups)")
    #expect(growth("vhsim_dns_lookups_failed_total", nil, rows, times) == lookups)
    let answers = growth("coredns_dns_responses_total", "SERVFAIL", rows, times)
    #expect(abs(answers - lookups * 16) <= 32, "\(answers)")
  }

  private static let gone = "{at: 12s, scale: {workload: default/back, replicas: 0}}"
  private static let deleted =
    "{at: 12s, delete: {kind: Service, namespace: default, name: back}}"

  /// CoreDNS that does not keep addresses of headless Services, so that they end with their pods.
  private static let direct =
    "cache 30 {\\n disable success cluster.local\\n disable denial cluster.local\\n }"

  @Test(
    "A Service that is deleted or headless without pods has no name: the whole list is tried",
    arguments: [
      (["clusterIP: None"], gone, direct, true), ([], gone, direct, false),
      ([], deleted, direct, true), ([], deleted, "cache 30", true),
    ])
  func missing(service: [String], change: String, corefile: String, isMissing: Bool) throws {
    var back = NameTests.back
    back.service = service
    let (_, rows) = try NameTests().laboratory(
      "call: back/serve", changes: [change], corefile: corefile, others: [back], duration: "90s"
    ).run(seed: 1)
    let failed: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    let ended: [Int] = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.requests) } }
    #expect(failed[45..<75] == ended[45..<75] && ended[45..<75].reduce(0, +) > 1_200)
    let times = (from: 45.0, to: 75.0)
    let lookups = growth("vhsim_dns_lookups_total", nil, rows, times)
    let absent = growth("coredns_dns_responses_total", "NXDOMAIN", rows, times)
    #expect(growth("coredns_dns_responses_total", "NOERROR", rows, times) == 0)
    guard isMissing else {
      // An address without pods refuses the connection, for which its name is known.
      #expect(lookups == 0 && absent == 0)
      return
    }
    // One each call; three search domains and the name itself, of two types.
    #expect(abs(lookups - requests(rows)) <= 5 && lookups > 1_000, "\(lookups)")
    #expect(growth("vhsim_dns_lookups_failed_total", nil, rows, times) == lookups)
    #expect(abs(absent - lookups * 8) <= 16, "\(absent)")
    let kept = growth("coredns_cache_hits_total", "denial", rows, times)
    // Of the cluster's own names nothing is kept where the cache leaves them out, and else for 30 s:
    // the absence of a name, and before that its address.
    let isKept = corefile != Self.direct
    #expect(isKept ? kept > lookups * 7 : kept < lookups * 2 + 5, "\(kept)")
    let found = growth("coredns_dns_responses_total", "NOERROR", rows, (15, 30))
    #expect(isKept ? found > 100 : found == 0, "\(found)")
  }
}
