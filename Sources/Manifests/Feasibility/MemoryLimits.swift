/// Memory limits under which nothing runs: as a rule an `i` is missing, and `512m` is half a byte.
package enum MemoryLimits: PlatformCheck {
  /// The least limit that a container takes (docs.docker.com, Resource constraints: 6m).
  static let least: Int64 = 6 << 20

  /// Reports every such limit.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for group in platform.pods {
      for container in group.containers {
        guard let entry = container.resources.limits.entries.first(where: { $0.name == "memory" }),
          case let limit = entry.quantity, limit > .zero, limit.value < least
        else { continue }
        diagnostics.warning(
          "the memory limit of the container \(container.name) is \(text(limit)): the pods of "
            + "\(group.subject) can not start", at: entry.span,
          code: "tiny-memory-limit", help: "did you mean a limit in Mi?")
      }
    }
  }

  private static func text(_ limit: Quantity) -> String {
    let isWhole = limit.nanos % 1_000_000_000 == 0
    return isWhole ? "\(limit.value) bytes" : "a fraction, \(limit.milli) thousandths, of a byte"
  }
}
