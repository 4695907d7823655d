package import SimulationKernel

/// When a CronJob runs, as bit sets of the values that each field matches.
///
/// Source: github.com/robfig/cron/v3 parser.go and spec.go, which Kubernetes' CronJob controller
/// uses: lists, ranges, steps, names of months and days, `@daily` and its like, `@every 90s`.
package struct CronSchedule: Hashable, Sendable {
  /// The schedule as written.
  package let text: String
  /// Matching seconds; second 0 alone in the form with five fields.
  package private(set) var seconds: UInt64 = 1
  /// Matching minutes.
  package private(set) var minutes: UInt64 = 0
  /// Matching hours.
  package private(set) var hours: UInt64 = 0
  /// Matching days of the month, from bit 1.
  package private(set) var daysOfMonth: UInt64 = 0
  /// Matching months, from bit 1.
  package private(set) var months: UInt64 = 0
  /// Matching days of the week, Sunday is bit 0.
  package private(set) var daysOfWeek: UInt64 = 0
  /// Whether a day must match both day fields, because one is starred; else one is enough.
  package private(set) var needsBothDays = true
  /// The fixed interval of `@every`, which no field then restricts.
  package private(set) var interval: SimDuration?

  /// Reads a schedule; nil where it is none.
  package init?(parsing text: String, withSeconds: Bool = false) {
    self.text = text
    if text.hasPrefix("@every ") {
      guard let length = DurationText.parse(String(text.dropFirst(7))), length > .zero else {
        return nil
      }
      // robfig/cron constantdelay.go: whole seconds, at least one.
      interval = max(.seconds(1), .seconds(length.nanoseconds / 1_000_000_000))
      return
    }
    guard let expression = text.hasPrefix("@") ? Self.descriptors[text] : text else { return nil }
    var words = expression.split(whereSeparator: \.isWhitespace)
    if withSeconds, !text.hasPrefix("@") {
      guard !words.isEmpty, let set = CronField.second.values(words.removeFirst()) else {
        return nil
      }
      seconds = set
    }
    guard words.count == 5, read(words) else { return nil }
  }

  private mutating func read(_ words: [Substring]) -> Bool {
    guard let minutes = CronField.minute.values(words[0]),
      let hours = CronField.hour.values(words[1]),
      let daysOfMonth = CronField.dayOfMonth.values(words[2]),
      let months = CronField.month.values(words[3]),
      let daysOfWeek = CronField.dayOfWeek.values(words[4])
    else { return false }
    self.minutes = minutes
    self.hours = hours
    self.daysOfMonth = daysOfMonth
    self.months = months
    self.daysOfWeek = daysOfWeek
    needsBothDays = CronField.isStarred(words[2]) || CronField.isStarred(words[4])
    return true
  }

  private static let descriptors = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
  ]
}

extension CronSchedule: ManifestDecodable {
  /// Reads a schedule of five fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = String(from: node, diagnostics) else { return nil }
    guard let schedule = CronSchedule(parsing: text) else {
      diagnostics.invalidValue(
        "\"\(text)\" is no cron schedule", node,
        help: "write minute, hour, day of month, month and day of week, as \"30 2 * * 1-5\"")
      return nil
    }
    self = schedule
  }
}
