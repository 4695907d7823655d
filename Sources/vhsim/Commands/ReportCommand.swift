import ArgumentParser
import Foundation
import Report
import Results

/// The command `vhsim report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show an experiment again: its summary, or one self-contained page.")

  @Argument(help: "The experiment: [FILE][#ID|#latest].", completion: .file())
  var experiment: ExperimentArgument?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write an HTML page to a file, or to standard output for -.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @OptionGroup var options: OutputOptions

  func validate() throws {
    if output != nil, options.json {
      throw ValidationError("-o writes a page; leave --json out")
    }
  }

  func run() throws {
    guard let selector = (experiment ?? .latest)?.selector else { return }
    let result = try selector.result()
    if let output {
      let page = try selector.open { file throws(ResultsError) in
        ReportPage(
          result, try file.timeline(of: result.experiment), try file.traces(of: result.experiment))
      }
      try write(page.html, to: output)
      return
    }
    let code = RunOutcome(result.outcome, undecidedFails: false).exitCode
    let location = "\(selector.path)#\(result.experiment.id)"
    try options.show(
      text: Summary(result, location: location, style: options.style).text,
      json: RunDocument(result, exitCode: code.rawValue).json())
  }

  private func write(_ page: String, to path: String) throws {
    guard path != "-" else {
      try StandardOutput.write(page)
      return
    }
    try OutputFile.write(page, to: path)
    if !options.quiet { Messages.write("wrote \(path)") }
  }
}
