import SimulationKernel

/// Hosts that a command line waits for or looks up before it goes on: `until nc -z db 5432`,
/// `nslookup db`, `pg_isready -h db`, `wait-for-it.sh db:5432`, `wget http://db:8080`, bash's
/// `/dev/tcp/db/5432`.
struct WaitedHosts: Sendable {
  /// A host, the argument that names it by position, and the port where one is named.
  struct Wait: Sendable {
    let host: String
    let port: Int?
    let argument: Int
    /// Whether only its name is looked up.
    let isLookup: Bool
    /// The wait between two attempts where only success ends them; nil for what is tried once
    /// or so many times, and for what waits until the host is gone.
    let pause: SimDuration?
  }

  private struct Word: Sendable {
    let text: Substring
    let argument: Int
    /// The command that it is of, counted over all arguments.
    let command: Int
    /// Whether it can be a command's name or a word of the shell's.
    let isFirst: Bool
  }

  /// The waits, in their order.
  private(set) var waits: [Wait] = []
  private let words: [Word]

  private static let clients: Set = [
    "pg_isready", "psql", "redis-cli", "valkey-cli", "mysqladmin", "mysql", "mariadb-admin",
    "mariadb", "mongosh", "mongo",
  ]
  private static let scripts: Set = ["wait-for-it", "wait-for-it.sh", "wait-for", "wait-for.sh"]
  private static let loops: Set = ["until", "while", "for"]
  /// What stands behind the `while` of a loop that goes on for as long as something fails.
  private static let lasting: Set = ["!", "true", ":", "[", "[["]
  /// Words behind which the shell reads another command.
  private static let openers: Set = ["until", "while", "do", "then", "else", "!"]
  /// The scripts' own wait, and that of a loop which says none that can be read.
  private static let standardPause = SimDuration.seconds(1)
  /// What an attempt takes that is refused at once, in a loop without a wait (an estimate).
  private static let busyPause = SimDuration.milliseconds(100)
  private static let device = "/dev/tcp/"
  /// Words of one command that are looked at behind its name.
  private static let reach = 12

  /// Reads the arguments of a command line; each may be a whole script.
  init(_ arguments: [String]) {
    var words: [Word] = []
    for (index, argument) in arguments.enumerated() {
      // A command may go on in the next argument, and behind a backslash in the next line.
      let first = words.last?.command ?? 0
      let commands = argument.replacing("\\\n", with: " ").split {
        $0.isNewline || ";&|()`".contains($0)
      }
      for (number, command) in commands.enumerated() {
        words += Self.words(command, index, first + number)
      }
    }
    self.words = words
    for position in words.indices { take(position) }
  }

  private static func words(_ command: Substring, _ argument: Int, _ number: Int) -> [Word] {
    var isFirst = true
    return command.split { $0.isWhitespace || "<>'\"".contains($0) }.map { text in
      let word = Word(text: text, argument: argument, command: number, isFirst: isFirst)
      isFirst = isFirst && openers.contains(String(text))
      return word
    }
  }

  private mutating func take(_ position: Int) {
    let word = words[position].text
    if word.hasPrefix(Self.device) {
      let parts = word.dropFirst(Self.device.count).split(separator: "/")
      if parts.count == 2 { add(parts[0], port: Int(parts[1]), position) }
      return
    }
    let reached = words[(position + 1)...].prefix(Self.reach)
    let rest = reached.prefix { $0.command == words[position].command }.indices
    switch word.split(separator: "/").last.map(String.init) ?? "" {
    case "nc", "ncat", "netcat": takeScan(in: rest)
    case "nslookup":
      if let next = rest.first(where: { !words[$0].text.hasPrefix("-") }) {
        add(words[next].text, port: nil, next, isLookup: true)
      }
    case "getent":
      guard rest.count > 1, words[position + 1].text == "hosts" else { return }
      add(words[position + 2].text, port: nil, position + 2, isLookup: true)
    case "wget", "curl": takeAddress(in: rest)
    case let name where Self.clients.contains(name): takeOption(in: rest)
    case let name where Self.scripts.contains(name): takeScript(name, in: rest)
    default: break
    }
  }

  /// `wait-for-it.sh HOST:PORT -t 60 --strict -- COMMAND`.
  ///
  /// Without `--strict` it runs the command when its time is over, too (vishnubob/wait-for-it),
  /// unless that is 0, which is none; eficode/wait-for fails, and so do both without a command.
  private mutating func takeScript(_ name: String, in rest: Range<Int>) {
    guard let next = rest.first(where: { words[$0].text.contains(":") }) else { return }
    let parts = words[next].text.split(separator: ":")
    guard parts.count == 2 else { return }
    let options = rest.map { words[$0].text }.prefix { $0 != "--" }
    let isEndless =
      options.contains("--timeout=0")
      || zip(options, options.dropFirst()).contains { $0 == ("-t", "0") }
    let isStrict = options.contains("-s") || options.contains("--strict")
    let goesOn = name.hasPrefix("wait-for-it") && options.count < rest.count
    add(
      parts[0], port: Int(parts[1]), next, isRepeated: isStrict || isEndless || !goesOn)
  }

  /// `nc -z -w 1 HOST PORT`: netcat as a scanner.
  private mutating func takeScan(in rest: Range<Int>) {
    let flags = rest.prefix { words[$0].text.hasPrefix("-") || Int(words[$0].text) != nil }
    guard flags.contains(where: { words[$0].text.contains("z") }), flags.endIndex < rest.endIndex
    else { return }
    let next = flags.endIndex + 1
    let port = next < rest.endIndex ? Int(words[next].text) : nil
    add(words[flags.endIndex].text, port: port, flags.endIndex)
  }

  /// `-h HOST`, `-hHOST`, `--host HOST`, `--host=HOST`.
  private mutating func takeOption(in rest: Range<Int>) {
    for position in rest {
      let word = words[position].text
      if word == "-h" || word == "--host" {
        if position + 1 < rest.endIndex { add(words[position + 1].text, port: nil, position + 1) }
        return
      }
      for prefix in ["--host=", "-h"] where word.hasPrefix(prefix) {
        add(word.dropFirst(prefix.count), port: nil, position)
        return
      }
    }
  }

  /// `http://HOST:PORT/path`.
  private mutating func takeAddress(in rest: Range<Int>) {
    for position in rest {
      let parts = words[position].text.split(separator: "/", maxSplits: 2)
      guard parts.count > 1, parts[0].hasSuffix(":"), words[position].text.contains("://"),
        let host = parts[1].split(separator: "@").last?.split(separator: ":"),
        let name = host.first
      else { continue }
      add(name, port: host.count > 1 ? Int(host[1]) : nil, position)
      return
    }
  }

  /// Adds a host; what a shell puts behind its first part is the pod's own namespace.
  private mutating func add(
    _ host: Substring, port: Int?, _ position: Int, isLookup: Bool = false, isRepeated: Bool = false
  ) {
    let name = host.hasSuffix(".$") ? host.dropLast(2) : host
    guard !name.contains("$") else { return }
    waits.append(
      Wait(
        host: name.lowercased(), port: port, argument: words[position].argument, isLookup: isLookup,
        pause: pause(around: position) ?? (isRepeated ? Self.standardPause : nil)))
  }

  /// The wait of the shell's loop around a word: what its `sleep` says; nil outside of loops and
  /// in one that ends by itself or goes on for as long as its command succeeds.
  private func pause(around position: Int) -> SimDuration? {
    let isOther = { (index: Int) in words[index].argument != words[position].argument }
    var closed = 0
    let start = words[..<position].indices.last { index in
      guard words[index].isFirst, !isOther(index) else { return false }
      if words[index].text == "done" { closed += 1 }
      guard Self.loops.contains(String(words[index].text)) else { return false }
      closed -= 1
      return closed < 0
    }
    guard let start, words[start].text != "for" else { return nil }
    if words[start].text == "while" {
      guard words[(start + 1)...].first.map({ Self.lasting.contains(String($0.text)) }) ?? false
      else { return nil }
    }
    let end = words[position...].indices.first { isOther($0) || words[$0].text == "done" }
    let rest = start..<(end ?? words.endIndex)
    guard let sleep = rest.first(where: { words[$0].isFirst && words[$0].text == "sleep" }) else {
      return Self.busyPause
    }
    guard sleep + 1 < rest.endIndex else { return Self.standardPause }
    let length = String(words[sleep + 1].text)
    let read = Double(length).map { SimDuration(seconds: $0) } ?? DurationText.parse(length)
    return read.map { max($0, Self.busyPause) } ?? Self.standardPause
  }
}

extension Container {
  /// Whether its command line looks for a host only once, and not in a loop.
  package var looksOnceForHosts: Bool {
    WaitedHosts(command + args).waits.contains { $0.pause == nil }
  }
}
