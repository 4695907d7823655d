import ArgumentParser
import Manifests
import Results

/// Everything that `run` can be told beside its scenario.
struct RunArguments: ParsableArguments {
  /// Runs of one experiment; each has its recorder from the start.
  private static let mostRuns = 10_000

  @Option(name: .long, help: "Seed of the first run; the others count up from it.")
  var seed: UInt64?

  @Option(name: .long, help: "Number of runs, each with a seed of its own.")
  var runs = 1

  @Option(name: .long, help: "Runs that are simulated at the same time.")
  var jobs = 1

  @Option(
    name: .long, help: ArgumentHelp("The results file.", valueName: "file"),
    completion: .file(extensions: ["sqlite", "db"]))
  var db = ExperimentSelector.defaultPath

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Put a value in place of the scenario's: spec.load.chat.rate=20. Can be repeated.",
      valueName: "path=value"))
  var overrides: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Stop at a simulated time, such as 90s or 10m.", valueName: "time"))
  var until: SimulatedTime?

  @Option(
    name: .customLong("load-scale"),
    help: ArgumentHelp("Multiply every rate and number of users.", valueName: "factor"))
  var loadScale = 1.0

  @Option(
    name: .long, help: ArgumentHelp("Write the verdicts as JUnit XML.", valueName: "file"),
    completion: .file(extensions: ["xml"]))
  var junit: String?

  @Option(
    name: .customLong("summary-export"),
    help: ArgumentHelp("Write the summary as k6's --summary-export does.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var summaryExport: String?

  @Option(name: .long, help: "What an undecided threshold does to the exit code.")
  var undecided = UndecidedPolicy.pass

  @Flag(name: .long, help: "Check conservation laws and invariants all the time.")
  var paranoid = false

  @Flag(name: .long, help: "Unknown fields and kinds, duplicate objects and keys are warnings.")
  var lenient = false

  /// Reports paths that could not be written after the runs.
  func checkOutputs() throws(CommandFailure) {
    for path in [junit, summaryExport].compactMap({ $0 }) { try OutputFile.check(path) }
  }

  func validate() throws {
    if runs < 1 { throw ValidationError("--runs is at least 1") }
    if runs > Self.mostRuns { throw ValidationError("--runs is at most \(Self.mostRuns)") }
    if db.isEmpty { throw ValidationError("--db names a file") }
    if jobs < 1 { throw ValidationError("--jobs is at least 1") }
    if !(loadScale > 0 && loadScale <= Scenario.mostLoadScale) {
      throw ValidationError("--load-scale is a number above 0, and at most 1000000")
    }
  }

  /// The runs' seeds, from a scenario's own.
  func seeds(from scenario: UInt64) -> [UInt64] {
    (0..<UInt64(runs)).map { (seed ?? scenario) &+ $0 }
  }
}

/// What an undecided threshold does to the exit code.
enum UndecidedPolicy: String, ExpressibleByArgument, CaseIterable {
  case pass, fail
}
