/// The settings of Sentinels as sentinel.conf, flags and scripts write them.
///
/// A setting is `sentinel down-after-milliseconds MASTER 5000`, with the master's name between the
/// setting and its value; the quorum ends `sentinel monitor MASTER HOST PORT 2` (redis'
/// sentinel.conf). Comments say nothing.
enum SentinelDirective {
  /// The directives, and how many words after each its value is.
  private static let offsets = [
    "monitor": 4, "down-after-milliseconds": 2, "failover-timeout": 2, "parallel-syncs": 2,
  ]

  /// What the key of a quorum is called here.
  static let quorum = "sentinel-quorum"

  /// The settings in a text; what a shell is to fill in is none.
  static func pairs(in text: String) -> [ConfigurationKeys.Pair] {
    guard text.contains("sentinel") else { return [] }
    return text.split(whereSeparator: \.isNewline).flatMap { pairs(inLine: $0) }
  }

  /// Whether a script asks the Sentinels for a failover, as charts' pods do before they end
  /// (`run_sentinel_command failover`, `redis-cli -p 26379 SENTINEL FAILOVER`).
  static func asksForFailover(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      let words = line.lowercased().split(whereSeparator: \.isWhitespace)
      return words.first.map { !$0.hasPrefix("#") } ?? false
        && zip(words, words.dropFirst()).contains { $0.contains("sentinel") && $1 == "failover" }
    }
  }

  private static func pairs(inLine line: Substring) -> [ConfigurationKeys.Pair] {
    let words = line.split { $0.isWhitespace || "\"'".contains($0) }
    guard let first = words.first, !first.hasPrefix("#") else { return [] }
    return words.indices.dropLast().compactMap { index in
      let directive = String(words[index + 1])
      guard words[index] == "sentinel" || words[index] == "--sentinel",
        let offset = offsets[directive], index + 1 + offset < words.count
      else { return nil }
      let value = words[index + 1 + offset].prefix(while: \.isNumber)
      guard !value.isEmpty else { return nil }
      return ConfigurationKeys.Pair(
        key: ConfigurationKeys.normalized(directive == "monitor" ? quorum : directive),
        value: String(value))
    }
  }
}
