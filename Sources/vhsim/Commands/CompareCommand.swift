import ArgumentParser
import Report
import Results

/// The command `vhsim compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two experiments quantity by quantity.",
    discussion: """
      Runs with the same seed are compared pair by pair. A quantity is a regression where the \
      candidate is worse by more than the tolerance and, with two runs or more, the 95 % interval \
      of the difference excludes zero. Exits 96 where there is one, and 2 where the two have \
      nothing in common.
      """)

  @Argument(help: "The base: [FILE][#ID|#latest].", completion: .file())
  var base: ExperimentArgument

  @Argument(help: "The candidate: [FILE][#ID|#latest].", completion: .file())
  var candidate: ExperimentArgument

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How much worse is no regression yet, as a share or percentage.", valueName: "share"))
  var tolerance = Tolerance(share: 0.05)

  @OptionGroup var output: OutputOptions

  func run() throws {
    let comparison = try base.selector.open { file throws(ResultsError) in
      let other = try ResultsFile(path: candidate.selector.path, isOpen: true)
      return try file.comparison(
        of: file.experiment(id: base.selector.id),
        with: other.experiment(id: candidate.selector.id), in: other, tolerance: tolerance.share)
    }
    guard !comparison.quantities.isEmpty else {
      throw CommandFailure(
        .usage, "\(comparison.base.name) and \(comparison.candidate.name) have nothing in common")
    }
    let code: ExitCode = comparison.isRegression ? .regression : .success
    try output.show(
      text: ComparisonTable(comparison, style: output.style).text,
      json: ComparisonDocument(comparison, exitCode: code.rawValue).json())
    throw code
  }
}

/// A share, written `0.05` or `5%`.
struct Tolerance: ExpressibleByArgument, CustomStringConvertible {
  let share: Double

  init(share: Double) { self.share = share }

  init?(argument: String) {
    let isPercentage = argument.hasSuffix("%")
    guard let number = Double(isPercentage ? String(argument.dropLast()) : argument),
      number >= 0, number.isFinite
    else { return nil }
    share = isPercentage ? number / 100 : number
  }

  var description: String { "\(share)" }
  var defaultValueDescription: String { description }
}
