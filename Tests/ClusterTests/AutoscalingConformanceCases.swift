import Foundation

/// A file of upstream cases: named arrays of rows.
///
/// The folder is the test's own, or the one that VHSIM_CONFORMANCE names.
struct AutoscalingCaseFile: Sendable {
  let name: String

  static let calculator = AutoscalingCaseFile(name: "hpa_replica_calculator.json")
  static let behavior = AutoscalingCaseFile(name: "hpa_behavior.json")

  private var data: Data {
    let folder =
      ProcessInfo.processInfo.environment["VHSIM_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Conformance")
    return (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
  }

  /// The rows of one array.
  func rows<Row: Decodable>(_ array: String, of type: Row.Type) throws -> [Row] {
    try JSONDecoder().decode(File<Row>.self, from: data, configuration: array).rows
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
      rows = try decoder.container(keyedBy: Key.self)
        .decode([Row].self, forKey: Key(stringValue: array))
    }
  }
}
