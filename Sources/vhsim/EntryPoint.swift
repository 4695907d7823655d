import ArgumentParser
import CMalloc
import Glibc
import Manifests

/// Where the program starts: parses the command line, runs the command, ends with our exit codes.
@main
enum EntryPoint {
  static func main() {
    // A reader of what is printed who has gone is told by the write itself: commands go on.
    signal(SIGPIPE, SIG_IGN)
    occupyStandardFiles()
    shareHeap()
    do {
      try refuseUnknownCommand(CommandLine.arguments.dropFirst())
      var command = try VHSim.parseAsRoot()
      try command.run()
    } catch let exit as ExitCode {
      Glibc.exit(exit.rawValue)
    } catch let failure as CommandFailure {
      end(with: failure)
    } catch {
      finish(with: error)
    }
  }

  /// One heap for all threads.
  ///
  /// Rows are made by the threads that simulate and freed by the one that stores them: with a heap
  /// for each, glibc's default, both keep the room. A request allocates nothing on its way, so
  /// threads seldom meet there.
  private static func shareHeap() {
    _ = mallopt(M_ARENA_MAX, 1)
  }

  /// Puts something in the place of standard files that are closed, lest messages go to the next
  /// file that is opened, which would be the results.
  ///
  /// It can not be used either way, so that nothing is taken for read or written (glibc does so for
  /// privileged programs: csu/check_fds.c).
  private static func occupyStandardFiles() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// A word that is no command is told as such: to the parser library it is an argument too many,
  /// and after `help` nothing at all.
  private static func refuseUnknownCommand(
    _ words: ArraySlice<String>
  ) throws(CommandFailure) {
    let names = VHSim.configuration.subcommands.compactMap { $0.configuration.commandName }
    let word = words.first == "help" ? words.dropFirst().first : words.first
    guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    let help =
      nearest(word, in: names).map { "did you mean \"\($0)\"?" }
      ?? "one of \(names.joined(separator: ", "))"
    throw CommandFailure(.usage, "there is no command \"\(word)\"\nhelp: \(help)")
  }

  /// Prints help or a usage error; the parser library's own exit code for the latter is 64.
  private static func finish(with error: any Error) -> Never {
    let text = VHSim.fullMessage(for: error)
    guard VHSim.exitCode(for: error) != .success else {
      do throws(CommandFailure) {
        try StandardOutput.write(text + "\n")
        Glibc.exit(0)
      } catch {
        end(with: error)
      }
    }
    Messages.write(text)
    let isUsage = VHSim.exitCode(for: error) == .validationFailure
    Glibc.exit(isUsage ? ExitCode.usage.rawValue : ExitCode.internalError.rawValue)
  }

  private static func end(with failure: CommandFailure) -> Never {
    Messages.writePart(failure.message)
    Glibc.exit(failure.code.rawValue)
  }
}
