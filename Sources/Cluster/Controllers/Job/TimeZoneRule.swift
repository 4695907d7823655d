/// The clock of a time zone: its distance from UTC and when it changes.
///
/// A table of the IANA zones in common use, with the rules of the year 2026, so that a run does not
/// depend on the machine's own files.
package struct TimeZoneRule: Hashable, Sendable {
  /// When clocks go forward and back.
  private enum Change: Hashable {
    case never
    /// Last Sundays of March and October, 01:00 UTC.
    case european
    /// Second Sunday of March and first of November, 02:00 by the local clock.
    case american
    /// First Sundays of October and April, 02:00 by the standard clock.
    case australian
    /// Last Sunday of September and first of April, 02:00 by the standard clock.
    case newZealand
  }

  /// Minutes east of UTC without summer time.
  private let standard: Int
  private let change: Change

  /// UTC, the clock of a controller in its container.
  package static let universal = TimeZoneRule(standard: 0, change: .never)

  private static let names: [(names: String, rule: TimeZoneRule)] = [
    ("UTC Etc/UTC GMT Etc/GMT Africa/Abidjan Atlantic/Reykjavik", universal),
    ("Europe/London Europe/Dublin Europe/Lisbon WET", .init(standard: 0, change: .european)),
    (
      "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich "
        + "Europe/Amsterdam Europe/Brussels Europe/Copenhagen Europe/Oslo Europe/Stockholm "
        + "Europe/Prague Europe/Budapest Europe/Warsaw Europe/Belgrade CET",
      .init(standard: 60, change: .european)
    ),
    (
      "Europe/Athens Europe/Helsinki Europe/Kyiv Europe/Kiev Europe/Riga Europe/Tallinn "
        + "Europe/Vilnius Europe/Sofia Europe/Bucharest EET",
      .init(standard: 120, change: .european)
    ),
    ("Africa/Lagos Africa/Algiers Africa/Tunis", .init(standard: 60, change: .never)),
    ("Africa/Johannesburg Africa/Tripoli", .init(standard: 120, change: .never)),
    (
      "Europe/Moscow Europe/Istanbul Europe/Minsk Asia/Riyadh Asia/Baghdad Africa/Nairobi",
      .init(standard: 180, change: .never)
    ),
    ("Asia/Dubai Asia/Tbilisi Asia/Yerevan Asia/Baku", .init(standard: 240, change: .never)),
    ("Asia/Tehran", .init(standard: 210, change: .never)),
    ("Asia/Karachi Asia/Tashkent Asia/Almaty", .init(standard: 300, change: .never)),
    ("Asia/Yekaterinburg", .init(standard: 300, change: .never)),
    ("Asia/Kolkata Asia/Calcutta", .init(standard: 330, change: .never)),
    ("Asia/Dhaka", .init(standard: 360, change: .never)),
    (
      "Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Asia/Novosibirsk",
      .init(standard: 420, change: .never)
    ),
    (
      "Asia/Shanghai Asia/Hong_Kong Asia/Singapore Asia/Taipei Asia/Manila Australia/Perth",
      .init(standard: 480, change: .never)
    ),
    ("Asia/Tokyo Asia/Seoul", .init(standard: 540, change: .never)),
    ("Asia/Vladivostok Australia/Brisbane", .init(standard: 600, change: .never)),
    ("Australia/Adelaide", .init(standard: 570, change: .australian)),
    (
      "Australia/Sydney Australia/Melbourne Australia/Hobart",
      .init(standard: 600, change: .australian)
    ),
    ("Pacific/Auckland", .init(standard: 720, change: .newZealand)),
    ("America/Sao_Paulo America/Argentina/Buenos_Aires", .init(standard: -180, change: .never)),
    ("America/Halifax", .init(standard: -240, change: .american)),
    (
      "America/New_York America/Toronto America/Detroit US/Eastern EST5EDT",
      .init(standard: -300, change: .american)
    ),
    ("America/Bogota America/Lima", .init(standard: -300, change: .never)),
    ("America/Chicago US/Central CST6CDT", .init(standard: -360, change: .american)),
    ("America/Mexico_City", .init(standard: -360, change: .never)),
    ("America/Denver US/Mountain MST7MDT", .init(standard: -420, change: .american)),
    ("America/Phoenix", .init(standard: -420, change: .never)),
    (
      "America/Los_Angeles America/Vancouver US/Pacific PST8PDT",
      .init(standard: -480, change: .american)
    ),
    ("America/Anchorage", .init(standard: -540, change: .american)),
    ("Pacific/Honolulu", .init(standard: -600, change: .never)),
  ]

  /// The zone of a name; nil where the table does not have it.
  package static func named(_ name: String) -> TimeZoneRule? {
    names.first { $0.names.split(separator: " ").contains { $0 == name } }?.rule
  }

  /// Minutes east of UTC at a minute since 1970.
  package func offsetMinutes(atMinute minute: Int) -> Int {
    isSummer(atMinute: minute) ? standard + 60 : standard
  }

  private func isSummer(atMinute minute: Int) -> Bool {
    let year = CivilTime.date(ofDay: CivilTime.day(ofMinute: minute + standard)).year
    switch change {
    case .never: return false
    case .european:
      let begin = lastSunday(of: 3, year) * 1_440 + 60
      return minute >= begin && minute < lastSunday(of: 10, year) * 1_440 + 60
    case .american:
      let begin = (firstSunday(of: 3, year) + 7) * 1_440 + 120 - standard
      return minute >= begin && minute < firstSunday(of: 11, year) * 1_440 + 60 - standard
    case .australian:
      let begin = firstSunday(of: 10, year) * 1_440 + 120 - standard
      return minute >= begin || minute < firstSunday(of: 4, year) * 1_440 + 120 - standard
    case .newZealand:
      let begin = lastSunday(of: 9, year) * 1_440 + 120 - standard
      return minute >= begin || minute < firstSunday(of: 4, year) * 1_440 + 120 - standard
    }
  }

  private func firstSunday(of month: Int, _ year: Int) -> Int {
    let first = CivilTime.day(year: year, month: month, day: 1)
    return first + (7 - CivilTime.weekday(ofDay: first)) % 7
  }

  /// Of a month with 30 or 31 days: the last Sunday lies within a week of its end.
  private func lastSunday(of month: Int, _ year: Int) -> Int {
    let next = CivilTime.day(year: year, month: month + 1, day: 1)
    return next - 1 - CivilTime.weekday(ofDay: next - 1)
  }
}
