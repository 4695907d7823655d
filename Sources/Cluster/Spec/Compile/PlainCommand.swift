package import SimulationKernel

/// What a command does whose text alone says it: how long it lasts and how it ends.
///
/// Only programs are known that do the same in every image, such as `sleep`, and shells with
/// scripts of them.
package struct PlainCommand: Hashable, Sendable {
  /// How long it lasts beside the start of its processes; nil where it never ends.
  package let length: SimDuration?
  /// The exit code with which it ends.
  package let exitCode: Int32

  /// Makes a command that ends after a time, or never.
  package init(length: SimDuration?, exitCode: Int32 = 0) {
    self.length = length
    self.exitCode = exitCode
  }
}

extension PlainCommand {
  private static let shells = ["sh", "ash", "bash", "dash"]
  /// Words that only a shell knows.
  private static let builtins = ["exit", "set", "while", ":"]

  /// Reads the words of a command; nil for one of which more must be known.
  init?(_ words: [String]) {
    let program = words.first?.split(separator: "/").last.map { String($0) } ?? ""
    guard Self.shells.contains(program) else {
      guard !Self.builtins.contains(program) else { return nil }
      self.init(ShellScript(command: [program] + words.dropFirst()))
      return
    }
    guard words.count > 2, words[1].hasPrefix("-"), words[1].hasSuffix("c") else { return nil }
    self.init(ShellScript(words[2], endsWithErrors: words[1].contains("e")))
  }

  private init?(_ script: ShellScript) {
    guard let end = script.end else { return nil }
    self = end
  }
}
