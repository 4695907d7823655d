import Cluster
import Manifests
import Testing

/// Which names a pod tries, by resolv.conf(5) and the kubelet's DNS policies.
@Suite("Resolver")
struct ResolverTests {
  private static let search = [
    "shop.svc.cluster.local", "svc.cluster.local", "cluster.local",
  ]

  private func names(_ spec: ResolverSpec, _ host: String) -> [String] {
    spec.names(for: host, in: "shop", domain: "cluster.local")
  }

  @Test(
    "With five dots wanted a name is tried behind every search domain before it is tried alone",
    arguments: ["db", "db.bank", "api.example.com", "db.bank.svc.cluster.local"])
  func searched(host: String) {
    let expected = Self.search.map { host + "." + $0 } + [host]
    #expect(names(ResolverSpec(), host) == expected)
  }

  @Test("A name with enough dots is tried alone first, one with a dot at its end alone only")
  func absolute() {
    let deep = "a.b.c.d.e.f"
    #expect(names(ResolverSpec(), deep).first == deep)
    #expect(names(ResolverSpec(), deep).count == 4)
    #expect(names(ResolverSpec(), "api.example.com.") == ["api.example.com"])
    var few = ResolverSpec()
    few.ndots = 2
    #expect(names(few, "api.example.com").first == "api.example.com")
    #expect(names(few, "db.bank").first == "db.bank.shop.svc.cluster.local")
  }

  @Test("Policies choose whom a pod asks, and dnsConfig adds to them")
  func policies() throws {
    let plain = ResolverSpec(.clusterFirst, nil, usesHostNetwork: false)
    #expect(plain == ResolverSpec())
    #expect(!ResolverSpec(.clusterFirst, nil, usesHostNetwork: true).usesCluster)
    #expect(ResolverSpec(.clusterFirstWithHostNet, nil, usesHostNetwork: true).usesCluster)
    #expect(!ResolverSpec(.defaultOfNode, nil, usesHostNetwork: false).usesCluster)
    var configuration = DNSConfig()
    configuration.searches = ["corp.example"]
    let added = ResolverSpec(.clusterFirst, configuration, usesHostNetwork: false)
    #expect(
      names(added, "db").map { $0.hasSuffix("corp.example") } == [false, false, false, true, false])
    configuration.nameservers = ["10.96.0.10"]
    let own = ResolverSpec(.none, configuration, usesHostNetwork: false)
    #expect(own.usesCluster)
    // The first of its servers says that there is no such name.
    configuration.nameservers = ["8.8.8.8", "10.96.0.10"]
    #expect(!ResolverSpec(.none, configuration, usesHostNetwork: false).usesCluster)
    configuration.nameservers = ["10.96.0.10"]
    #expect(names(own, "db") == ["db.corp.example", "db"])
    #expect(names(own, "api.example") == ["api.example", "api.example.corp.example"])
  }
}
