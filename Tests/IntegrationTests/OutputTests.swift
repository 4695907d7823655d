import Foundation
import Testing

/// What the program prints, writes and keeps quiet about.
@Suite("Output of the program")
struct OutputTests {
  @Test("Data that standard output can not take exits 2 and says why, unless a threshold failed")
  func fullOutput() throws {
    let program = try Program()
    defer { program.cleanUp() }
    for (threshold, code) in [("rate<1%", Int32(2)), ("rate>50%", 99)] {
      try program.write(SmallScenario(threshold: threshold).text, to: "small.yaml")
      let run = try program.run(["run", "small.yaml"], output: "/dev/full")
      #expect(run.exitCode == code, "\(threshold): \(run.messages)")
      #expect(run.messages.contains("standard output can not be written: No space left on device"))
    }
    let commands = [
      ["report"], ["report", "--json"], ["report", "-o", "-"], ["list"], ["schema"], ["--help"],
      ["compare", "vhsim.sqlite", "vhsim.sqlite"], ["plan", "small.yaml"],
      ["validate", "small.yaml", "-o", "json"], ["completion", "bash"],
    ]
    for command in commands {
      let outcome = try program.run(command, output: "/dev/full")
      #expect(outcome.exitCode == 2, "\(command): \(outcome.messages)")
    }
  }

  @Test("Messages that nobody can take do not end what they tell of")
  func fullMessages() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "small.yaml")
    for command in [["validate", "small.yaml"], ["run", "small.yaml"]] {
      let outcome = try program.run(command, messages: "/dev/full")
      #expect(outcome.exitCode == 0 && !outcome.wasKilled, "\(command)")
    }
    #expect(try program.run(["list"]).output.contains("complete"))
  }

  @Test("A run whose messages nobody reads any longer comes to its end")
  func unreadMessages() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "small.yaml")
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.currentDirectoryURL = program.directory
    // No process reads the pipe by the time anything is said: `true` ends at once.
    shell.arguments = [
      "-c", "(sleep 1; \"$0\" run small.yaml 2>&1; echo $? > code) | true; sleep 2; wait",
      program.executable.path(),
    ]
    try shell.run()
    shell.waitUntilExit()
    let code = try String(
      contentsOf: program.directory.appending(path: "code"), encoding: .utf8)
    #expect(code == "0\n")
    #expect(try program.run(["list"]).output.contains("complete"))
  }

  @Test("Input that can not be read, or in which nothing is written, is told as an error")
  func noInput() throws {
    let program = try Program()
    defer { program.cleanUp() }
    for command in ["validate", "plan", "run"] {
      let outcome = try program.run([command, "-"], from: program.directory.path())
      let said = outcome.output + outcome.messages
      #expect(outcome.exitCode == 104 && said.contains("can not be read"), "\(command): \(said)")
    }
    try program.write("# nothing\n---\n", to: "empty.yaml")
    try program.write(
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", to: "shop.yaml")
    let empty = try program.run(["validate", "empty.yaml"])
    #expect(empty.exitCode == 104 && empty.output.contains("empty.yaml:1:1"), "\(empty.output)")
    #expect(try program.run(["validate", "."]).exitCode == 0)
  }

  @Test("With --quiet a command prints nothing but errors, with --json its result all the same")
  func quiet() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "small.yaml")
    try FileManager.default.createDirectory(
      at: program.directory.appending(path: "shop"), withIntermediateDirectories: true)
    try program.write(
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", to: "shop/shop.yaml")
    let commands = [
      ["run", "small.yaml"], ["plan", "small.yaml"], ["report"], ["list"],
      ["compare", "vhsim.sqlite", "vhsim.sqlite"], ["report", "-o", "page.html"],
      ["init", "shop", "-o", "twin"],
    ]
    for command in commands {
      let outcome = try program.run(command + ["--quiet"])
      #expect(outcome.exitCode == 0 && outcome.output.isEmpty, "\(command): \(outcome.output)")
      #expect(outcome.messages.isEmpty, "\(command): \(outcome.messages)")
    }
    for command in commands.dropLast(2) {
      let outcome = try program.run(command + ["--quiet", "--json"])
      #expect(outcome.exitCode == 0 && !outcome.output.isEmpty, "\(command)")
    }
  }

  @Test("init writes all of its files, or none where one is there")
  func nothingHalf() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let files = FileManager.default
    for folder in ["shop", "twin"] {
      try files.createDirectory(
        at: program.directory.appending(path: folder), withIntermediateDirectories: true)
    }
    try program.write(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: "nginx:1"}]}
      """, to: "shop/shop.yaml")
    try program.write("kept", to: "twin/scenario.yaml")
    let refused = try program.run(["init", "shop", "-o", "twin"])
    #expect(refused.exitCode == 2 && refused.messages.contains("scenario.yaml exists"))
    let left = try files.contentsOfDirectory(
      atPath: program.directory.appending(path: "twin").path())
    #expect(left == ["scenario.yaml"])
    let blocked = try program.run(["init", "shop", "-o", "twin/scenario.yaml"])
    #expect(blocked.exitCode == 2)
    #expect(blocked.messages.contains("scenario.yaml is no directory"), "\(blocked.messages)")
    #expect(try program.run(["init", "shop", "-o", "other"]).exitCode == 0)
  }

  @Test("The stored command line is what a shell takes to run the same again")
  func commandLine() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "it's small.yaml")
    let rate = "spec.load.users={executor: constant-arrival-rate, journey: customer, rate: 5}"
    let outcome = try program.run(["run", "it's small.yaml", "--set", rate, "--quiet"])
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    let listed = try program.run(["list", "--json"]).output
    let rows = try JSONDecoder().decode([CommandLineOfRow].self, from: Data(listed.utf8))
    let line = try #require(rows.first).arguments
    #expect(line.hasSuffix(" run 'it'\\''s small.yaml' --set '\(rate)' --quiet"), "\(line)")
  }

  /// The part of `list --json` that says how an experiment was run.
  private struct CommandLineOfRow: Decodable {
    let arguments: String
  }
}
