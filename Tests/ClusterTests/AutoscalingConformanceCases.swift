import Foundation

/// A file of upstream cases: named arrays of rows.
///
/// The folder is the test's own, or the one that VHSIM_CONFORMANCE names.
struct AutoscalingCaseFile: Sendable {
  let name: String

  static let calculator = AutoscalingCaseFile(name: "hpa_replica_calculator.json")
  static let behavior = AutoscalingCaseFile(name: "hpa_behavior.json")

  private static let otherFolder = ProcessInfo.processInfo.environment["VHSIM_CONFORMANCE"]

  var data: Data {
    let folder =
      Self.otherFolder.map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Conformance")
    return (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
  }

  /// The rows of one array.
  func rows<Row: Decodable>(_ array: String, of type: Row.Type) throws -> [Row] {
    try JSONDecoder().decode(File<Row>.self, from: data, configuration: array).rows
  }

  /// The arrays that no test reads, and those of the test's own file that it lacks: another folder's
  /// file may hold a part.
  func mismatches(_ consumed: [String]) throws -> [String] {
    let found = try arrays()
    let missing = Self.otherFolder == nil ? consumed.filter { !found.contains($0) } : []
    return found.filter { !consumed.contains($0) } + missing
  }

  /// The names of all arrays of rows.
  func arrays() throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: data)
    let members = object as? [String: Any] ?? [:]
    return members.filter { $0.value is [[String: Any]] }.keys.sorted()
  }

  private struct File<Row: Decodable>: DecodableWithConfiguration {
    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    let rows: [Row]

    init(from decoder: any Decoder, configuration array: String) throws {
      rows =
        try decoder.container(keyedBy: Key.self)
        .decodeIfPresent([Row].self, forKey: Key(stringValue: array)) ?? []
    }
  }
}

/// What a case says of an error: its words, or only that there is one.
enum CaseError: Decodable, Sendable {
  case none
  case some(containing: String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .some(containing: text)
    } else {
      self = try container.decode(Bool.self) ? .some(containing: "") : .none
    }
  }

  /// Whether there is one.
  var isExpected: Bool { if case .some = self { true } else { false } }

  /// Whether a message is the one expected; nil stands for no error.
  func matches(_ message: String?) -> Bool {
    switch self {
    case .none: message == nil
    case .some(let text): message.map { text.isEmpty || $0.contains(text) } ?? false
    }
  }
}
