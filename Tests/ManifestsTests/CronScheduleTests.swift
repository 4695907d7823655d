import Manifests
import SimulationKernel
import Testing

/// The cases are those of github.com/robfig/cron/v3 parser_test.go and spec_test.go.
@Suite("Cron schedules")
struct CronScheduleTests {
  static func bits(_ values: [Int]) -> UInt64 { values.reduce(0) { $0 | 1 << UInt64($1) } }

  @Test(
    "a field's text gives its values",
    arguments: [
      ("5", [5]), ("5,6,7", [5, 6, 7]), ("5-6", [5, 6]), ("5-7/2", [5, 7]), ("50/4", [50, 54, 58]),
      ("*/20", [0, 20, 40]), ("1-3,40", [1, 2, 3, 40]), ("?/30", [0, 30]),
      // Empty places of a list count for nothing (robfig/cron getField).
      ("1,,", [1]),
    ])
  func minutes(text: String, values: [Int]) {
    #expect(CronSchedule(parsing: "\(text) * * * *")?.minutes == Self.bits(values))
  }

  @Test("months and days have names, whatever their case")
  func names() {
    let schedule = CronSchedule(parsing: "0 0 * JAN-Mar sun,Fri")
    #expect(schedule?.months == Self.bits([1, 2, 3]))
    #expect(schedule?.daysOfWeek == Self.bits([0, 5]))
  }

  @Test(
    "wrong schedules are none",
    arguments: [
      "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
      "* * * * 7", "5-4 * * * *", "*/0 * * * *", "x * * * *", "1-2-3 * * * *", "1/2/3 * * * *",
      "@fortnightly", "@every", "@every x",
    ])
  func wrong(text: String) {
    #expect(CronSchedule(parsing: text) == nil)
  }

  @Test(
    "descriptors stand for their five fields",
    arguments: [
      ("@yearly", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 0"),
      ("@daily", "0 0 * * *"), ("@hourly", "0 * * * *"),
    ])
  func descriptors(word: String, fields: String) throws {
    let (first, second) = (
      try #require(CronSchedule(parsing: word)), try #require(CronSchedule(parsing: fields))
    )
    #expect(first.minutes == second.minutes && first.hours == second.hours)
    #expect(first.daysOfMonth == second.daysOfMonth && first.months == second.months)
    #expect(first.daysOfWeek == second.daysOfWeek)
    #expect(first.needsBothDays == second.needsBothDays)
  }

  @Test("days of month and week are alternatives unless one of them is starred")
  func days() {
    #expect(CronSchedule(parsing: "0 0 13 * 5")?.needsBothDays == false)
    #expect(CronSchedule(parsing: "0 0 13 * *")?.needsBothDays == true)
    #expect(CronSchedule(parsing: "0 0 * * 5")?.needsBothDays == true)
  }

  @Test("@every is an interval, and a sixth field comes first as seconds")
  func otherForms() {
    #expect(CronSchedule(parsing: "@every 90s")?.interval == .seconds(90))
    let schedule = CronSchedule(parsing: "0,30 5 * * * *", withSeconds: true)
    #expect(schedule?.seconds == Self.bits([0, 30]))
    #expect(schedule?.minutes == Self.bits([5]))
  }
}
