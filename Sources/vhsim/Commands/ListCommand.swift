import ArgumentParser
import Report
import Results

/// The command `vhsim list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the experiments of a results file.")

  @Argument(help: "The results file.", completion: .file(extensions: ["sqlite", "db"]))
  var file: String?

  @Option(name: .long, help: ArgumentHelp("The results file.", valueName: "file"))
  var db: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if file != nil, db != nil {
      throw ValidationError("give the results file once: as an argument or with --db")
    }
  }

  func run() throws {
    let path = file ?? db ?? ExperimentSelector.defaultPath
    guard let selector = ExperimentSelector(path), selector.id == nil else {
      throw CommandFailure(.usage, "\(path) names no results file; `vhsim list` lists all of one")
    }
    let experiments = try selector.open { file throws(ResultsError) in try file.experiments() }
    let list = ExperimentList(experiments, style: output.style)
    try output.show(text: list.text, json: list.json())
  }
}
