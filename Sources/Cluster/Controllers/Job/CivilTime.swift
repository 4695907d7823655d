package import SimulationKernel

/// The calendar: time zero is 2026-01-01T00:00:00Z.
package enum CivilTime {
  /// Minutes from 1970 to time zero.
  private static let zeroMinutes = 20_454 * 1_440

  /// Whole minutes since 1970 at a time.
  package static func minutes(at time: SimTime) -> Int {
    let length = Int64(60_000_000_000)
    let whole = time.nanoseconds / length
    return zeroMinutes + Int(time.nanoseconds % length < 0 ? whole - 1 : whole)
  }

  /// The time at which a minute since 1970 begins.
  package static func time(ofMinute minute: Int) -> SimTime {
    .zero + .seconds(Int64(minute - zeroMinutes) * 60)
  }

  /// Days since 1970 of a minute.
  static func day(ofMinute minute: Int) -> Int { minute / 1_440 }

  /// Day of the week, Sunday is 0.
  static func weekday(ofDay day: Int) -> Int { (day + 4) % 7 }

  /// The date of a day since 1970 (Howard Hinnant, chrono-compatible date algorithms).
  static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let fifth = (5 * ofYear + 2) / 153
    let month = fifth < 10 ? fifth + 3 : fifth - 9
    return (
      year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * fifth + 2) / 5 + 1
    )
  }

  /// A time as messages of the control plane write it: `Thu, 01 Jan 2026 00:05:00 +0000`
  /// (RFC 1123, in UTC).
  static func text(of time: SimTime) -> String {
    let minute = minutes(at: time)
    let day = day(ofMinute: minute)
    let date = date(ofDay: day)
    let seconds = (time - self.time(ofMinute: minute)).nanoseconds / 1_000_000_000
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let ofDay = minute % 1_440
    let clock = [ofDay / 60, ofDay % 60, Int(seconds)].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(days[weekday(ofDay: day)]), \(date.day < 10 ? "0" : "")\(date.day) "
      + "\(months[date.month - 1]) \(date.year) \(clock.joined(separator: ":")) +0000"
  }

  /// The day since 1970 of a date.
  package static func day(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
