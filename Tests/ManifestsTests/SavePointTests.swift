import Manifests
import SimulationKernel
import Testing

/// `save` in redis.conf: the first takes the place of the defaults, others add to it, and an empty
/// one takes all away; arguments come after the file.
@Suite("Redis' save points")
struct SavePointTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    var file = "port 6379"
    var args: [String] = []
    var env: [(name: String, value: String)] = []
    let expected: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "nothing", expected: nil),
    Case(name: "a comment", file: "port 6379\n# save 900 1", expected: nil),
    Case(name: "a sentence", file: "port 6379\nsave the date", expected: nil),
    Case(name: "one line", file: "port 6379\nsave 3600 1 300 100", expected: "3600 1 300 100"),
    Case(name: "two lines", file: "save 900 1\nsave 300 10", expected: "900 1 300 10"),
    Case(name: "none", file: "appendonly no\nsave \"\"", expected: ""),
    Case(name: "none, then one", file: "save \"\"\nsave 60 5", expected: "60 5"),
    Case(name: "one, then none", file: "save 60 5\nsave \"\"", expected: ""),
    Case(
      name: "arguments of their own", args: ["--save", "60", "1", "--appendonly", "no"],
      expected: "60 1"),
    Case(name: "one argument", args: ["--appendonly", "no", "--save", "60 1"], expected: "60 1"),
    Case(name: "an empty argument", file: "save 900 1\n", args: ["--save", ""], expected: ""),
    Case(
      name: "a command line", args: ["-c", "redis-server --save 60 1 --appendonly no"],
      expected: "60 1"),
    Case(
      name: "a command line without", args: ["-c", "redis-server --save '' --appendonly no"],
      expected: ""),
    Case(
      name: "a file and an argument", file: "port 6379\nsave 900 1", args: ["--save", "60 1000"],
      expected: "900 1 60 1000"),
    Case(
      name: "Bitnami's variable", env: [("REDIS_RDB_POLICY", "900#1 600#5")],
      expected: "900 1 600 5"),
    Case(
      name: "Bitnami's variable says no", env: [("REDIS_RDB_POLICY_DISABLED", "yes")],
      expected: ""),
  ]

  @Test("are read from files, arguments and variables", arguments: cases)
  func found(_ example: Case) throws {
    let store = ConfiguredStore(
      engine: "redis", image: "redis:7.4", env: example.env, args: example.args,
      files: [("redis.conf", example.file)])
    let (settings, messages) = try store.read()
    #expect(settings.word("save") == example.expected)
    #expect(messages.isEmpty, "\(messages.map(\.message))")
  }

  @Test("that are no pairs are refused where they are written", arguments: ["60", "0 1", "60 1 5"])
  func refused(points: String) throws {
    let store = ConfiguredStore(engine: "redis", args: ["--save", points])
    let (settings, messages) = try store.read()
    #expect(settings.word("save") == nil)
    #expect(messages.map(\.code) == ["out-of-range"])
    #expect(messages.first?.span.line == ConfiguredStore.argumentLine)
  }

  @Test("are due after more than their time and with their changes, whichever is first")
  func due() throws {
    let points = try #require(SavePoints("3600 1 300 100 60 10000"))
    #expect(points == .standard)
    let rules = [(3600, 1), (300, 100), (60, 10_000)]
    for (seconds, changes) in rules {
      for (time, count) in [(seconds, changes), (seconds + 1, changes), (seconds + 1, changes - 1)]
      {
        let expected = rules.contains { time > $0.0 && count >= $0.1 }
        let isDue = points.isDue(after: .seconds(Int64(time)), changes: UInt64(count))
        #expect(isDue == expected, "\(count) in \(time) s")
      }
    }
    #expect(!SavePoints.none.isDue(after: .minutes(1_000), changes: .max))
    #expect(SavePoints("") == SavePoints.none)
  }
}
