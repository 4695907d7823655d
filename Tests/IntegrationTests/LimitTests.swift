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

  /// How the manifests' Service begins.
  private static let service = "---\napiVersion: v1\nkind: Service"

  private static var manyContainers: String {
    let containers = (0..<120).map { "        - {name: c\($0), image: a}\n" }
    return "containers:\n" + containers.joined()
  }

  /// Another object before the Service.
  private static func beside(_ version: String, _ kind: String, _ spec: String) -> String {
    "---\napiVersion: \(version)\nkind: \(kind)\nmetadata: {name: a}\nspec: {\(spec)}\n" + service
  }

  @Test(
    "More pods, users or arrivals than a run holds are an error at their line",
    arguments: [
      ("replicas: 2", "replicas: 2000000000", "too-many-pods"),
      ("replicas: 2", "replicas: 500001", "too-many-pods"),
      ("duration:", "loadScale: 1e9\n  duration:", "invalid-value"),
      (
        "duration:", "loadScale: 1e6\n  duration:", "too-much-load"
      ),
      ("containers:", manyContainers, "too-many-containers"),
      (
        service, beside("monitoring.coreos.com/v1", "Prometheus", "shards: 2147483647"),
        "too-many-pods"
      ),
      (
        service,
        beside("databases.spotahome.com/v1", "RedisFailover", "redis: {replicas: 62}"),
        "too-many-pods"
      ),
      (
        service,
        beside(
          "databases.spotahome.com/v1", "RedisFailover",
          "sentinel: {replicas: 9223372036854775807}"),
        "too-many-pods"
      ),
      (
        service,
        beside(
          "postgresql.cnpg.io/v1", "Pooler", "cluster: {name: b}, instances: 2147483647"),
        "too-many-pods"
      ),
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
    let check = try program.run(["validate", "small.yaml"])
    let said = check.output + check.messages
    #expect(check.exitCode == 104 && said.contains(code), "\(said)")
  }

  @Test("Manifests alone are held against the same limits")
  func withoutScenario() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let documents = SmallScenario().text.components(separatedBy: "---\n")
    let manifests = documents.dropFirst().prefix(2).joined(separator: "---\n")
      .replacingOccurrences(of: "replicas: 2", with: "replicas: 2000000000")
    try program.write(manifests, to: "manifests.yaml")
    for command in ["validate", "run"] {
      let outcome = try program.run([command, "."])
      let said = outcome.output + outcome.messages
      #expect(outcome.exitCode == 104 && said.contains("too-many-pods"), "\(command): \(said)")
    }
  }

  @Test("Pods that ask for more than any machine has stay Pending")
  func boundless() throws {
    let program = try Program()
    defer { program.cleanUp() }
    for amounts in ["cpu: 9223372036854775807, memory: 16Ei", "cpu: 1e15, ephemeral-storage: 8Ei"] {
      let text = SmallScenario().text.replacingOccurrences(
        of: "requests: {cpu: 100m, memory: 64Mi}",
        with: "requests: {\(amounts)}\n            limits: {\(amounts)}")
      try program.write(text, to: "small.yaml")
      let outcome = try program.run(["run", "small.yaml", "--until", "2s", "--quiet"])
      #expect(outcome.exitCode == 99 && !outcome.wasKilled, "\(amounts): \(outcome.messages)")
    }
  }

  @Test("Virtual users who are refused at once do not hold the time up")
  func refusedUsers() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let text = SmallScenario(rate: 20).text
      .replacingOccurrences(of: "replicas: 2", with: "replicas: 0")
      .replacingOccurrences(of: "constant-arrival-rate", with: "constant-vus, vus: 3")
      .replacingOccurrences(of: ", rate: 20", with: "")
    try program.write(text, to: "small.yaml")
    let process = try program.start(
      ["run", "small.yaml", "--until", "2s", "--paranoid"], as: "run")
    for _ in 0..<300 where process.isRunning { Thread.sleep(forTimeInterval: 0.1) }
    #expect(!process.isRunning && process.terminationStatus == 99)
    if process.isRunning { process.terminate() }
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
