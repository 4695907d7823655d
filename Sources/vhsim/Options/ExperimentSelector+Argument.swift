import ArgumentParser
import Results

/// An experiment on the command line.
struct ExperimentArgument: ExpressibleByArgument {
  let selector: ExperimentSelector

  init?(argument: String) {
    guard let selector = ExperimentSelector(argument) else { return nil }
    self.selector = selector
  }

  /// The experiment that is meant where none is named.
  static let latest = ExperimentArgument(argument: "")
}

extension ExperimentSelector {
  /// Opens the file and does something with it; a failure ends the command.
  func open<Answer>(
    _ body: (ResultsFile) throws(ResultsError) -> Answer
  ) throws(CommandFailure) -> Answer {
    do {
      return try body(ResultsFile(path: path))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// How the experiment ended.
  func outcome() throws(CommandFailure) -> ExperimentOutcome {
    try open { file throws(ResultsError) in try file.outcome(id: id) }
  }

  /// Everything about the experiment.
  func result() throws(CommandFailure) -> ExperimentResult {
    try open { file throws(ResultsError) in try file.result(id: id) }
  }
}
