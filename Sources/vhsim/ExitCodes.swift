import ArgumentParser
import Results

/// What the program tells its caller; 99 and 104 to 105 as k6 has them (errext/exitcodes).
extension ExitCode {
  /// Something went wrong that the user did not cause.
  static let internalError = ExitCode(1)
  /// The command line can not be followed.
  static let usage = ExitCode(2)
  /// `compare` found a regression.
  static let regression = ExitCode(96)
  /// A threshold failed.
  static let thresholdFailed = ExitCode(99)
  /// The input is wrong.
  static let invalidInput = ExitCode(104)
  /// Stopped by a signal.
  static let interrupted = ExitCode(105)
}

/// A command that ends with a message.
struct CommandFailure: Error {
  let code: ExitCode
  /// What is written to standard error, with its line break.
  let message: String

  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = "error: \(message)\n"
  }

  /// Ends with problems of the input, as they are shown.
  init(rendered problems: String) {
    code = .invalidInput
    message = problems
  }

  /// A results file that can not be used is the command line's mistake, a later failure is not.
  init(_ error: ResultsError) {
    switch error {
    case .busy, .unusable, .unreadable, .missing, .noExperiment: code = .usage
    case .storage: code = .internalError
    }
    message = "error: \(error.description)\n"
  }
}
