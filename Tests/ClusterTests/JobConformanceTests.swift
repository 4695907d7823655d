import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

@Suite("Job and CronJob Conformance")
struct JobConformanceTests {
  struct BackoffRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable { var remainingSeconds: Int64 }
    var id: String
    var failuresSinceLastSuccess: Int?
    var lastFailedPodIndexFailureCount: Int?
    var lastFailedPodIndexIgnoredFailureCount: Int?
    var secondsSinceLastFailure: Int64?
    var defaultBackoffSeconds: Int64?
    var maxBackoffSeconds: Int64?
    var expect: Expectation
    var testDescription: String { id }
  }

  struct CronRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable {
      var unmet: [String]?
      var error: CaseError?
    }
    var id: String
    var schedule: String
    var timeZone: String?
    var creationTimestamp: String
    var lastScheduleTime: String?
    var now: String
    var startingDeadlineSeconds: Int64?
    var expect: Expectation
    var testDescription: String { id }
  }

  private static let file = CaseFile("job_cron.json")

  @Test("Every array of the file is tested")
  func arrays() {
    let known: [String: any Decodable.Type] = [
      "cronUnmetCases": CronRow.self, "jobBackoffCases": BackoffRow.self,
    ]
    #expect(Self.file.findings(known, comparingAll: true) == [])
  }

  @Test(
    "A Job waits longer after each failure",
    arguments: file.rows("jobBackoffCases", of: BackoffRow.self))
  func backoff(_ row: BackoffRow) {
    let elapsed = SimDuration.seconds(row.secondsSinceLastFailure ?? 0)
    let initial = SimDuration.seconds(row.defaultBackoffSeconds ?? 10)
    let greatest = SimDuration.seconds(row.maxBackoffSeconds ?? 600)
    let remaining: SimDuration
    if let failures = row.failuresSinceLastSuccess {
      remaining = JobBackoff.remaining(
        failures: failures, sinceLastFailure: elapsed, initial: initial, greatest: greatest)
    } else {
      remaining = JobBackoff.remaining(
        indexFailures: row.lastFailedPodIndexFailureCount,
        ignored: row.lastFailedPodIndexIgnoredFailureCount, sinceLastFailure: elapsed,
        initial: initial, greatest: greatest)
    }
    #expect(remaining == .seconds(row.expect.remainingSeconds))
  }

  /// `2016-05-19T10:00:02Z` as a time before time zero.
  private func time(_ text: String) throws -> SimTime {
    let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
    try #require(parts.count >= 6)
    let day = CivilTime.day(year: parts[0], month: parts[1], day: parts[2])
    let minute = day * 1_440 + parts[3] * 60 + parts[4]
    return CivilTime.time(ofMinute: minute) + .seconds(Int64(parts[5]))
  }

  @Test(
    "A CronJob knows the starts that it missed",
    arguments: file.rows("cronUnmetCases", of: CronRow.self))
  func unmet(_ row: CronRow) throws {
    let isRefused = row.expect.error?.isExpected ?? false
    let schedule = CronSchedule(parsing: row.schedule)
    // A text that is no schedule is an error as well.
    if schedule == nil, isRefused { return }
    let zone = try row.timeZone.map { try #require(TimeZoneRule.named($0)) } ?? .universal
    let now = try time(row.now)
    let missed = MissedStarts(
      of: try #require(schedule), in: zone, created: try time(row.creationTimestamp),
      last: try row.lastScheduleTime.map(time),
      deadline: row.startingDeadlineSeconds.map { .seconds($0) }, now: now)
    let isNeverDue = schedule?.next(after: now, in: zone) == nil
    #expect((missed.isTooMany || isNeverDue) == isRefused)
    guard let unmet = row.expect.unmet, !isRefused else { return }
    #expect(try missed.times == unmet.map(time))
    #expect(try missed.mostRecent == unmet.last.map(time))
  }

  @Test("A schedule follows its zone's clock through the changes of summer time")
  func zones() throws {
    let daily = try #require(CronSchedule(parsing: "30 2 * * *"))
    let berlin = try #require(TimeZoneRule.named("Europe/Berlin"))
    // The night of 29 March 2026 has no half past two; that of 25 October has two.
    func starts(from first: String, to last: String) throws -> Int {
      MissedStarts(
        of: daily, in: berlin, created: try time(first), last: nil, deadline: nil,
        now: try time(last)
      ).times.count
    }
    #expect(try starts(from: "2026-03-28T12:00:00Z", to: "2026-03-29T12:00:00Z") == 0)
    #expect(try starts(from: "2026-10-24T12:00:00Z", to: "2026-10-25T12:00:00Z") == 2)
    #expect(try starts(from: "2026-07-01T00:20:00Z", to: "2026-07-01T00:40:00Z") == 1)
    let newYork = try #require(TimeZoneRule.named("America/New_York"))
    let minute = CivilTime.minutes(at: try time("2026-03-08T07:00:00Z"))
    #expect(newYork.offsetMinutes(atMinute: minute - 1) == -300)
    #expect(newYork.offsetMinutes(atMinute: minute) == -240)
    #expect(TimeZoneRule.named("Mars/Olympus") == nil)
  }

  @Test("A Job that a rule fails says what of the pod made it so (matchPodFailurePolicy)")
  func causes() {
    let exits: [(container: String, code: Int32)] = [("side", 3), ("main", 42)]
    var byCode = PodFailureRule(action: .failJob)
    byCode.exitCodes = [42]
    #expect(
      byCode.cause(in: "shop/load-x", exits: exits, conditions: ["DisruptionTarget"])
        == "Container main for pod shop/load-x failed with exit code 42")
    var byCondition = PodFailureRule(action: .failJob)
    byCondition.conditions = ["DisruptionTarget"]
    #expect(
      byCondition.cause(in: "shop/load-x", exits: exits, conditions: ["DisruptionTarget"])
        == "Pod shop/load-x has condition DisruptionTarget")
  }
}
