import Manifests
import Metrics
import Results
import SimulationKernel
import Testing

@Suite("Verdicts")
struct VerdictTests {
  /// Five runs whose share of failed requests is given, of a thousand requests each.
  private func result(failed: [UInt32], _ line: String) throws -> ThresholdRecord {
    let file = try TemporaryResults()
    let result = try file.write(
      seeds: failed.indices.map { UInt64($0 + 1) }, thresholds: try thresholds(line)
    ) { run, recorder in
      recorder.record(
        .journeySeconds(time: SimTime(seconds: 1), [second(1_000, failed: failed[run])]))
    }
    return try #require(result.thresholds.first)
  }

  @Test("A rate is judged on the counts of all runs together")
  func ratesArePooled() throws {
    let row = try result(failed: [10, 20, 30], "http_req_failed: [rate<=0.02]")
    #expect(row.value == 0.02)
    #expect(row.verdict == "pass")
    #expect(row.runsHeld == 2)
    #expect(row.runs == 3)
  }

  @Test("Four runs always decide, however wide their interval is")
  func fourRunsDecide() throws {
    let row = try result(failed: [10, 20, 30, 20], "http_req_failed: [rate<0.021]")
    #expect(row.verdict == "pass")
  }

  @Test("Five runs whose interval contains the limit leave it open")
  func fiveRunsLeaveOpen() throws {
    // Mean 20, variance 62.5, standard error √12.5, t(0.975; 4) = 2.776: 20 ± 9.82.
    let failed: [UInt32] = [10, 15, 20, 25, 30]
    #expect(try result(failed: failed, "http_req_failed: [rate<0.0285]").verdict == "undecided")
    #expect(try result(failed: failed, "http_req_failed: [rate<0.0115]").verdict == "undecided")
    #expect(try result(failed: failed, "http_req_failed: [rate<0.0300]").verdict == "pass")
    #expect(try result(failed: failed, "http_req_failed: [rate<0.0100]").verdict == "fail")
  }

  @Test("The interval of values that are never negative ends at zero")
  func intervalEndsAtZero() throws {
    // Mean 20, standard error 20, t(0.975; 4) = 2.776: 20 ± 55.5 of a thousand.
    let row = try result(failed: [0, 0, 0, 0, 100], "http_req_failed: [rate<0.5]")
    #expect(row.intervalLow == 0)
    #expect(try abs(#require(row.intervalHigh) - 0.0755) < 0.0001)
  }

  @Test("Five equal runs at the limit are decided by it")
  func equalRunsAreDecided() throws {
    let failed: [UInt32] = [0, 0, 0, 0, 0]
    #expect(try result(failed: failed, "http_req_failed: [rate<=0]").verdict == "pass")
    #expect(try result(failed: failed, "http_req_failed: [rate>0]").verdict == "fail")
  }

  @Test("The limit belongs to <= and not to <")
  func limitItself() throws {
    #expect(try result(failed: [20], "http_req_failed: [rate<0.02]").verdict == "fail")
    #expect(try result(failed: [20], "http_req_failed: [rate<=0.02]").verdict == "pass")
  }

  @Test("Trends are judged on the samples of all runs, maxima on the worst run")
  func trendsArePooled() throws {
    let file = try TemporaryResults()
    let specs = try thresholds(
      """
      http_req_duration: ["avg<251", "max<350", "p(50)<260"]
      http_req_duration{journey="voice"}: ["avg<10"]
      """)
    let result = try file.write(seeds: [1, 2], thresholds: specs, noData: .warn) { run, recorder in
      recorder.record(.histogram(trend(run == 0 ? [100, 200, 300] : [400])))
    }
    let rows = result.thresholds
    #expect(abs(try #require(rows[0].value) - 250) < 1e-6)
    #expect(rows[0].verdict == "pass")
    #expect(abs(try #require(rows[1].value) - 400) < 1e-6)
    #expect(rows[1].verdict == "fail")
    #expect(rows[1].runsHeld == 1)
    #expect(rows[3].verdict == "no data")
    #expect(rows[3].value == nil)
  }

  @Test("Without data the scenario's policy decides", arguments: ["fail", "no data", "pass"])
  func noDataPolicy(verdict: String) throws {
    let file = try TemporaryResults()
    let result = try file.write(
      thresholds: try thresholds("http_req_failed: [rate<1]"),
      noData: verdict == "fail" ? .fail : verdict == "pass" ? .pass : .warn
    ) { _, _ in }
    #expect(result.thresholds.first?.verdict == verdict)
    #expect(result.thresholds.first?.value == nil)
  }

  @Test("A condition breaks when what was seen so far first breaks it")
  func firstBreach() throws {
    let file = try TemporaryResults()
    let result = try file.write(thresholds: try thresholds("http_req_failed: [rate<0.1]")) {
      _, recorder in
      // After second k of the outage the failed share is 10 (k - 50) / 10 k: 0.1 at k = 55.6.
      for time in 1...100 {
        let failed: UInt32 = time > 50 ? 10 : 0
        recorder.record(
          .journeySeconds(time: SimTime(seconds: Double(time)), [second(10, failed: failed)]))
      }
    }
    #expect(result.thresholds.first?.verdict == "fail")
    #expect(result.thresholds.first?.firstBreach == 56)
  }

  @Test("Windows are judged one by one, during a fault only within it")
  func windowsDuringFault() throws {
    let file = try TemporaryResults()
    let specs = try thresholds(
      """
      http_req_failed:
        - {threshold: "rate<0.5", window: 10s}
        - {threshold: "rate<0.5", window: 10s, during: outage}
        - {threshold: "rate<0.3", during: outage}
      """)
    let result = try file.write(thresholds: specs) { _, recorder in
      recorder.record(
        .faults([
          FaultRow(
            index: 0, name: "outage", kind: "nodeCrash", injectedAt: SimTime(seconds: 40),
            repairedAt: SimTime(seconds: 60), targets: [])
        ]))
      for time in 1...100 {
        // Everything fails from 70 to 80, four of ten requests from 40 to 50.
        let failed: UInt32 = time > 70 && time <= 80 ? 10 : time > 40 && time <= 50 ? 4 : 0
        recorder.record(
          .journeySeconds(time: SimTime(seconds: Double(time)), [second(10, failed: failed)]))
      }
    }
    let rows = result.thresholds
    #expect(rows[0].value == 1)
    #expect(rows[0].firstBreach == 80)
    #expect(rows[1].value == 0.4)
    #expect(rows[1].verdict == "pass")
    #expect(rows[2].value == 0.2)
    #expect(rows[2].verdict == "pass")
  }

  @Test("A system that never recovers took infinitely long; lost writes count without a failover")
  func failovers() throws {
    let file = try TemporaryResults()
    let specs = try thresholds(
      """
      recovery_time{system="postgresql"}: ["max<15m"]
      recovery_time{system="redis"}: ["max<15m"]
      unavailable_time{system="redis"}: ["max<=30000"]
      lost_writes{system="redis"}: ["count==0"]
      lost_writes{system="kafka"}: ["count==0"]
      """)
    let result = try file.write(thresholds: specs) { _, recorder in
      let start = SimTime(seconds: 40)
      let lost = FailoverRow(
        index: 0, system: "postgresql", group: "", fault: nil, lostAt: start)
      var back = FailoverRow(index: 1, system: "redis", group: "", fault: nil, lostAt: start)
      back.recoveredAt = SimTime(seconds: 70)
      back.writeGap = .seconds(30)
      back.lostWrites = 3
      recorder.record(.failovers([lost, back]))
    }
    #expect(result.thresholds.map(\.verdict) == ["fail", "pass", "pass", "fail", "pass"])
    #expect(result.thresholds[0].value == .infinity)
    #expect(result.thresholds[1].value == 30_000)
  }

  @Test("A system's times are those of its data; its coordinating group counts where it is named")
  func coordination() throws {
    let file = try TemporaryResults()
    let specs = try thresholds(
      """
      unavailable_time{system="clickhouse"}: ["max<=2000"]
      unavailable_time{system="clickhouse", group="coordination"}: ["max<=2000"]
      recovery_time{system="clickhouse"}: ["max<=2000"]
      recovery_time{system="clickhouse", group=~".*"}: ["max<=2000"]
      """)
    let result = try file.write(thresholds: specs) { _, recorder in
      func outage(_ index: Int32, of group: String, seconds: Double) -> FailoverRow {
        var row = FailoverRow(
          index: index, system: "clickhouse", group: group, fault: nil,
          lostAt: SimTime(seconds: 40))
        row.recoveredAt = SimTime(seconds: 40 + seconds)
        row.writeGap = SimDuration(seconds: seconds)
        return row
      }
      recorder.record(
        .failovers([
          outage(0, of: "1", seconds: 1), outage(1, of: FailoverRow.coordination, seconds: 9),
        ]))
    }
    #expect(result.thresholds.map(\.value) == [1_000, 9_000, 1_000, 9_000])
  }

  @Test("Stale reads are counted as they happen, with a failover and without, or there are none")
  func staleReads() throws {
    let file = try TemporaryResults()
    let specs = try thresholds(
      """
      stale_reads{system="redis"}: ["count==7"]
      stale_reads{system="kafka"}: ["count==0"]
      """)
    let result = try file.write(thresholds: specs) { _, recorder in
      recorder.record(
        .series([
          SeriesDefinition(
            id: 0, name: "vhsim_stale_reads_total", labels: [(name: "system", value: "redis")])
        ]))
      for (second, reads) in [(15.0, 0.0), (21, 3), (30, 7)] {
        recorder.record(
          .samples(time: SimTime(seconds: second), [Sample(series: 0, value: reads)]))
      }
    }
    #expect(result.thresholds.map(\.verdict) == ["pass", "pass"])
  }

  @Test("The warm-up is left out")
  func warmUpIsLeftOut() throws {
    let file = try TemporaryResults()
    let result = try file.write(
      warmUp: 10, thresholds: try thresholds("http_req_failed: [rate<0.5]\nhttp_reqs: [count==90]")
    ) { _, recorder in
      for time in 1...100 {
        let row = second(1, failed: time <= 10 ? 1 : 0)
        recorder.record(.journeySeconds(time: SimTime(seconds: Double(time)), [row]))
      }
    }
    #expect(result.thresholds[0].value == 0)
    #expect(result.thresholds[1].value == 90)
    #expect(result.journeys.first?.requests == 90)
  }
}
