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
    let mistakes = [
      ["run", "small.yaml", "--fast"], ["run", "small.yaml", "--runs", "0"],
      ["run", "small.yaml", "--load-scale", "0"], ["init", "-"], ["list", "vhsim.sqlite#1"],
      ["init", ".", "-o", "-", "--json"], ["report", "-o", "page.html", "--json"],
      ["validate", "small.yaml", "-o", "sarif", "--json"],
    ]
    for arguments in mistakes {
      let outcome = try program.run(arguments)
      #expect(outcome.exitCode == 2 && !outcome.messages.isEmpty, "\(arguments)")
      #expect(outcome.output.isEmpty)
    }
    let misspelt = try program.run(["comapre", "a", "b"])
    #expect(misspelt.exitCode == 2)
    #expect(misspelt.messages.contains("did you mean \"compare\"?"))
    #expect(try program.run(["help", "comapre"]).messages == misspelt.messages)
  }

  @Test("A scenario that init writes finds its manifests wherever both are moved")
  func movedTwin() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let shop = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {schedulerName: mine, serviceAccountName: web, containers: [{name: web, image: "nginx:1"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """
    let files = FileManager.default
    let home = program.directory.appending(path: "home")
    try files.createDirectory(
      at: home.appending(path: "shop"), withIntermediateDirectories: true)
    try program.write(shop, to: "home/shop/shop.yaml")
    let made = try program.run(["init", "home/shop", "-o", "home/models/twin"])
    #expect(made.exitCode == 0, "\(made.messages)")
    try files.moveItem(at: home, to: program.directory.appending(path: "moved"))
    let outcome = try program.run(["run", "moved/models/twin/scenario.yaml", "--until", "5s"])
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    // The missing account is told before the run, what has no effect after it.
    #expect(outcome.messages.contains("1 warning about the manifests: vhsim plan moved"))
    #expect(outcome.output.contains("not modelled"))
  }

  @Test("An autoscaler that follows a resource twice is stored")
  func repeatedMetric() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let cpu = "{type: Resource, resource: {name: cpu, target: {type: Utilization, "
    let scaler = """
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: server, namespace: default}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: server}
        maxReplicas: 3
        metrics: [\(cpu)averageUtilization: 50}}}, \(cpu)averageUtilization: 60}}}]

      """
    try program.write(SmallScenario().text + scaler, to: "small.yaml")
    let outcome = try program.run(["run", "small.yaml", "--quiet"])
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
  }

  @Test("A file that can not be written after the runs hides no verdict")
  func unwritableReport() throws {
    let program = try Program()
    defer { program.cleanUp() }
    for (threshold, code) in [("rate<1%", Int32(2)), ("rate>50%", 99)] {
      try program.write(SmallScenario(threshold: threshold).text, to: "small.yaml")
      let outcome = try program.run(["run", "small.yaml", "--json", "--junit", "/dev/full"])
      #expect(outcome.exitCode == code, "\(threshold): \(outcome.messages)")
      #expect(outcome.messages.contains("/dev/full can not be written: No space left on device"))
      let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
      #expect(document.exitCode == code)
    }
  }

  @Test("What can not be written exits 2 and says why; a device stays a device")
  func unwritable() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario().text, to: "small.yaml")
    for (file, reason) in [
      ("/dev/full", "No space left on device"), (".", "it is a directory"),
      ("nowhere/summary.json", "there is no directory"),
    ] {
      let outcome = try program.run(["run", "small.yaml", "--quiet", "--summary-export", file])
      #expect(outcome.exitCode == 2, "\(file)")
      #expect(outcome.messages.contains("\(file) can not be written: \(reason)"))
    }
    let report = try program.run(["report", "-o", "/dev/stdout"])
    #expect(report.exitCode == 0 && report.output.contains("</html>"), "\(report.messages)")
  }

  @Test("A file that holds no results is refused by those that read it, without talk of --db")
  func foreignResults() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write("hello", to: "other.sqlite")
    try program.write("", to: "empty.sqlite")
    for (file, reason) in [
      ("other.sqlite", "file is not a database"), ("empty.sqlite", "it is empty"),
      (".", "it is a directory"),
    ] {
      for command in [["list", file], ["report", file], ["compare", file, file]] {
        let outcome = try program.run(command)
        #expect(outcome.exitCode == 2, "\(command)")
        #expect(outcome.messages.contains("\(file) holds no results to read: \(reason)"))
      }
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

  @Test("A model's container that its pods do not have is an error at its name")
  func unknownContainer() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let text = SmallScenario().text.replacingOccurrences(of: "  workers: 1", with: "  container: x")
    let lines = text.components(separatedBy: "\n")
    let line = try #require(lines.firstIndex(of: "  container: x")) + 1
    try program.write(text, to: "small.yaml")
    for command in ["run", "plan", "validate"] {
      let outcome = try program.run([command, "small.yaml"])
      #expect(outcome.exitCode == 104, "\(command)")
      let said = outcome.output + outcome.messages
      #expect(said.contains("have no container \"x\"") && said.contains("small.yaml:\(line):14"))
    }
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
    let report = try program.run(["report", "vhsim.sqlite"])
    #expect(report.output.contains(" of 100h simulated"), "\(report.output.prefix(200))")
    try program.write(SmallScenario().text, to: "small.yaml")
    #expect(try program.run(["run", "small.yaml", "--quiet"]).exitCode == 0)
  }

  @Test("A second writer waits and then exits 2 naming --db; the first one is not disturbed")
  func secondWriter() throws {
    let program = try Program()
    defer { program.cleanUp() }
    try program.write(SmallScenario(duration: "1000h", rate: 200).text, to: "long.yaml")
    try program.write(SmallScenario().text, to: "small.yaml")
    let process = try program.start(["run", "long.yaml", "--quiet"], as: "long")
    Thread.sleep(forTimeInterval: 1)
    let outcome = try program.run(["run", "small.yaml", "--quiet"])
    #expect(outcome.exitCode == 2 && outcome.messages.contains("--db"), "\(outcome.messages)")
    #expect(process.isRunning)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 105)
    #expect(try program.run(["run", "small.yaml", "--quiet"]).exitCode == 0)
  }

  @Test("Standard input takes a scenario, or manifests as kustomize and helm print them")
  func standardInput() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let text = SmallScenario().text
    let scenario = try program.run(["run", "-", "--quiet"], input: text)
    #expect(scenario.exitCode == 0, "\(scenario.messages)")
    let documents = text.components(separatedBy: "---\n")
    let manifests = documents.filter { $0.contains("apps/v1") || $0.contains("kind: Service\n") }
    let outcome = try program.run(
      ["run", "-", "--until", "10s"], input: manifests.joined(separator: "---\n"))
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("guess"))
    for nothing in ["", "# nothing\n"] {
      let empty = try program.run(["run", "-"], input: nothing)
      #expect(empty.exitCode == 104 && !empty.messages.isEmpty)
    }
  }

  @Test("What init wrote is run as guesses, until their source is changed")
  func guessesOfInit() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let documents = SmallScenario().text.components(separatedBy: "---\n")
    let manifests = documents.filter { $0.contains("apps/v1") || $0.contains("kind: Service\n") }
    try FileManager.default.createDirectory(
      at: program.directory.appending(path: "k8s"), withIntermediateDirectories: true)
    try program.write(manifests.joined(separator: "---\n"), to: "k8s/all.yaml")
    #expect(try program.run(["init", "k8s", "-o", "twin"]).exitCode == 0)
    let outcome = try program.run(["run", "twin/scenario.yaml", "--until", "10s"])
    let heading = outcome.output.prefix { $0 != "\n" }
    #expect(heading.contains("the numbers of"), "\(heading) \(outcome.messages)")
  }

  @Test("A threshold that may abort ends the run when it is broken, and not before its delay")
  func aborted() throws {
    let program = try Program()
    defer { program.cleanUp() }
    struct Aborted: Decodable {
      struct Run: Decodable {
        let status: String
        let sim_end_s: Double
      }
      let runs: [Run]
      let exitCode: Int32
    }
    for (settings, end) in [
      ("abortOnFail: true", 10.0), ("abortOnFail: true, delayAbortEval: 25s", 30),
      ("abortOnFail: false", 60),
    ] {
      var small = SmallScenario(duration: "60s", threshold: "rate>1%", settings: settings)
      small.service = "constant(1ms)"
      try program.write(small.text, to: "small.yaml")
      let outcome = try program.run(["run", "small.yaml", "--json"])
      #expect(outcome.exitCode == 99, "\(settings): \(outcome.messages)")
      let document = try JSONDecoder().decode(Aborted.self, from: Data(outcome.output.utf8))
      let run = try #require(document.runs.first)
      #expect(run.status == (end < 60 ? "aborted" : "complete"), "\(settings)")
      #expect(abs(run.sim_end_s - end) <= 1, "\(settings): \(run.sim_end_s)")
    }
  }

  @Test("Compare exits 96 when a journey became slower, 0 when nothing changed")
  func compared() throws {
    let program = try Program()
    defer { program.cleanUp() }
    for (service, file) in [("constant(5ms)", "base"), ("constant(9ms)", "slow")] {
      var small = SmallScenario(rate: 50)
      small.service = service
      try program.write(small.text, to: "\(file).yaml")
      let outcome = try program.run(
        ["run", "\(file).yaml", "--quiet", "--runs", "5", "--db", "\(file).sqlite"])
      #expect(outcome.exitCode == 0, "\(outcome.messages)")
    }
    #expect(try program.run(["compare", "base.sqlite", "slow.sqlite"]).exitCode == 96)
    #expect(try program.run(["compare", "slow.sqlite", "base.sqlite"]).exitCode == 0)
    #expect(try program.run(["compare", "base.sqlite", "base.sqlite"]).exitCode == 0)
    try program.write(
      SmallScenario().text.replacing("customer", with: "visitor"), to: "other.yaml")
    #expect(try program.run(["run", "other.yaml", "--quiet"]).exitCode == 0)
    let strangers = try program.run(["compare", "base.sqlite", "vhsim.sqlite"])
    #expect(strangers.exitCode == 2 && strangers.messages.contains("nothing in common"))
    let users = "    users: {executor: constant-arrival-rate, journey: customer, rate: 100}\n"
    let others = users.replacing("users", with: "others").replacing("customer", with: "visitor")
    try program.write(
      SmallScenario().text.replacing(users, with: users + others) + Self.visitor, to: "both.yaml")
    #expect(try program.run(["run", "both.yaml", "--quiet"]).exitCode == 0)
    // Whoever is there on one side only is told once, not for each of its quantities.
    let more = try program.run(["compare", "vhsim.sqlite#1", "vhsim.sqlite#2"]).output
    let missing = more.components(separatedBy: "\n").filter { $0.contains("missing") }
    #expect(missing == ["  customer is missing in the base"], "\(more)")
  }

  /// A further journey of the small scenario.
  private static let visitor = """
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: visitor, namespace: default}
    spec:
      steps:
        - request: {service: server, endpoint: serve}

    """

  @Test("Thresholds that nothing measures are named at their line, and noData decides on them")
  func notMeasured() throws {
    let program = try Program()
    defer { program.cleanUp() }
    let text = SmallScenario().text.replacingOccurrences(
      of: "    http_req_failed:", with: "    time_to_alert: [\"max<1m\"]\n    http_req_failed:")
    let line = try #require(
      text.components(separatedBy: "\n").firstIndex { $0.contains("time_to_alert") })
    try program.write(text, to: "small.yaml")
    let outcome = try program.run(["run", "small.yaml"])
    #expect(outcome.exitCode == 99)
    #expect(outcome.messages.contains("small.yaml:\(line + 1):5"), "\(outcome.messages)")
    try program.write(
      text.replacingOccurrences(of: "  seed: 1\n", with: "  seed: 1\n  noData: warn\n"),
      to: "small.yaml")
    #expect(try program.run(["run", "small.yaml", "--quiet"]).exitCode == 0)
  }
}
