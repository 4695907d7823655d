import ArgumentParser
import Foundation
import Report

/// How a command speaks.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print the result as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "Print without colours, as with NO_COLOR set.")
  var noColor = false

  /// Prints what a command found out: as JSON where that is asked for, else as text unless only
  /// errors are.
  func show(
    text: @autoclosure () throws -> String, json: @autoclosure () throws -> String
  ) throws {
    if self.json {
      try StandardOutput.write(json())
    } else if !quiet {
      try StandardOutput.write(text())
    }
  }

  /// Whether a stream gets colours: only a terminal whose user has not refused (no-color.org).
  func isColored(_ descriptor: Int32) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    return !noColor && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
      && isatty(descriptor) == 1
  }

  /// The style of what goes to standard output.
  var style: TextStyle { TextStyle(color: isColored(STDOUT_FILENO)) }
}
