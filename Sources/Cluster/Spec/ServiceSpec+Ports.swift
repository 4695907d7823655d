/// Which of a Service's ports its clients use.
extension ServiceSpec {
  /// Words in the names of ports that serve no requests of users.
  private static let watching = [
    "metrics", "monitor", "status", "admin", "health", "management", "console", "debug",
  ]

  /// The ports that its clients use: those of some numbers, else the first that serves no
  /// monitoring.
  package func ports(preferring numbers: [Int]) -> [Port] {
    let preferred = ports.filter { numbers.contains($0.port) }
    guard preferred.isEmpty else { return preferred }
    let first = ports.first { port in !Self.watching.contains { port.name.contains($0) } }
    return (first ?? ports.first).map { [$0] } ?? []
  }

  /// The port that its clients use where each pod has to have it by its name; nil where a number
  /// says it, and where clients connect to the pods themselves.
  var portByName: Port? {
    guard !isHeadless, ports.contains(where: { !$0.targetName.isEmpty }) else { return nil }
    return ports(preferring: []).first.flatMap { $0.targetName.isEmpty ? nil : $0 }
  }
}
