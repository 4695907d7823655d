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
  /// Whether the cache leaves out answers about cluster names.
  package private(set) var keepsNoClusterAnswer = false
  /// Whether the cache leaves out absent cluster names.
  package private(set) var keepsNoClusterDenial = false
  /// Which answers the cache fetches anew before they expire; nil for none.
  package private(set) var prefetch: Prefetch?
  /// How long the cache still gives an answer that has expired, while it fetches another
  /// (`serve_stale`).
  package private(set) var staleTime = SimDuration.zero
  /// The cluster's domain.
  package private(set) var domain = "cluster.local"

  /// Popular answers, which the cache fetches anew (`prefetch AMOUNT [DURATION [PERCENTAGE%]]`).
  package struct Prefetch: Equatable, Sendable {
    /// Queries that make an answer popular.
    package var amount: Int
    /// The time without a query after which they are counted anew.
    package var gap = SimDuration.seconds(60)
    /// The share of an answer's time to live, at its end, in which it is fetched.
    package var percent = 10
  }

  /// kubeadm's configuration without its numbers: both plugins with their defaults.
  package init() {}

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
    default: break
    }
  }

  private mutating func read(_ word: Substring, _ words: [Substring], of plugin: Substring) {
    switch (plugin, word) {
    case ("kubernetes", "ttl"): clusterSeconds = words.first.flatMap { Int($0) } ?? clusterSeconds
    // success CAPACITY [TTL] [MINTTL]
    case ("cache", "success"):
      successSeconds = words.dropFirst().first.flatMap { Int($0) } ?? successSeconds
    case ("cache", "denial"):
      denialSeconds = words.dropFirst().first.flatMap { Int($0) } ?? denialSeconds
    case ("cache", "prefetch"):
      guard let amount = words.first.flatMap({ Int($0) }), amount > 0 else { return }
      var rule = Prefetch(amount: amount)
      if words.count > 1 { rule.gap = DurationText.parse(String(words[1])) ?? rule.gap }
      if words.count > 2, let share = Int(words[2].dropLast()) { rule.percent = share }
      prefetch = rule
    case ("cache", "serve_stale"):
      // With `verify` the server outside is asked first, which always answers here.
      let time = words.first.flatMap { DurationText.parse(String($0)) } ?? .seconds(3600)
      staleTime = words.dropFirst().first == "verify" ? .zero : time
    case ("cache", "disable"):
      let isMeant = words.count < 2 || words.dropFirst().contains { $0 == domain || $0 == "." }
      if words.first == "success" { keepsNoClusterAnswer = isMeant }
      if words.first == "denial" { keepsNoClusterDenial = isMeant }
    default: break
    }
  }
}
