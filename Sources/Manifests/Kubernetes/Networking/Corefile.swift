package import SimulationKernel

/// What CoreDNS' configuration says about the cluster's names and about caching.
///
/// Source: coredns plugin/kubernetes and plugin/cache, README and setup.
package struct Corefile: Equatable, Sendable {
  /// Seconds that answers about cluster names may be kept (`kubernetes { ttl }`; 5 without it).
  package private(set) var clusterSeconds = 5
  /// Most seconds that the cache keeps an answer; 0 without the plugin, 3600 without a number.
  package private(set) var successSeconds = 0
  /// Most seconds that the cache keeps the absence of a name; 0 without the plugin, 1800 without a
  /// number.
  package private(set) var denialSeconds = 0
  /// The shortest time, in seconds, for which the cache keeps an answer (`success CAPACITY TTL
  /// MINTTL`).
  package private(set) var successLeast = 5
  /// The shortest time, in seconds, for which the cache keeps the absence of a name.
  package private(set) var denialLeast = 5
  /// Whether the cache leaves out answers about cluster names.
  package private(set) var keepsNoClusterAnswer = false
  /// Whether the cache leaves out absent cluster names.
  package private(set) var keepsNoClusterDenial = false
  /// Which answers the cache fetches anew before they expire; nil for none.
  package private(set) var prefetch: Prefetch?
  /// How long the cache still gives an answer that has expired, while it fetches another
  /// (`serve_stale`).
  package private(set) var staleTime = SimDuration.zero
  /// How long the cache still gives an answer that has expired, where the server that it asks
  /// first has none (`serve_stale DURATION verify`).
  package private(set) var lastResortTime = SimDuration.zero
  /// How long it goes on answering after it was told to end (`health { lameduck DURATION }`).
  package private(set) var lameduck = SimDuration.zero
  /// Whether it reads its file anew when that has changed (`reload [INTERVAL] [JITTER]`).
  package private(set) var reloads = false
  /// How often it looks whether its file has changed.
  package private(set) var reloadInterval = SimDuration.seconds(30)
  /// How much that varies from server to server, at most half of it.
  package private(set) var reloadJitter = SimDuration.seconds(15)
  /// Plugins that make other answers than the simulated ones, each once.
  package private(set) var otherPlugins: [String] = []
  private var hasAutopath = false
  private var knowsPods = false
  /// The cluster's domain.
  package private(set) var domain = "cluster.local"

  /// Whether it tries a pod's search domains itself and answers with the first name that exists
  /// (`autopath @kubernetes`), for which it has to know the pods (`pods verified`): plugin/autopath
  /// autopath.go, plugin/kubernetes/autopath.go.
  package var walksSearchList: Bool { hasAutopath && knowsPods }

  /// Popular answers, which the cache fetches anew (`prefetch AMOUNT [DURATION [PERCENTAGE%]]`).
  package struct Prefetch: Equatable, Sendable {
    /// Queries that make an answer popular.
    package var amount: Int
    /// The time without a query after which they are counted anew.
    package var gap = SimDuration.seconds(60)
    /// The share of an answer's time to live, at its end, in which it is fetched.
    package var percent = 10
  }

  /// A file that says nothing: nothing is cached.
  package init() {}

  /// What kubeadm writes (cmd/kubeadm/app/phases/addons/dns/manifests.go).
  ///
  /// - Parameter version: from 1.32 on the cache leaves the cluster's own names out (pull request
  ///   128359 of October 2024).
  package static func kubeadm(_ version: ClusterVersion) -> Corefile {
    let exceptions = "{\n disable success cluster.local\n disable denial cluster.local\n }"
    return Corefile(
      ".:53 {\n health {\n lameduck 5s\n }\n kubernetes cluster.local {\n pods insecure\n "
        + "ttl 30\n }\n cache 30 \(version.cachesClusterNames ? "" : exceptions)\n reload\n}\n")
  }

  /// Reads a file; what it does not say keeps its default.
  ///
  /// With a zone only the server of that zone counts (`cluster.local:53 { ... }`).
  package init(_ text: String, zone: String? = nil) {
    var plugin: Substring = ""
    var depth = 0
    var isMeant = true
    for line in text.split(separator: "\n") {
      let code = line.prefix { $0 != "#" }
      var words = code.split { $0 == " " || $0 == "\t" || $0 == "\r" }
      let opens = words.last == "{"
      if opens { words.removeLast() }
      if words.first == "}" {
        depth -= 1
        continue
      }
      guard let first = words.first else { continue }
      if depth == 0 {
        isMeant = zone.map { zone in words.contains { Self.zone(of: $0) == zone } } ?? true
      } else if !isMeant {
        // Another zone's server.
      } else if depth == 1 {
        plugin = first
        begin(first, Array(words.dropFirst()))
      } else if depth == 2 {
        read(first, Array(words.dropFirst()), of: plugin)
      }
      if opens { depth += 1 }
    }
  }

  /// The zone of a server's address: `dns://cluster.local:53` and `cluster.local` mean the same.
  private static func zone(of address: Substring) -> String {
    let name = address.split(separator: "/").last ?? address
    return String(name.prefix { $0 != ":" })
  }

  private mutating func begin(_ plugin: Substring, _ words: [Substring]) {
    switch plugin {
    case "kubernetes":
      if let first = words.first { domain = String(first) }
    case "cache":
      successSeconds = words.first.flatMap { Int($0) } ?? 3600
      denialSeconds = words.first.flatMap { Int($0) } ?? 1800
    case "reload": readReload(words)
    case "autopath": hasAutopath = words.last == "@kubernetes"
    default:
      let name = String(plugin)
      if Self.otherSources.contains(name), !otherPlugins.contains(name) {
        otherPlugins.append(name)
      }
    }
  }

  private mutating func readReload(_ words: [Substring]) {
    reloads = true
    let times = words.map { DurationText.parse(String($0)) }
    reloadInterval = times.first.flatMap { $0 } ?? reloadInterval
    let jitter = times.dropFirst().first.flatMap { $0 } ?? reloadJitter
    reloadJitter = min(jitter, reloadInterval.scaled(by: 0.5))
  }

  /// Plugins that answer from somewhere else, change a question, or refuse it.
  private static let otherSources = [
    "acl", "auto", "azure", "clouddns", "dns64", "etcd", "file", "grpc", "hosts", "k8s_external",
    "nomad", "rewrite", "route53", "secondary", "template", "view",
  ]

  private mutating func read(_ word: Substring, _ words: [Substring], of plugin: Substring) {
    switch (plugin, word) {
    case ("kubernetes", "ttl"): clusterSeconds = words.first.flatMap { Int($0) } ?? clusterSeconds
    case ("kubernetes", "pods"): knowsPods = words.first == "verified"
    case ("health", "lameduck"):
      lameduck = words.first.flatMap { DurationText.parse(String($0)) } ?? .zero
    // success CAPACITY [TTL] [MINTTL]
    case ("cache", "success"):
      successSeconds = words.dropFirst().first.flatMap { Int($0) } ?? successSeconds
      successLeast = words.dropFirst(2).first.flatMap { Int($0) } ?? successLeast
    case ("cache", "denial"):
      denialSeconds = words.dropFirst().first.flatMap { Int($0) } ?? denialSeconds
      denialLeast = words.dropFirst(2).first.flatMap { Int($0) } ?? denialLeast
    case ("cache", "prefetch"):
      guard let amount = words.first.flatMap({ Int($0) }), amount > 0 else { return }
      var rule = Prefetch(amount: amount)
      if words.count > 1 { rule.gap = DurationText.parse(String(words[1])) ?? rule.gap }
      if words.count > 2, let share = Int(words[2].dropLast()) { rule.percent = share }
      prefetch = rule
    case ("cache", "serve_stale"):
      let time = words.first.flatMap { DurationText.parse(String($0)) } ?? .seconds(3600)
      let isVerified = words.dropFirst().first == "verify"
      staleTime = isVerified ? .zero : time
      lastResortTime = isVerified ? time : .zero
    case ("cache", "disable"):
      let isMeant = words.count < 2 || words.dropFirst().contains { $0 == domain || $0 == "." }
      if words.first == "success" { keepsNoClusterAnswer = isMeant }
      if words.first == "denial" { keepsNoClusterDenial = isMeant }
    default: break
    }
  }
}
