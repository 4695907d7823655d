import ArgumentParser
import Glibc

/// Where the program starts: parses the command line, runs the command, ends with our exit codes.
@main
enum EntryPoint {
  static func main() {
    do {
      var command = try VHSim.parseAsRoot()
      try command.run()
    } catch let exit as ExitCode {
      Glibc.exit(exit.rawValue)
    } catch let failure as CommandFailure {
      Messages.writePart(failure.message)
      Glibc.exit(failure.code.rawValue)
    } catch {
      finish(with: error)
    }
  }

  /// Prints help or a usage error; the parser library's own exit code for the latter is 64.
  private static func finish(with error: any Error) -> Never {
    let text = VHSim.fullMessage(for: error)
    guard VHSim.exitCode(for: error) != .success else {
      print(text)
      Glibc.exit(0)
    }
    Messages.write(text)
    let isUsage = VHSim.exitCode(for: error) == .validationFailure
    Glibc.exit(isUsage ? ExitCode.usage.rawValue : ExitCode.internalError.rawValue)
  }
}
