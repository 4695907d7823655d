/// The server that another one copies, as configurations name it.
enum FollowedHost {
  /// Words before a host: redis.conf's directives and flags, and pg_basebackup's.
  private static let words = ["replicaof", "slaveof", "--replicaof", "--slaveof"]
  /// Variables of the images of Bitnami.
  private static let variables = [
    "REDIS_MASTER_HOST", "POSTGRESQL_MASTER_HOST", "POSTGRES_MASTER_HOST",
  ]

  /// The hosts that a text says to copy.
  static func hosts(in text: ConfigurationText) -> [String] {
    if let key = text.key, variables.contains(key) || words.contains(key) { return [text.text] }
    return text.text.split(whereSeparator: \.isNewline).flatMap { hosts(in: $0) }
  }

  private static func hosts(in line: Substring) -> [String] {
    guard line.first(where: { !$0.isWhitespace }) != "#" else { return [] }
    let parts = line.split { $0.isWhitespace || "\"';".contains($0) }
    var hosts: [String] = []
    for (position, part) in parts.enumerated() where position + 1 < parts.count {
      if words.contains(String(part)) { hosts.append(String(parts[position + 1])) }
    }
    guard line.contains("pg_basebackup") || line.contains("primary_conninfo") else { return hosts }
    for (position, part) in parts.enumerated() {
      if part == "-h" || part == "--host", position + 1 < parts.count {
        hosts.append(String(parts[position + 1]))
      } else if part.contains("host="), let value = part.split(separator: "=").last {
        hosts.append(String(value))
      }
    }
    return hosts
  }

  /// Whether a host is a pod of a workload: `redis-0`, `redis-0.redis.shop.svc`, or one that a
  /// script makes up.
  static func isOwn(_ host: String, of workload: RunningWorkload) -> Bool {
    guard !host.contains("$") else { return true }
    let label = host.prefix { $0 != "." }
    guard label.hasPrefix(workload.name) else { return false }
    let rest = label.dropFirst(workload.name.count)
    return rest.isEmpty || (rest.first == "-" && rest.dropFirst().allSatisfy(\.isNumber))
  }
}
