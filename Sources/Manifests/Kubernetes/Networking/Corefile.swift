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
  /// The cluster's domain.
  package private(set) var domain = "cluster.local"

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
    case ("cache", "disable"):
      let isMeant = words.count < 2 || words.dropFirst().contains { $0 == domain || $0 == "." }
      if words.first == "success" { keepsNoClusterAnswer = isMeant }
      if words.first == "denial" { keepsNoClusterDenial = isMeant }
    default: break
    }
  }
}
