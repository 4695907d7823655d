/// A cron schedule whose first field is the second, as CloudNativePG writes it.
package struct SecondsCronSchedule: Hashable, ManifestDecodable, Sendable {
  /// The schedule.
  package let schedule: CronSchedule

  /// Reads a schedule of six fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = String(from: node, diagnostics) else { return nil }
    guard let schedule = CronSchedule(parsing: text, withSeconds: true) else {
      diagnostics.invalidValue(
        "\"\(text)\" is no cron schedule with seconds", node,
        help: "write six fields, seconds first, as \"0 30 2 * * *\"")
      return nil
    }
    self.schedule = schedule
  }
}
