import Foundation
import Testing

/// What one run can hold, and what is said beyond that.
@Suite("Limits of a run")
struct LimitTests {
  /// The part of `run --json` that says how the runs ended.
  private struct Document: Decodable {
    struct Run: Decodable {
      let status: String
    }
    let runs: [Run]
    let exitCode: Int32
  }

  @Test(
    "More pods, users or arrivals than a run holds are an error at their line",
    arguments: [
      ("replicas: 2", "replicas: 2000000000", "too-many-pods"),
      ("rate: 20", "rate: 20000000", "too-much-load"),
      ("executor: constant-arrival-rate", "executor: constant-vus, vus: 2000000", "too-much-load"),
    ])
  func refused(given: String, wanted: String, code: String) throws {
    let program = try Program()
    defer { program.cleanUp() }
    var text = SmallScenario(rate: 20).text
    try #require(text.contains(given), "\(text)")
    text = text.replacingOccurrences(of: given, with: wanted)
    if wanted.contains("vus") { text = text.replacingOccurrences(of: ", rate: 20", with: "") }
    try program.write(text, to: "small.yaml")
    let started = Date()
    let outcome = try program.run(["run", "small.yaml"])
    #expect(outcome.exitCode == 104, "\(outcome.messages)")
    #expect(outcome.messages.contains(code) && outcome.messages.contains("small.yaml:"))
    #expect(Date().timeIntervalSince(started) < 5)
  }

  @Test("A queue without end stops the run, which says so and keeps what it has")
  func overwhelmed() throws {
    let program = try Program()
    defer { program.cleanUp() }
    var small = SmallScenario(duration: "60s", rate: 5_000_000)
    small.service = "constant(1s)"
    try program.write(small.text, to: "small.yaml")
    let outcome = try program.run(["run", "small.yaml", "--json"])
    #expect(outcome.exitCode == 99, "\(outcome.messages)")
    #expect(outcome.messages.contains("run 1 stopped at") && outcome.messages.contains("queue"))
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    #expect(document.exitCode == 99 && document.runs.map(\.status) == ["overwhelmed"])
    #expect(try program.run(["list", "vhsim.sqlite"]).exitCode == 0)
  }
}
