package import Manifests
package import SimulationKernel

/// When a schedule is due by the clock of a zone; time zero is 2026-01-01T00:00:00Z, a Thursday.
extension CronSchedule {
  /// The first time after another at which a schedule with seconds is due, by the clock of UTC; nil
  /// if there is none in four years.
  package func nextSecond(after time: SimTime) -> SimTime? {
    guard interval == nil else { return next(after: time, in: .universal) }
    let minute = CivilTime.minutes(at: time)
    let begun = CivilTime.time(ofMinute: minute)
    let first = seconds.trailingZeroBitCount
    if next(after: begun - .minutes(1), in: .universal) == begun,
      let second = (0..<60).first(where: { seconds.has($0) && begun + .seconds(Int64($0)) > time })
    {
      return begun + .seconds(Int64(second))
    }
    return next(after: time, in: .universal).map { $0 + .seconds(Int64(first)) }
  }

  /// Minutes since 1970 at a time, for the names of Jobs.
  static func epochMinutes(at time: SimTime) -> Int { CivilTime.minutes(at: time) }

  /// The first time after another at which the schedule is due (whole minutes, or the interval of
  /// `@every`); nil if there is none in four years.
  ///
  /// Local times that a change of the clock skips are not due, those that it repeats are due twice
  /// (robfig/cron).
  package func next(after time: SimTime, in zone: TimeZoneRule) -> SimTime? {
    if let interval { return time + interval }
    var minute = CivilTime.minutes(at: time) + 1
    let end = minute + 4 * 366 * 1_440
    while minute < end {
      let local = minute + zone.offsetMinutes(atMinute: minute)
      guard allows(day: CivilTime.day(ofMinute: local)), hours.has(local / 60 % 24) else {
        minute += 60 - local % 60
        continue
      }
      if minutes.has(local % 60) { return CivilTime.time(ofMinute: minute) }
      minute += 1
    }
    return nil
  }

  private func allows(day: Int) -> Bool {
    let date = CivilTime.date(ofDay: day)
    guard months.has(date.month) else { return false }
    let isDay = daysOfMonth.has(date.day)
    let isWeekday = daysOfWeek.has(CivilTime.weekday(ofDay: day))
    return needsBothDays ? isDay && isWeekday : isDay || isWeekday
  }
}

/// The starts that a CronJob has missed (pkg/controller/cronjob/utils.go).
package struct MissedStarts: Sendable {
  /// More than these are too many to count.
  static let limit = 100
  /// The times, earliest first; cut off beyond the limit.
  package private(set) var times: [SimTime] = []
  /// Whether there are more than can be counted: a warning.
  package private(set) var isTooMany = false
  /// The last of all, which is started.
  package private(set) var mostRecent: SimTime?

  /// Finds the times since the last start, or since the CronJob was made, that are not older than
  /// the deadline.
  package init(
    of schedule: CronSchedule, in zone: TimeZoneRule, created: SimTime, last: SimTime?,
    deadline: SimDuration?, now: SimTime
  ) {
    var earliest = last ?? created
    if let deadline, now - earliest > deadline { earliest = now - deadline }
    var cursor = earliest
    while let next = schedule.next(after: cursor, in: zone), next <= now {
      times.append(next)
      cursor = next
      if times.count > Self.limit {
        isTooMany = true
        break
      }
    }
    mostRecent =
      isTooMany
      ? Self.last(of: schedule, in: zone, after: earliest, through: now) : times.last
  }

  /// The last time that is due: a whole number of intervals after the first, or looked for in ever
  /// longer spans before now.
  private static func last(
    of schedule: CronSchedule, in zone: TimeZoneRule, after earliest: SimTime, through now: SimTime
  ) -> SimTime? {
    if let interval = schedule.interval {
      return earliest + interval * ((now - earliest).nanoseconds / interval.nanoseconds)
    }
    var span = SimDuration.minutes(2)
    while span < .seconds(86_400 * 3_660) {
      var found: SimTime?
      var cursor = now - span
      while let next = schedule.next(after: cursor, in: zone), next <= now {
        found = next
        cursor = next
      }
      if let found { return found }
      span = span * 4
    }
    return nil
  }
}

extension UInt64 {
  fileprivate func has(_ bit: Int) -> Bool { self & 1 << UInt64(bit) != 0 }
}
