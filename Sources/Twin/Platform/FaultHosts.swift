import Manifests

/// The hosts outside the cluster that faults name.
enum FaultHosts {
  /// Reports each that no model asks: a fault would cut nothing there.
  static func report(
    on scenario: Scenario, asked hosts: [String], _ diagnostics: DiagnosticCollector
  ) {
    for target in scenario.faults.flatMap(\.action.targets) {
      guard case .dependency(let host, let span) = target, !hosts.contains(host) else { continue }
      diagnostics.error(
        "no model asks the host \"\(host)\"", at: span, code: "unknown-name",
        help: nearest(host, in: hosts).map { "did you mean \"\($0)\"?" }
          ?? (hosts.isEmpty ? nil : "one of \(hosts.prefix(12).joined(separator: ", "))"))
    }
  }
}
