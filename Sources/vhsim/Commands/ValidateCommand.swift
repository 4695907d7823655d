import ArgumentParser
import Foundation
import Manifests

/// The command `vhsim validate`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Report every problem of manifests, models and scenarios.",
    discussion: """
      PATH is a file, a directory or - for standard input. Exits 104 where there is an error.
      """)

  @Argument(help: "Files and directories.", completion: .file())
  var paths: [String]

  @Option(name: .shortAndLong, help: "Form of the messages.")
  var output = DiagnosticFormat.text

  @Flag(name: .long, help: "Unknown fields and kinds, duplicate objects and keys are warnings.")
  var lenient = false

  @OptionGroup var options: OutputOptions

  func validate() throws {
    if options.json, output != .text, output != .json {
      throw ValidationError("--json is the same as -o json; give one form of the messages")
    }
  }

  func run() throws {
    let sources = SourceMap()
    var found = InputValidation(sources: sources, lenient: lenient).problems(under: paths)
    if options.quiet { found.items.removeAll { $0.severity != .error } }
    let format = options.json ? DiagnosticFormat.json : output
    let printer = DiagnosticPrinter(sources: sources, colored: options.isColored(STDOUT_FILENO))
    try StandardOutput.write(printer.text(of: found, as: format))
    if !options.quiet {
      let (errors, warnings) = (found.count(of: .error), found.count(of: .warning))
      Messages.write(
        "\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")")
    }
    if found.hasErrors { throw ExitCode.invalidInput }
  }
}
