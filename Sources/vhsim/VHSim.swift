import ArgumentParser

/// The root command.
struct VHSim: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vhsim",
    abstract:
      "A digital twin of a Kubernetes platform: manifests, load and faults in, answers out.",
    discussion: """
      vhsim run scenario.yaml      simulate, judge thresholds, store everything in vhsim.sqlite
      vhsim report -o page.html    one self-contained page about the latest experiment

      An EXPERIMENT is [FILE][#ID|#latest], by default vhsim.sqlite#latest.
      Exit codes: 0 all thresholds hold, 1 internal error, 2 usage, 96 compare found a \
      regression, 99 a threshold failed, 104 invalid input, 105 interrupted.
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, PlanCommand.self, InitCommand.self, ValidateCommand.self,
      CompareCommand.self, ReportCommand.self,
      ListCommand.self, SchemaCommand.self, CompletionCommand.self,
    ])
}

/// The version of the program.
enum Version {
  static let current = "0.1.0"
}
