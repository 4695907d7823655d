import Foundation
import Testing

/// Damaged input, by the thousand.
@Suite("Damaged input")
struct MutationTests {
  /// A problem as `validate -o json` prints it.
  private struct Problem: Decodable {
    let severity: String
    let message: String
    let line: Int?
    let column: Int?
  }

  /// Files that one process reads, and seconds that each may take.
  private static let filesOfProcess = 400
  private static let secondsOfFile = 1.0

  /// Manifests, models, machines and scenarios to damage.
  private func originals() throws -> [[UInt8]] {
    let samples = try Program.sampleFiles(atMost: 30_000).map(\.bytes)
    return [[UInt8](SmallScenario().text.utf8)] + samples
  }

  @Test(
    "Whatever is damaged, validate ends with 0 or 104, in time, and says where",
    arguments: UInt64(1)...50)
  func validated(seed: UInt64) throws {
    let program = try Program()
    defer { program.cleanUp() }
    var damage = Damage(seed: seed)
    let originals = try originals()
    let names = try (0..<Self.filesOfProcess).map { number in
      let name = "damaged-\(number).yaml"
      let original = originals[damage.below(originals.count)]
      try Data(damage.applied(to: original)).write(to: program.directory.appending(path: name))
      return name
    }
    let started = Date()
    let outcome = try program.run(["validate", "-o", "json"] + names)
    let took = Date().timeIntervalSince(started)
    #expect(
      !outcome.wasKilled && [0, 104].contains(outcome.exitCode),
      "seed \(seed): exit \(outcome.exitCode)\n\(outcome.messages.suffix(2_000))")
    #expect(took < Self.secondsOfFile * Double(names.count) / 10, "seed \(seed): \(took) s")
    let problems = try JSONDecoder().decode([Problem].self, from: Data(outcome.output.utf8))
    for problem in problems where problem.severity == "error" {
      #expect((problem.line ?? 0) > 0 && (problem.column ?? 0) > 0, "seed \(seed): \(problem)")
    }
  }

  @Test("Whatever is damaged, run ends as it should, in time", arguments: UInt64(1)...8)
  func simulated(seed: UInt64) throws {
    try end(
      ["run", "damaged.yaml", "--quiet", "--until", "1s", "--load-scale", "0.01"],
      seed: seed &+ 1_000, files: 100)
  }

  @Test("Whatever is damaged, plan ends as it should, in time", arguments: UInt64(1)...4)
  func planned(seed: UInt64) throws {
    try end(["plan", "damaged.yaml"], seed: seed &+ 2_000, files: 50)
  }

  /// Starts the program on damaged scenarios; it must end with a verdict or say where it is wrong.
  private func end(_ arguments: [String], seed: UInt64, files: Int) throws {
    let program = try Program()
    defer { program.cleanUp() }
    var damage = Damage(seed: seed)
    let whole = [UInt8](SmallScenario(duration: "2s").text.utf8)
    for number in 0..<files {
      let file = program.directory.appending(path: "damaged.yaml")
      try Data(damage.applied(to: whole)).write(to: file)
      let started = Date()
      let outcome = try program.run(arguments)
      let took = Date().timeIntervalSince(started)
      let isExpected = !outcome.wasKilled && [0, 99, 104].contains(outcome.exitCode)
      if !isExpected || took > 10 * Self.secondsOfFile {
        let damaged = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        Issue.record("seed \(seed), file \(number), \(took) s: \(outcome)\n\(damaged)")
      }
      if outcome.exitCode == 104 {
        #expect(
          outcome.messages.contains("damaged.yaml"), "seed \(seed), file \(number): \(outcome)")
      }
    }
  }
}
