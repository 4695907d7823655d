import TestSupport
import Testing

/// A value of a case file.
enum CaseValue: Decodable, Sendable {
  case number(Double)
  case text(String)
  case flag(Bool)
  case list([CaseValue])
  case object([String: CaseValue])
  case none

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([CaseValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: CaseValue].self))
    }
  }

  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  var members: [String: CaseValue] { if case .object(let members) = self { members } else { [:] } }
  var list: [CaseValue] { if case .list(let list) = self { list } else { [] } }

  /// A place in a log.
  var place: UInt64 { UInt64(max(0, number ?? 0)) }

  /// The paths of the members below, without nulls and, where only those with numbers count,
  /// without texts.
  func paths(_ path: String, withTexts: Bool) -> [String] {
    switch self {
    case .none: []
    case .text: withTexts ? [path] : []
    case .number, .flag: [path]
    case .list(let list): list.flatMap { $0.paths(path, withTexts: withTexts) }
    case .object(let members):
      members.flatMap { $0.value.paths(path + "." + $0.key, withTexts: withTexts) }
    }
  }
}

/// One case: what is given to a rule and what it makes of it.
struct ConformanceCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let rule: String
  let given: [String: CaseValue]
  let expect: [String: CaseValue]

  var testDescription: String { id }

  private init(finding: String) {
    id = finding
    rule = finding
    given = [:]
    expect = [:]
  }

  /// A number that is given; a case without it has failed, and goes on with 1.
  func given(_ name: String) -> Double { number(given[name], name) }

  /// A number that is expected; a case without it has failed.
  func expect(_ name: String) -> Double { number(expect[name], name) }

  /// A word that is given, which has failed if it is none of those known.
  func word(_ name: String, _ words: String...) -> String? {
    let word = given[name]?.text
    if let word, !words.contains(word) { Issue.record("\(id): \(word) is none of \(words)") }
    return word
  }

  /// A place in a log that is given.
  func place(_ name: String) -> UInt64 { UInt64(max(0, given(name))) }

  func numbers(_ name: String) -> [Double] { given[name]?.list.compactMap(\.number) ?? [] }

  private func number(_ value: CaseValue?, _ name: String) -> Double {
    if let number = value?.number { return number }
    Issue.record("\(id) has no number \(name)")
    return 1
  }

  /// What the case gives, and what it expects but for remarks in words.
  private var paths: [String] {
    CaseValue.object(given).paths("given", withTexts: true)
      + CaseValue.object(expect).paths("expect", withTexts: false)
  }

  /// Members that tests read though no case of their own has them.
  private static let alsoRead = [
    "patroni.": [
      "given.ttl", "given.loop_wait", "given.retry_timeout", "given.nofailover",
      "given.tags.nofailover", "given.peer.reachable", "given.peer.nofailover",
      "given.peer.watchdog_failed",
    ],
    "nats.fsync_window": ["given.sync_interval_s"], "kafka.elect_leader": ["given.elr"],
  ]

  /// Members of cases that no case of their rule in the tests' own file has, and that no test reads.
  private static func unread(_ cases: [ConformanceCase], in name: String) -> [String] {
    let own = CaseFile(name + ".json", isOwn: true).rows("cases", of: ConformanceCase.self)
    let known = Dictionary(grouping: own, by: \.rule).mapValues { Set($0.flatMap(\.paths)) }
    return cases.flatMap { example -> [String] in
      let also = alsoRead.filter { example.rule.hasPrefix($0.key) }.flatMap(\.value)
      // A rule without a case of its own is named by the suite.
      guard let read = known[example.rule]?.union(also) else { return [] }
      return Set(example.paths).subtracting(read).sorted().map { "\(example.id): \($0)" }
    }
  }

  /// All cases of a file; what of it can't be read, isn't a case or is read by no test is one of a
  /// rule of that name, which no test reads.
  static func all(in name: String) -> [ConformanceCase] {
    let file = CaseFile(name + ".json")
    let cases = file.rows("cases", of: ConformanceCase.self)
    let findings = file.findings(["cases": ConformanceCase.self]) + unread(cases, in: name)
    return cases + findings.map(ConformanceCase.init(finding:))
  }

  /// The cases of a rule.
  static func of(_ rule: String, in name: String) -> [ConformanceCase] {
    all(in: name).filter { $0.rule == rule }
  }
}
