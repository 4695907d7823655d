import SimulationKernel

/// A shell's script, as far as its text alone says what it does: plain commands, one after the
/// other or joined by `&&`.
///
/// What writes files is taken to succeed.
struct ShellScript {
  private struct Command {
    var words: [String] = []
    /// Whether it follows `&&`.
    var isChained = false
  }

  private static let harmless = [
    "echo", "printf", "date", "true", ":", "touch", "mkdir", "rm",
  ]

  private var commands: [Command] = []
  /// Whether all of the text was understood.
  private var isWhole = true
  /// Whether a command that fails ends the script (`set -e`).
  private var endsWithErrors = false
  /// Whether something in it may leave a loop.
  private var leavesLoops = false

  /// One command without a shell.
  init(command words: [String]) { commands = [Command(words: words)] }

  /// Reads a script up to what is more than a plain command.
  init(_ text: String, endsWithErrors: Bool) {
    self.endsWithErrors = endsWithErrors
    leavesLoops = ["break", "exit", "return", "exec", "kill", "set"].contains { text.contains($0) }
    var lexer = ShellLexer(text)
    var command = Command()
    while let token = lexer.next() {
      switch token {
      case .word(let word): command.words.append(word)
      case .unknown:
        isWhole = false
        return
      // After `&&` a line may end.
      case .end where command.isChained && command.words.isEmpty: continue
      case .end, .and:
        if !command.words.isEmpty { commands.append(command) }
        command = Command(isChained: token == .and)
      }
    }
    if !command.words.isEmpty { commands.append(command) }
  }

  /// How it ends; nil where that depends on more than its text.
  var end: PlainCommand? {
    var length = SimDuration.zero
    var status: Int32 = 0
    var endsWithErrors = self.endsWithErrors
    for (index, command) in commands.enumerated() where !command.isChained || status == 0 {
      let words = command.words.dropFirst()
      switch command.words[0] {
      case "exit":
        guard let code = words.first.map(Self.code) ?? status else { return nil }
        return PlainCommand(length: length, exitCode: code)
      case "while":
        guard words == ["true"] || words == [":"], !leavesLoops, !endsWithErrors else {
          return nil
        }
        return PlainCommand(length: nil)
      case "tail" where words.first == "-f" && words.last == "/dev/null":
        return PlainCommand(length: nil)
      case "sleep":
        guard let pause = Self.pause(words) else { return nil }
        guard pause < .infinity else { return PlainCommand(length: nil) }
        guard length.seconds + pause < 1e9 else { return nil }
        length += SimDuration(seconds: pause)
        status = 0
      case "set":
        guard words.allSatisfy({ $0.hasPrefix("-") && !$0.contains("o") }) else { return nil }
        endsWithErrors = endsWithErrors || words.contains { $0.contains("e") }
        status = 0
      case "false": status = 1
      case let name where Self.harmless.contains(name): status = 0
      default: return nil
      }
      let isLast = index + 1 == commands.count ? isWhole : !commands[index + 1].isChained
      if status != 0, endsWithErrors, isLast {
        return PlainCommand(length: length, exitCode: status)
      }
    }
    return isWhole && !commands.isEmpty ? PlainCommand(length: length, exitCode: status) : nil
  }

  /// What a shell makes of `exit`'s operand: its lowest eight bits.
  private static func code(_ word: String) -> Int32? { Int32(word).map { $0 & 255 } }

  private static func seconds(ofUnit unit: Character) -> Double? {
    switch unit {
    case "s": 1
    case "m": 60
    case "h": 3_600
    case "d": 86_400
    default: nil
    }
  }

  /// The seconds of `sleep`'s operands, whose sum it waits.
  private static func pause(_ words: ArraySlice<String>) -> Double? {
    var sum = 0.0
    for word in words {
      if ["inf", "infinity"].contains(word) { return .infinity }
      let unit = word.last.flatMap(Self.seconds(ofUnit:))
      guard let number = Double(unit == nil ? word : String(word.dropLast())), number >= 0,
        number < 1e9
      else { return nil }
      sum += number * (unit ?? 1)
    }
    return words.isEmpty || sum >= 1e9 ? nil : sum
  }
}

/// The words and ends of commands in a shell's script.
private struct ShellLexer {
  enum Token: Equatable {
    case word(String)
    /// A command ends.
    case end
    /// A command ends, and the next one only follows its success.
    case and
    /// Something else than a plain command begins.
    case unknown
  }

  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  mutating func next() -> Token? {
    rest = rest.drop { $0.isWhitespace && !$0.isNewline }
    if rest.first == "#" { rest = rest.drop { !$0.isNewline } }
    guard let first = rest.first else { return nil }
    if first == ";" || first.isNewline {
      rest.removeFirst()
      return .end
    }
    if rest.hasPrefix("&&") {
      rest.removeFirst(2)
      return .and
    }
    return word()
  }

  private mutating func word() -> Token {
    var text = ""
    var quote: Character?
    while let character = rest.first {
      if quote == nil, character.isWhitespace || character == ";" || character == "&" { break }
      rest.removeFirst()
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else if quote != "'", Self.isMore(character, then: rest.first, isQuoted: quote != nil) {
        return .unknown
      } else {
        text.append(character)
      }
    }
    // What runs beside others is a `&` by itself.
    let isBackground = rest.first == "&" && !rest.hasPrefix("&&")
    return quote != nil || isBackground ? .unknown : .word(text)
  }

  /// Whether a character begins more than a word: a pipe, a group, another command's output.
  private static func isMore(
    _ character: Character, then next: Character?, isQuoted: Bool
  ) -> Bool {
    switch character {
    case "\\", "`": true
    case "$": next == "("
    case "|", "(", ")", "{", "}", "<": !isQuoted
    default: false
    }
  }
}
