import Manifests
import SimulationKernel

/// When a schedule is due, in UTC; time zero is 2026-01-01T00:00:00Z, a Thursday.
extension CronSchedule {
  /// Minutes from 1970 to time zero.
  private static let zeroMinutes = 20_454 * 1_440

  /// Minutes since 1970 at a time, for the names of Jobs.
  static func epochMinutes(at time: SimTime) -> Int {
    zeroMinutes + Int(time.nanoseconds / 60_000_000_000)
  }

  /// The first time after another at which the schedule is due (whole minutes, or the interval of
  /// `@every`); nil if there is none in four years.
  func next(after time: SimTime) -> SimTime? {
    if let interval { return time + interval }
    var minute = CronSchedule.epochMinutes(at: time) + 1
    let end = minute + 4 * 366 * 1_440
    while minute < end {
      let day = minute / 1_440
      guard allows(day: day) else {
        minute = (day + 1) * 1_440
        continue
      }
      if hours.has(minute / 60 % 24) && minutes.has(minute % 60) {
        return .zero + .seconds(Int64(minute - CronSchedule.zeroMinutes) * 60)
      }
      minute += 1
    }
    return nil
  }

  private func allows(day: Int) -> Bool {
    let date = CronSchedule.civil(day)
    guard months.has(date.month) else { return false }
    let isDay = daysOfMonth.has(date.day)
    let isWeekday = daysOfWeek.has((day + 4) % 7)
    return needsBothDays ? isDay && isWeekday : isDay || isWeekday
  }

  /// Month and day of a day since 1970 (Howard Hinnant, chrono-compatible date algorithms).
  private static func civil(_ day: Int) -> (month: Int, day: Int) {
    let shifted = day + 719_468
    let ofEra = shifted % 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let fifth = (5 * ofYear + 2) / 153
    return (fifth < 10 ? fifth + 3 : fifth - 9, ofYear - (153 * fifth + 2) / 5 + 1)
  }
}

extension UInt64 {
  fileprivate func has(_ bit: Int) -> Bool { self & 1 << UInt64(bit) != 0 }
}
