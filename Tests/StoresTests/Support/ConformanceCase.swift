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

  /// A position in a log.
  var position: UInt64 { UInt64(max(0, number ?? 0)) }

  /// Whether it is more than nothing or a remark in words.
  fileprivate var isComparable: Bool {
    switch self {
    case .none, .text: false
    case .number, .flag, .list, .object: true
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

  /// A position in a log that is given.
  func position(_ name: String) -> UInt64 { UInt64(max(0, given(name))) }

  func numbers(_ name: String) -> [Double] { given[name]?.list.compactMap(\.number) ?? [] }

  private func number(_ value: CaseValue?, _ name: String) -> Double {
    if let number = value?.number { return number }
    Issue.record("\(id) has no number \(name)")
    return 1
  }

  /// What the case expects, but for remarks in words.
  private var expectations: [String] {
    expect.filter { $0.value.isComparable }.map(\.key)
  }

  /// Expectations that no case of their rule in the tests' own file has, so that no test compares
  /// them.
  private static func uncompared(_ cases: [ConformanceCase], in name: String) -> [String] {
    let own = CaseFile(name + ".json", isOwn: true).rows("cases", of: ConformanceCase.self)
    let known = Dictionary(grouping: own, by: \.rule)
      .mapValues { Set($0.flatMap(\.expectations)) }
    return cases.flatMap { example -> [String] in
      // A rule without a case of its own is named by the suite.
      guard let compared = known[example.rule] else { return [] }
      return Set(example.expectations).subtracting(compared).sorted()
        .map { "\(example.id): \($0)" }
    }
  }

  /// All cases of a file; what of it can't be read, isn't a case or is compared by no test is one of
  /// a rule of that name, which no test reads.
  static func all(in name: String) -> [ConformanceCase] {
    let file = CaseFile(name + ".json")
    let cases = file.rows("cases", of: ConformanceCase.self)
    let findings = file.findings(["cases": ConformanceCase.self]) + uncompared(cases, in: name)
    return cases + findings.map(ConformanceCase.init(finding:))
  }

  /// The cases of a rule.
  static func of(_ rule: String, in name: String) -> [ConformanceCase] {
    all(in: name).filter { $0.rule == rule }
  }
}
