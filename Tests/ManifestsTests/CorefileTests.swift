import Manifests
import SimulationKernel
import Testing

/// CoreDNS' configuration.
@Suite("Corefile")
struct CorefileTests {
  private func file(_ plugins: String) -> Corefile {
    Corefile(".:53 {\n    errors\n\(plugins)\n    reload\n}\n")
  }

  @Test("Without numbers the plugins' own defaults hold")
  func defaults() {
    let bare = file("    kubernetes cluster.local in-addr.arpa\n    cache")
    #expect(bare.clusterSeconds == 5)
    #expect(bare.successSeconds == 3600)
    #expect(bare.denialSeconds == 1800)
    #expect(!bare.keepsNoClusterAnswer && !bare.keepsNoClusterDenial)
    #expect(file("    kubernetes cluster.local").successSeconds == 0)
  }

  @Test("kubeadm's file: 30 seconds, and newer ones keep nothing about cluster names")
  func kubeadm() {
    let older = file(
      """
          kubernetes cluster.local in-addr.arpa ip6.arpa {
             pods insecure
             fallthrough in-addr.arpa ip6.arpa
             ttl 30 # seconds
          }
          forward . /etc/resolv.conf {
             max_concurrent 1000
          }
          cache 30
      """)
    #expect(older.clusterSeconds == 30)
    #expect(older.successSeconds == 30 && older.denialSeconds == 30)
    #expect(!older.keepsNoClusterAnswer)
    let newer = file(
      """
          kubernetes corp.example {
             ttl 30
          }
          cache 30 {
             disable success corp.example
             disable denial corp.example
          }
      """)
    #expect(newer.domain == "corp.example")
    #expect(newer.keepsNoClusterAnswer && newer.keepsNoClusterDenial)
    #expect(newer.successSeconds == 30)
  }

  @Test("Without a file CoreDNS is told what kubeadm of the cluster's version writes")
  func standard() {
    let older = Corefile.kubeadm(ClusterVersion(minor: 31))
    #expect(older.clusterSeconds == 30)
    #expect(older.successSeconds == 30 && older.denialSeconds == 30)
    #expect(!older.keepsNoClusterAnswer && !older.keepsNoClusterDenial)
    #expect(older.reloads && older.lameduck == .seconds(5) && older.domain == "cluster.local")
    let newer = Corefile.kubeadm(ClusterVersion(minor: 32))
    #expect(newer.successSeconds == 30 && newer.denialSeconds == 30)
    #expect(newer.keepsNoClusterAnswer && newer.keepsNoClusterDenial)
    #expect(Corefile().successSeconds == 0 && Corefile().denialSeconds == 0)
  }

  @Test("Limits of their own win over the plugin's, and other zones' exceptions don't matter")
  func limits() {
    let own = file(
      """
          kubernetes cluster.local
          cache 60 {
             success 5000 20 5
             denial 2500 10
             disable success example.org
          }
      """)
    #expect(own.successSeconds == 20 && own.denialSeconds == 10)
    #expect(own.successLeast == 5 && own.denialLeast == 5)
    let longer = file("    cache {\n success 5000 3600 40\n denial 2500 60 20\n }")
    #expect(longer.successLeast == 40 && longer.denialLeast == 20)
    #expect(!own.keepsNoClusterAnswer)
  }

  /// The jitter is at most half of the interval (plugin/reload setup.go).
  @Test("How often it looks for a changed file can be said")
  func reloadTimes() {
    let standard = Corefile(".:53 {\n reload\n}\n")
    #expect(standard.reloads && standard.reloadInterval == .seconds(30))
    #expect(standard.reloadJitter == .seconds(15))
    let own = Corefile(".:53 {\n reload 10s 8s\n}\n")
    #expect(own.reloadInterval == .seconds(10) && own.reloadJitter == .seconds(5))
  }

  @Test("Popular answers are fetched early, and expired ones given for a time")
  func refreshed() {
    #expect(file("    cache 30").prefetch == nil && file("    cache 30").staleTime == .zero)
    let own = file("    cache 30 {\n prefetch 10 2m 25%\n serve_stale 90s\n }")
    #expect(own.prefetch?.amount == 10 && own.prefetch?.percent == 25)
    #expect(own.prefetch?.gap == .seconds(120) && own.staleTime == .seconds(90))
    let bare = file("    cache {\n prefetch 3\n serve_stale\n }")
    #expect(bare.prefetch?.amount == 3 && bare.prefetch?.percent == 10)
    #expect(bare.prefetch?.gap == .seconds(60))
    #expect(bare.staleTime == .seconds(3600))
    let verified = file("    cache {\n serve_stale 1h verify\n }")
    #expect(verified.staleTime == .zero && verified.lastResortTime == .seconds(3600))
    #expect(bare.lastResortTime == .zero)
  }

  @Test("Search domains are tried for pods that it knows, and a lame duck serves on")
  func others() {
    let pods = { (mode: String) in
      file("    autopath @kubernetes\n kubernetes cluster.local {\n pods \(mode)\n }")
    }
    #expect(pods("verified").walksSearchList && !pods("insecure").walksSearchList)
    // The search list of CoreDNS' own file is not that of the pods.
    let own = file("    autopath /etc/resolv.conf\n kubernetes cluster.local {\n pods verified\n }")
    #expect(!own.walksSearchList)
    #expect(file("    health {\n lameduck 5s\n }").lameduck == .seconds(5))
    #expect(file("    health").lameduck == .zero)
    let other = file("    hosts {\n 10.0.0.1 a.b\n }\n rewrite name a b\n log\n ready")
    #expect(other.otherPlugins == ["hosts", "rewrite"])
    #expect(pods("verified").otherPlugins.isEmpty)
  }

  @Test("Of a file with several zones each server has its own cache")
  func zones() {
    let text =
      "cluster.local:53 {\n cache {\n success 9984 30\n denial 9984 5\n }\n}\n"
      + "in-addr.arpa:53 {\n cache 7\n}\n.:53 {\n cache 60\n}\n"
    let cluster = Corefile(text, zone: "cluster.local")
    #expect(cluster.successSeconds == 30 && cluster.denialSeconds == 5)
    #expect(Corefile(text, zone: ".").successSeconds == 60)
  }
}
