import Foundation
import Testing

/// What the program tells those who call it.
@Suite("The program")
struct CommandTests {
  /// The part of `run --json` that two runs are compared by.
  private struct Document: Decodable {
    let digest: String
    let seed: UInt64
    let exitCode: Int32
  }

  /// The part of `list --json` that says how an experiment ended.
  private struct Experiment: Decodable {
    let status: String
  }

  @Test("Thresholds that hold exit 0, one that fails 99, and --json says the same")
  func verdicts() throws {
    let program = try Program()
    defer { program.cleanUp() }
    for (threshold, code) in [("rate<1%", Int32(0)), ("rate>50%", 99)] {
      try program.write(SmallScenario(threshold: threshold).text, to: "small.yaml")
      let outcome = try program.run(["run", "small.yaml", "--json"])
      #expect(outcome.exitCode == code, "\(threshold): \(outcome.messages)")
      let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
      #expect(document.exitCode == code && document.seed == 1)
    }
  }

  @Test("A wrong flag exits 2")
  func usage() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "small.yaml")
    for arguments in [["run", "small.yaml", "--fast"], ["run", "small.yaml", "--runs", "0"]] {
      let outcome = try program.run(arguments)
      #expect(outcome.exitCode == 2 && !outcome.messages.isEmpty, "\(arguments)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("Wrong input exits 104 and names file, line and column; nothing is stored")
  func wrongInput() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let text = SmallScenario().text.replacingOccurrences(of: "  workers: 1", with: "  wrokers: 1")
    let lines = text.components(separatedBy: "\n")
    let line = try #require(lines.firstIndex(of: "  wrokers: 1")) + 1
    try program.write(text, to: "small.yaml")
    let outcome = try program.run(["run", "small.yaml"])
    #expect(outcome.exitCode == 104)
    #expect(outcome.messages.contains("small.yaml:\(line):3"), "\(outcome.messages)")
    #expect(outcome.messages.contains("workers"))
    let database = program.directory.appending(path: "vhsim.sqlite").path()
    #expect(!FileManager.default.fileExists(atPath: database))
  }

  @Test("The digest is the same in any process and with any number of jobs")
  func digests() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "small.yaml")
    let digests = try [["1"], ["2"], ["1"], ["2", "--seed", "9"]].map { jobs in
      let outcome = try program.run(
        ["run", "small.yaml", "--runs", "4", "--json", "--quiet", "--jobs"] + jobs)
      return try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8)).digest
    }
    #expect(digests[0] == digests[1] && digests[0] == digests[2])
    #expect(digests[0] != digests[3])
  }

  @Test("A killed run leaves a file that can be read, and is listed as interrupted")
  func killed() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario(duration: "100h", rate: 200).text, to: "small.yaml")
    let process = try program.start(["run", "small.yaml", "--quiet"], as: "long")
    Thread.sleep(forTimeInterval: 3)
    #expect(process.isRunning)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let outcome = try program.run(["list", "vhsim.sqlite", "--json"])
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    let listed = try JSONDecoder().decode([Experiment].self, from: Data(outcome.output.utf8))
    #expect(listed.map(\.status) == ["interrupted"])
    try program.write(SmallScenario().text, to: "small.yaml")
    #expect(try program.run(["run", "small.yaml", "--quiet"]).exitCode == 0)
  }
}
