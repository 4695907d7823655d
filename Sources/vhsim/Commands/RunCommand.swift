import ArgumentParser
import Foundation
import Manifests
import Report
import Results

/// The command `vhsim run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Simulate a scenario, store the results, judge its thresholds.",
    discussion: """
      Exits 0 where all thresholds hold, 99 where one failed, 104 where the input is wrong and 105 \
      where a signal ended it; what was simulated until then is kept.
      """)

  @Argument(
    help: "The scenario's file, a directory of manifests, or - for standard input.",
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var scenario: String

  @OptionGroup var arguments: RunArguments

  @OptionGroup var output: OutputOptions

  func run() throws {
    try arguments.checkOutputs()
    let sources = SourceMap()
    let collector = DiagnosticCollector(lenient: arguments.lenient)
    let twin = TwinScenario(
      path: scenario, overrides: arguments.overrides, sources: sources, diagnostics: collector)
    report(collector.diagnostics, sources)
    guard let twin, !collector.hasErrors else { throw ExitCode.invalidInput }
    tellDoubts(about: twin)
    let session = ExperimentSession(
      twin: twin, arguments: arguments, path: scenario, sources: sources,
      isSilent: output.quiet)
    let stored = try session.run()
    let outcome = RunOutcome(
      try stored.outcome(), undecidedFails: arguments.undecided == .fail)
    for run in outcome.overwhelmed {
      Messages.write("run \(run.number) \(outcome.overwhelmedReason)")
    }
    guard isShown else { throw outcome.exitCode }
    let result = try stored.result()
    let unwritten = try export(result)
    let code = outcome.exitCode == .success ? unwritten?.code ?? .success : outcome.exitCode
    let untold = try told { try show(result, code) }
    throw code == .success ? untold?.code ?? .success : code
  }

  /// Whether more is told than how the experiment ended: reading back all that was stored takes
  /// as long as a part of the simulation.
  private var isShown: Bool {
    !output.quiet || output.json || arguments.junit != nil || arguments.summaryExport != nil
  }

  private func report(_ diagnostics: Diagnostics, _ sources: SourceMap) {
    var shown = diagnostics
    if output.quiet { shown.items.removeAll { $0.severity != .error } }
    guard !shown.items.isEmpty else { return }
    Messages.writePart(
      shown.rendered(sources: sources, color: output.isColored(STDERR_FILENO)))
  }

  /// Says how many doubts there are about the platform; the run shows what comes of them.
  private func tellDoubts(about twin: TwinScenario) {
    guard !output.quiet else { return }
    let doubts = DiagnosticCollector(lenient: true)
    twin.check(doubts)
    guard doubts.count > 0 else { return }
    let warnings = doubts.count == 1 ? "1 warning" : "\(doubts.count) warnings"
    Messages.write("\(warnings) about the manifests: vhsim plan \(scenario)")
  }

  /// Writes the files that were asked for; tells why one could not be written, and goes on: the
  /// results are stored, and their verdict is the answer.
  private func export(_ result: ExperimentResult) throws -> CommandFailure? {
    var failure: CommandFailure?
    if let path = arguments.junit {
      let junit = JUnitDocument(result, undecidedFails: arguments.undecided == .fail)
      failure = try told { try OutputFile.write(junit.xml, to: path) }
    }
    if let path = arguments.summaryExport {
      let summary = try SummaryExport(result).json()
      failure = try told { try OutputFile.write(summary, to: path) } ?? failure
    }
    return failure
  }

  /// Does something that may fail to write; tells why it did.
  private func told(_ write: () throws -> Void) throws -> CommandFailure? {
    do {
      try write()
      return nil
    } catch let failure as CommandFailure {
      Messages.writePart(failure.message)
      return failure
    }
  }

  private func show(_ result: ExperimentResult, _ code: ExitCode) throws {
    let location = "\(arguments.db)#\(result.experiment.id)"
    try output.show(
      text: Summary(result, location: location, style: output.style).text,
      json: RunDocument(result, exitCode: code.rawValue).json())
  }
}
