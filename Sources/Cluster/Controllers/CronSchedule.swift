import SimulationKernel

/// A schedule of five fields (robfig/cron ParseStandard), in UTC; time zero is
/// 2026-01-01T00:00:00Z, a Thursday.
struct CronSchedule {
  private let minutes: [Bool]
  private let hours: [Bool]
  private let days: [Bool]
  private let months: [Bool]
  private let weekdays: [Bool]
  private let isAnyDay: Bool
  private let isAnyWeekday: Bool

  /// Minutes from 1970 to time zero.
  private static let zeroMinutes = 20_454 * 1_440

  /// Minutes since 1970 at a time, for the names of Jobs.
  static func epochMinutes(at time: SimTime) -> Int {
    zeroMinutes + Int(time.nanoseconds / 60_000_000_000)
  }

  init?(_ text: String) {
    let fields = CronSchedule.expanded(text).split(separator: " ").map(String.init)
    guard fields.count == 5,
      let minutes = CronSchedule.parse(fields[0], 0...59),
      let hours = CronSchedule.parse(fields[1], 0...23),
      let days = CronSchedule.parse(fields[2], 1...31),
      let months = CronSchedule.parse(fields[3], 1...12),
      let weekdays = CronSchedule.parse(fields[4], 0...7)
    else { return nil }
    (self.minutes, self.hours, self.days, self.months) = (minutes, hours, days, months)
    self.weekdays = (0..<7).map { weekdays[$0] || ($0 == 0 && weekdays[7]) }
    isAnyDay = fields[2].hasPrefix("*") || fields[2] == "?"
    isAnyWeekday = fields[4].hasPrefix("*") || fields[4] == "?"
  }

  private static func expanded(_ text: String) -> String {
    switch text {
    case "@hourly": "0 * * * *"
    case "@daily", "@midnight": "0 0 * * *"
    case "@weekly": "0 0 * * 0"
    case "@monthly": "0 0 1 * *"
    case "@yearly", "@annually": "0 0 1 1 *"
    default: text
    }
  }

  private static func parse(_ field: String, _ range: ClosedRange<Int>) -> [Bool]? {
    var allowed = [Bool](repeating: false, count: range.upperBound + 1)
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
      guard let span = pieces.first, pieces.count <= 2 else { return nil }
      let step = pieces.count == 2 ? Int(pieces[1]) : 1
      guard let step, step > 0 else { return nil }
      let bounds = span.split(separator: "-").compactMap { Int($0) }
      let values: ClosedRange<Int>
      if span == "*" || span == "?" {
        values = range
      } else if bounds.count == 2, bounds[0] <= bounds[1] {
        values = bounds[0]...bounds[1]
      } else if bounds.count == 1, Int(span) != nil {
        values = bounds[0]...(pieces.count == 2 ? range.upperBound : bounds[0])
      } else {
        return nil
      }
      guard range.contains(values.lowerBound), range.contains(values.upperBound) else { return nil }
      for value in stride(from: values.lowerBound, through: values.upperBound, by: step) {
        allowed[value] = true
      }
    }
    return allowed
  }

  /// The first time after another at which the schedule is due; nil if there is none in four years.
  func next(after time: SimTime) -> SimTime? {
    var minute = CronSchedule.epochMinutes(at: time) + 1
    let end = minute + 4 * 366 * 1_440
    while minute < end {
      let day = minute / 1_440
      guard allows(day: day) else {
        minute = (day + 1) * 1_440
        continue
      }
      if hours[minute / 60 % 24] && minutes[minute % 60] {
        return .zero + .seconds(Int64(minute - CronSchedule.zeroMinutes) * 60)
      }
      minute += 1
    }
    return nil
  }

  private func allows(day: Int) -> Bool {
    let date = CronSchedule.civil(day)
    guard months[date.month] else { return false }
    let isDay = days[date.day]
    let isWeekday = weekdays[(day + 4) % 7]
    return isAnyDay || isAnyWeekday ? isDay && isWeekday : isDay || isWeekday
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
