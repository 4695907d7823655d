/// Hosts that a command line waits for or looks up before it goes on: `until nc -z db 5432`,
/// `nslookup db`, `pg_isready -h db`, `wait-for-it.sh db:5432`, bash's `/dev/tcp/db/5432`.
struct WaitedHosts: Sendable {
  /// A host, the argument that names it by position, and the port where one is named.
  struct Wait: Sendable {
    let host: String
    let port: Int?
    let argument: Int
  }

  /// The waits, in their order.
  private(set) var waits: [Wait] = []
  private let words: [(text: Substring, argument: Int)]

  private static let clients: Set = [
    "pg_isready", "psql", "redis-cli", "valkey-cli", "mysqladmin", "mysql", "mariadb-admin",
    "mariadb", "mongosh", "mongo",
  ]
  private static let scripts: Set = ["wait-for-it", "wait-for-it.sh", "wait-for", "wait-for.sh"]
  private static let device = "/dev/tcp/"
  /// Words of one command that are looked at behind its name.
  private static let reach = 12

  /// Reads the arguments of a command line; each may be a whole script.
  init(_ arguments: [String]) {
    words = arguments.enumerated().flatMap { index, argument in
      argument.split { $0.isWhitespace || ";&|()<>'\"`".contains($0) }.map { ($0, index) }
    }
    for place in words.indices { take(place) }
  }

  private mutating func take(_ place: Int) {
    let word = words[place].text
    if word.hasPrefix(Self.device) {
      let parts = word.dropFirst(Self.device.count).split(separator: "/")
      if parts.count == 2 { add(parts[0], port: Int(parts[1]), place) }
      return
    }
    let rest = (place + 1)..<min(words.count, place + 1 + Self.reach)
    switch word.split(separator: "/").last.map(String.init) ?? "" {
    case "nc", "ncat", "netcat": takeScan(in: rest)
    case "nslookup":
      if let next = rest.first(where: { !words[$0].text.hasPrefix("-") }) {
        add(words[next].text, port: nil, next)
      }
    case "getent":
      guard rest.count > 1, words[place + 1].text == "hosts" else { return }
      add(words[place + 2].text, port: nil, place + 2)
    case let name where Self.clients.contains(name): takeOption(in: rest)
    case let name where Self.scripts.contains(name):
      guard let next = rest.first(where: { words[$0].text.contains(":") }) else { return }
      let parts = words[next].text.split(separator: ":")
      if parts.count == 2 { add(parts[0], port: Int(parts[1]), next) }
    default: break
    }
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
    for place in rest {
      let word = words[place].text
      if word == "-h" || word == "--host" {
        if place + 1 < rest.endIndex { add(words[place + 1].text, port: nil, place + 1) }
        return
      }
      for prefix in ["--host=", "-h"] where word.hasPrefix(prefix) {
        add(word.dropFirst(prefix.count), port: nil, place)
        return
      }
    }
  }

  /// Adds a host; what a shell puts behind its first part is the pod's own namespace.
  private mutating func add(_ host: Substring, port: Int?, _ place: Int) {
    let name = host.hasSuffix(".$") ? host.dropLast(2) : host
    guard !name.contains("$") else { return }
    waits.append(
      Wait(host: name.lowercased(), port: port, argument: words[place].argument))
  }
}

extension Container {
  /// Whether its command line waits for a host.
  package var waitsForHosts: Bool { !WaitedHosts(command + args).waits.isEmpty }
}
