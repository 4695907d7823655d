import Foundation
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
}

/// One case: what is given to a rule and what it makes of it.
struct ConformanceCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let rule: String
  let given: [String: CaseValue]
  let expect: [String: CaseValue]

  var testDescription: String { id }

  func given(_ name: String) -> Double { given[name]?.number ?? .nan }
  func expect(_ name: String) -> Double { expect[name]?.number ?? .nan }
  func numbers(_ name: String) -> [Double] { given[name]?.list.compactMap(\.number) ?? [] }

  private struct File: Decodable { let cases: [ConformanceCase] }

  /// All cases of a file, from the folder that `VHSIM_CONFORMANCE` names when it is set.
  static func all(in name: String) -> [ConformanceCase] {
    let own = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Conformance")
    let folder =
      ProcessInfo.processInfo.environment["VHSIM_CONFORMANCE"].map { URL(filePath: $0) } ?? own
    guard let data = try? Data(contentsOf: folder.appending(path: name + ".json")),
      let file = try? JSONDecoder().decode(File.self, from: data)
    else { return [] }
    return file.cases
  }

  /// The cases of a rule.
  static func of(_ rule: String, in name: String) -> [ConformanceCase] {
    all(in: name).filter { $0.rule == rule }
  }
}
