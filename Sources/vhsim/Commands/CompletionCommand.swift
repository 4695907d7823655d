import ArgumentParser

/// The command `vhsim completion`.
struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print a completion script for a shell.",
    discussion: "For example: vhsim completion bash > /etc/bash_completion.d/vhsim")

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: ShellName

  func run() throws {
    try StandardOutput.write(VHSim.completionScript(for: shell.completion) + "\n")
  }

  /// A shell that can be completed.
  enum ShellName: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    /// The parser library's name for it.
    var completion: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }
}
