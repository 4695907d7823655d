public import Foundation

/// A file of upstream cases: named arrays of rows.
///
/// It lies in the folder that `VHSIM_CONFORMANCE` names when that is set, else in `Conformance` of
/// the test's target. A row that can't be read is left out by `rows` and named by `findings`.
public struct CaseFile: Sendable {
  /// Name, with its extension.
  public let name: String
  private let folder: URL

  private static let otherFolder = ProcessInfo.processInfo.environment["VHSIM_CONFORMANCE"]

  /// Names a file of the target to which a test belongs; its own one is that of the target itself
  /// even where another folder is set.
  public init(_ name: String, besides test: String = #filePath, isOwn: Bool = false) {
    self.name = name
    if let other = Self.otherFolder, !isOwn {
      folder = URL(filePath: other)
      return
    }
    var target = URL(filePath: test).deletingLastPathComponent()
    while target.pathComponents.count > 2,
      target.deletingLastPathComponent().lastPathComponent != "Tests"
    {
      target.deleteLastPathComponent()
    }
    folder = target.appending(path: "Conformance")
  }

  /// What is in the file; nil where there is none.
  public var data: Data? { try? Data(contentsOf: folder.appending(path: name)) }

  /// The rows of an array that can be read.
  public func rows<Row: Decodable>(_ array: String, of type: Row.Type) -> [Row] {
    readings(array, of: type).compactMap(\.row)
  }

  /// What is not tested: arrays that no test consumes and rows that their reader can't read.
  ///
  /// Of the target's own folder also what is missing; elsewhere a part of the files is enough.
  ///
  /// Where rows have a place for all that is compared, expectations without one are findings too.
  public func findings(
    _ consumed: [String: any Decodable.Type], comparingAll: Bool = false
  ) -> [String] {
    guard let data else { return Self.otherFolder == nil ? ["\(name) is missing"] : [] }
    guard let members = try? JSONDecoder().decode([String: CaseMember].self, from: data) else {
      return ["\(name) is no JSON object"]
    }
    let strange = members.filter { $0.value.hasObjects && consumed[$0.key] == nil }.keys.sorted()
    var findings = strange
    for (array, type) in consumed.sorted(by: { $0.key < $1.key }) {
      if let member = members[array] {
        if !member.isArray { findings.append("\(array) is no array") }
        if Self.otherFolder == nil, !member.hasObjects { findings.append("\(array) has no rows") }
        findings += problems(array, of: type, comparingAll: comparingAll)
      } else if Self.otherFolder == nil {
        findings.append("\(array) is missing")
      }
    }
    return findings
  }

  private func problems<Row: Decodable>(
    _ array: String, of type: Row.Type, comparingAll: Bool
  ) -> [String] {
    readings(array, of: type).enumerated().flatMap { place, reading in
      var problems = [reading.problem].compactMap { $0 }
      if comparingAll, let row = reading.row {
        // What is given and not read shows in what comes of it.
        let unread = reading.shape?.unread(by: row) ?? []
        problems += unread.filter { $0.hasPrefix("expect.") }.map { "no test compares \($0)" }
      }
      return problems.map { "\(array) \(reading.id ?? "\(place)"): \($0)" }
    }
  }

  private func readings<Row: Decodable>(
    _ array: String, of type: Row.Type
  ) -> [CaseReading<Row>] {
    guard let data else { return [] }
    let rows = try? JSONDecoder().decode(CaseArray<Row>.self, from: data, configuration: array)
    return rows?.readings ?? []
  }
}

/// A name in a case file.
private struct CaseKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// One array of a case file.
private struct CaseArray<Row: Decodable>: DecodableWithConfiguration {
  let readings: [CaseReading<Row>]

  init(from decoder: any Decoder, configuration array: String) throws {
    let members = try decoder.container(keyedBy: CaseKey.self)
    readings =
      try members.decodeIfPresent([CaseReading<Row>].self, forKey: CaseKey(stringValue: array))
      ?? []
  }
}

/// A row, or why it can't be read.
private struct CaseReading<Row: Decodable>: Decodable {
  let id: String?
  let row: Row?
  let shape: CaseShape?
  let problem: String?

  init(from decoder: any Decoder) {
    let fields = try? decoder.container(keyedBy: CaseKey.self)
    id = try? fields?.decode(String.self, forKey: CaseKey(stringValue: "id"))
    shape = try? CaseShape(from: decoder)
    do {
      row = try Row(from: decoder)
      problem = nil
    } catch {
      row = nil
      problem = "\(error)"
    }
  }
}

/// What kind of value a file's member is.
private struct CaseMember: Decodable {
  private struct Probe: Decodable {
    let isObject: Bool

    init(from decoder: any Decoder) {
      isObject = (try? decoder.container(keyedBy: CaseKey.self)) != nil
    }
  }

  let isArray: Bool
  let hasObjects: Bool

  init(from decoder: any Decoder) {
    let values = try? decoder.singleValueContainer().decode([Probe].self)
    isArray = values != nil
    hasObjects = values?.contains(where: \.isObject) ?? false
  }
}
