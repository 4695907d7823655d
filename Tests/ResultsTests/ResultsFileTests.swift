import Foundation
import GRDB
import Glibc
import Manifests
import Metrics
import Results
import SimulationKernel
import Testing

@Suite("Results file")
struct ResultsFileTests {
  /// The columns that the interface promises.
  static let views: [(view: String, columns: [String])] = [
    ("v_systems", ["system", "pods", "ready", "requests", "errors", "p99_ms"]),
    (
      "v_journeys", ["journey", "requests", "errors", "mean_ms", "p50_ms", "p95_ms", "p99_ms"]
    ),
    (
      "v_failovers",
      [
        "system", "group", "fault", "detected_at", "recovered_at", "write_gap_s", "lost_writes",
        "refused_writes", "client_gap_s",
      ]
    ),
    (
      "v_quorum",
      [
        "system", "group", "fault", "lost_at", "regained_at", "need", "needed", "there", "stopped",
        "seed",
      ]
    ),
    ("v_thresholds", ["metric", "threshold", "value", "verdict", "first_breach"]),
    ("v_bottlenecks", ["resource", "utilisation", "saturates_at_load_scale"]),
    (
      "v_backups",
      [
        "system", "kind", "started_at", "ended_at", "bytes", "outcome", "reason", "rto_s", "rpo_s",
        "seed",
      ]
    ), ("v_inconsistencies", ["system", "other", "count", "text", "seed"]),
    ("v_rightsizing", ["workload", "request", "p95_used", "suggested"]),
    ("v_changes", ["change", "target", "made_at", "ended_at", "problem", "seed"]),
    ("v_conditions", ["since", "object", "condition", "status", "reason", "message", "seed"]),
    ("v_nodes", ["node", "cores", "first_seen", "last_seen", "cpu_utilisation", "seed"]),
  ]

  @Test("Views have the promised columns", arguments: views)
  func viewColumns(view: (view: String, columns: [String])) throws {
    let file = try TemporaryResults()
    try file.write { _, _ in }
    let names = try file.rows("SELECT name FROM pragma_table_info('\(view.view)')")
      .map { $0["name"] as String }
    #expect(names == view.columns)
  }

  @Test("A drain's row is written again when it ends; what was refused says why")
  func changes() throws {
    let file = try TemporaryResults()
    let result = try file.write { _, recorder in
      var drain = ChangeRow(
        index: 0, kind: "drain", target: "worker-1", madeAt: SimTime(seconds: 10))
      recorder.record(.changes([drain]))
      drain.endedAt = SimTime(seconds: 40)
      var scale = ChangeRow(
        index: 1, kind: "scale", target: "shop/cart to 3", madeAt: SimTime(seconds: 20))
      scale.endedAt = scale.madeAt
      scale.problem = "not found"
      recorder.record(.changes([scale, drain]))
    }
    #expect(result.changes.map(\.change) == ["drain", "scale"])
    #expect(result.changes.map(\.endedAt) == [40, 20])
    #expect(result.changes.map(\.problem) == [nil, "not found"])
  }

  @Test("A view shows each node from its first sample to its last")
  func nodes() throws {
    let file = try TemporaryResults()
    try file.write { _, recorder in
      let labels = [
        (name: "node", value: "pool-1"), (name: "resource", value: "cpu"),
      ]
      recorder.record(
        .series([
          SeriesDefinition(id: 0, name: "kube_node_status_allocatable", labels: labels),
          SeriesDefinition(
            id: 1, name: "vhsim_resource_utilization_ratio",
            labels: [(name: "resource", value: "CPU of node pool-1")]),
        ]))
      for (time, use) in [(15.0, 0.2), (30, 0.4)] {
        recorder.record(
          .samples(
            time: SimTime(seconds: time),
            [Sample(series: 0, value: 4), Sample(series: 1, value: use)]))
      }
    }
    let row = try #require(try file.rows("SELECT * FROM v_nodes").first)
    #expect(row["node"] == "pool-1" && row["cores"] == 4.0)
    #expect(row["first_seen"] == 15.0 && row["last_seen"] == 30.0)
    let use: Double = row["cpu_utilisation"]
    #expect(abs(use - 0.3) < 1e-9)
  }

  /// A pod's use of its cores and memory, what its workload requests, and whether the kernel killed
  /// its main container, or the one beside that, for memory.
  private func record(
    _ workload: String, cores: Double, bytes: Double, request: Double, isKilled: Bool,
    isOtherKilled: Bool, from first: Int32, into recorder: RunRecorder
  ) {
    let owner = (name: "workload", value: workload)
    let pod = (name: "pod", value: workload.replacing("shop/", with: "") + "-1")
    let (main, other) = ((name: "container", value: "main"), (name: "container", value: "other"))
    let reasons = [(name: "namespace", value: "shop"), pod, (name: "reason", value: "OOMKilled")]
    let terminated = "kube_pod_container_status_last_terminated_reason"
    let entries: [(name: String, labels: [(name: String, value: String)], value: Double)] = [
      ("vhsim_pod_cpu_usage_cores", [owner, pod, main], cores),
      ("vhsim_pod_memory_usage_bytes", [owner, pod, main], bytes),
      ("vhsim_workload_memory_requests_bytes", [owner], request),
      (terminated, reasons + [main], isKilled ? 1 : 0),
      (terminated, reasons + [other], isOtherKilled ? 1 : 0),
    ]
    var samples: [Sample] = []
    for (index, entry) in entries.enumerated() {
      let id = first + Int32(index)
      recorder.record(
        .series([SeriesDefinition(id: id, name: entry.name, labels: entry.labels)]))
      samples.append(Sample(series: id, value: entry.value))
    }
    for time in [15.0, 30] {
      recorder.record(.samples(time: SimTime(seconds: time), samples))
    }
  }

  /// recommender.go: PodMinMemoryMb * 1024 * 1024 bytes and PodMinCPUMillicores; container.go
  /// RecordOOM: a fifth and at least 100 MiB more than the request or the peak.
  @Test("Suggestions add 15 % to what was used, are never below a least, and heed OOM kills")
  func rightsizing() throws {
    let file = try TemporaryResults()
    let mebibyte = 0x1p20
    let used = [
      (name: "shop/a", cores: 1.0, peak: 900.0, request: 1_000.0, isKilled: true),
      (name: "shop/b", cores: 1, peak: 200, request: 100, isKilled: true),
      (name: "shop/c", cores: 2, peak: 900, request: 1_000, isKilled: false),
      (name: "shop/d", cores: 0.01, peak: 1, request: 1, isKilled: false),
    ]
    try file.write { _, recorder in
      for (place, entry) in used.enumerated() {
        record(
          entry.name, cores: entry.cores, bytes: entry.peak * mebibyte,
          request: entry.request * mebibyte, isKilled: entry.isKilled,
          isOtherKilled: entry.name == "shop/c", from: Int32(place * 5), into: recorder)
      }
    }
    let cores: [Double] = try file.rows("SELECT * FROM v_rightsizing").map { $0["suggested"] }
    #expect(cores == [1.15, 1.15, 2 * 1.15, 0.025])
    let rows = try file.rows("SELECT * FROM v_rightsizing_memory")
    let bytes: [Double] = rows.map { $0["suggested"] }
    let needs = [1_000 * 1.2 * 1.15, (200 + 100) * 1.15, 900 * 1.15, 250]
    #expect(bytes.count == needs.count)
    #expect(zip(bytes, needs).allSatisfy { abs($0 / mebibyte - $1) < 1e-6 })
  }

  @Test("Every table is documented in its own CREATE statement")
  func tablesAreDocumented() throws {
    let file = try TemporaryResults()
    try file.write { _, _ in }
    let tables = try file.rows("SELECT name, sql FROM sqlite_master WHERE type <> 'index'")
    #expect(tables.count > 25)
    for table in tables {
      let (name, sql): (String, String) = (table["name"], table["sql"])
      #expect(sql.contains("-- "), "\(name) says nothing about itself")
    }
  }

  @Test("Each invocation appends an experiment and leaves the earlier ones as they were")
  func experimentsAppend() throws {
    let file = try TemporaryResults()
    func dump() throws -> [String] {
      try file.rows("SELECT * FROM experiment WHERE id = 1").map(\.description)
        + file.rows("SELECT * FROM run WHERE experiment_id = 1").map(\.description)
        + file.rows("SELECT * FROM histogram WHERE run_id = 1").map(\.description)
    }
    try file.write { _, recorder in recorder.record(.histogram(trend([5]))) }
    let before = try dump()
    try file.write(seeds: [3, 4]) { _, recorder in recorder.record(.histogram(trend([9]))) }
    #expect(try dump() == before)
    #expect(try ResultsFile(path: file.path).experiments().map(\.runs) == [1, 2])
  }

  @Test("The digest of one run is the experiment's; that of several depends on their order")
  func digests() throws {
    let file = try TemporaryResults()
    #expect(try file.write { _, _ in }.experiment.digest == "0000000000000007")
    var fold = Digest(seed: 2)
    fold.fold(7)
    fold.fold(8)
    #expect(try file.write(seeds: [1, 2]) { _, _ in }.experiment.digest == fold.description)
  }

  @Test("The last experiment is listed as running while somebody writes it")
  func running() throws {
    let file = try TemporaryResults()
    try file.write { _, _ in }
    let writer = try ExperimentWriter(path: file.path, identity: .example())
    let during = try ResultsFile(path: file.path).experiments()
    #expect(during.map(\.status) == ["complete", "running"])
    #expect(!writer.recorders[0].isLost)
    writer.recorders[0].record(.finished(.example(digest: 1, end: 100)))
    try writer.finish(judging: [], noData: .pass)
    #expect(try ResultsFile(path: file.path).experiments().map(\.status).last == "complete")
  }

  @Test("Runs learn that nothing of them is stored any more")
  func lost() throws {
    let file = try TemporaryResults()
    let writer = try ExperimentWriter(path: file.path, identity: .example())
    try DatabaseQueue(path: file.path).write { try $0.execute(sql: "DROP TABLE journey_second") }
    writer.recorders[0].record(.names(journeys: ["chat"], services: []))
    writer.recorders[0].record(.journeySeconds(time: SimTime(seconds: 1), [second(10)]))
    for _ in 0..<500 where !writer.recorders[0].isLost { usleep(10_000) }
    #expect(writer.recorders[0].isLost)
    #expect(throws: ResultsError.self) { try writer.finish(judging: [], noData: .pass) }
  }

  @Test("A process that dies in the middle leaves a readable file with what it had written")
  func killedWriterLeavesReadableFile() async throws {
    let file = try TemporaryResults()
    let path = file.path
    try file.write { _, _ in }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let writer = try ExperimentWriter(path: path, identity: .example())
      writer.recorders[0].record(.names(journeys: ["chat"], services: []))
      for time in 1...50 {
        writer.recorders[0].record(
          .journeySeconds(time: SimTime(seconds: Double(time)), [second(10)]))
      }
      let reader = try DatabaseQueue(path: path)
      while try reader.read({ try Int.fetchOne($0, sql: "SELECT count(*) FROM journey_second") })
        != 50
      { usleep(10_000) }
      kill(getpid(), SIGKILL)
    }
    let experiments = try ResultsFile(path: path).experiments()
    #expect(experiments.map(\.status) == ["complete", "interrupted"])
    let rows = try file.rows("SELECT requests FROM v_journeys")
    #expect(rows.map { $0["requests"] as Int } == [500])
    let killed = try ResultsFile(path: path).result(id: 2)
    #expect(killed.simulatedSeconds == 50 && killed.experiment.duration > 50)
    #expect(try file.rows("PRAGMA integrity_check").first?[0] == "ok")
    #expect(try file.write { _, _ in }.experiment.id == 3)
  }

  @Test("A second writer gives up and names --db")
  func secondWriterGivesUp() throws {
    let file = try TemporaryResults()
    let first = try ExperimentWriter(path: file.path, identity: .example())
    #expect {
      _ = try ExperimentWriter(path: file.path, identity: .example())
    } throws: { error in
      guard case .busy? = error as? ResultsError else { return false }
      return "\(error)".contains("--db")
    }
    try first.finish(judging: [], noData: .fail)
    #expect(try ResultsFile(path: file.path).experiments().count == 1)
  }

  @Test("Somebody else's files are refused and left alone", arguments: ["no database", ""])
  func foreignFilesAreRefused(text: String) throws {
    let file = try TemporaryResults()
    if text.isEmpty {
      try DatabaseQueue(path: file.path).write { try $0.execute(sql: "CREATE TABLE other (x)") }
    } else {
      try Data(String(repeating: text, count: 200).utf8)
        .write(to: URL(fileURLWithPath: file.path))
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: file.path))
    #expect(throws: ResultsError.self) {
      _ = try ExperimentWriter(path: file.path, identity: .example())
    }
    #expect(throws: ResultsError.self) { _ = try ResultsFile(path: file.path).experiments() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
  }

  @Test("A results file without one of its tables is refused and left alone")
  func missingTable() throws {
    let file = try TemporaryResults()
    try file.write { _, _ in }
    try DatabaseQueue(path: file.path).write { try $0.execute(sql: "DROP TABLE span") }
    let before = try Data(contentsOf: URL(fileURLWithPath: file.path))
    let isTold = { (error: any Error) in "\(error)".contains("its table span is missing") }
    #expect {
      _ = try ExperimentWriter(path: file.path, identity: .example())
    } throws: { isTold($0) }
    #expect {
      _ = try ResultsFile(path: file.path).experiments()
    } throws: { isTold($0) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
  }

  @Test("A stored histogram is the recorded one", arguments: 1...20)
  func histogramsSurvive(seed: Int) throws {
    var random = EntityRandom(seed: UInt64(seed), stream: "histogram")
    var histogram = Histogram()
    for _ in 0..<(seed * 37) { histogram.record(random.next() >> UInt64(seed * 3)) }
    let restored = HistogramBlob.decode(
      HistogramBlob.encode(histogram), sum: histogram.sum, minimum: histogram.minimum,
      maximum: histogram.maximum)
    #expect(restored == histogram)
  }

  private func hash(of bytes: some Sequence<UInt8>) -> String {
    InputFileHash(path: "", bytes: bytes).sha256
  }

  @Test("Hashes agree with the examples of FIPS 180-4")
  func hashesAgreeWithStandard() {
    #expect(
      hash(of: "abc".utf8)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hash(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      hash(of: [])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("Selectors name a file, an experiment, or neither")
  func selectors() {
    #expect(ExperimentSelector("")?.description == "vhsim.sqlite")
    #expect(ExperimentSelector("#7")?.description == "vhsim.sqlite#7")
    #expect(ExperimentSelector("a.db#latest")?.description == "a.db")
    #expect(ExperimentSelector("a.db#0") == nil)
    #expect(ExperimentSelector("a.db#first") == nil)
  }
}
