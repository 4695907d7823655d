import Manifests

/// The command of an init container, as far as its text alone says how it ends.
///
/// Only what surely fails is read: `false`, and a shell's script of plain commands that comes to
/// `exit 3`. Whatever else there is to run is taken to succeed.
struct InitCommand {
  private static let shells = ["sh", "ash", "bash", "dash"]
  private static let harmless = ["echo", "printf", "sleep", "date", "true", ":", "set"]

  /// The exit code.
  let exitCode: Int32

  /// Reads a container's command and arguments.
  init(_ container: Container) {
    let words = container.command + container.args
    let program = words.first?.split(separator: "/").last.map { String($0) } ?? ""
    if program == "false" {
      exitCode = 1
    } else if Self.shells.contains(program), words.count > 2, words[1].hasPrefix("-"),
      words[1].hasSuffix("c")
    {
      exitCode = Self.exitCode(ofScript: words[2])
    } else {
      exitCode = 0
    }
  }

  /// Runs a script's commands one after the other; zero where one is met that is not known.
  private static func exitCode(ofScript script: String) -> Int32 {
    var status: Int32 = 0
    for list in script.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
      let chain = list.replacing("&&", with: "\n").split(separator: "\n")
      for command in chain {
        let words = command.split(whereSeparator: \.isWhitespace)
        guard let first = words.first.map(String.init), !first.hasPrefix("#") else { continue }
        guard !command.contains(where: { "|&`(){}<$".contains($0) }) else { return 0 }
        if first == "exit" { return words.dropFirst().first.flatMap(Self.code) ?? status }
        guard first == "false" || harmless.contains(first) else { return 0 }
        status = first == "false" ? 1 : 0
        if status != 0 { break }
      }
    }
    return status
  }

  /// What a shell makes of `exit`'s operand: its lowest eight bits.
  private static func code(_ word: Substring) -> Int32? { Int32(word).map { $0 & 255 } }
}
