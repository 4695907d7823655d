import Foundation

/// A table of a case file: rows of numbers under an id.
public struct RowCases: Decodable, Sendable {
  /// What the rows are about.
  public let id: String
  /// The rows, by the names of their columns; a null is left out.
  public let rows: [[String: Double]]

  private enum CodingKeys: CodingKey { case id, rows }

  /// Reads a table.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    let values = try fields.decodeIfPresent([[String: Double?]].self, forKey: .rows) ?? []
    rows = values.map { $0.compactMapValues { $0 } }
  }

  private init(finding: String) {
    id = finding
    rows = []
  }

  /// The tables of a file; what can't be read is a table of that name, without rows.
  public static func all(in name: String, besides test: String = #filePath) -> [RowCases] {
    let file = CaseFile(name + ".json", besides: test)
    return file.rows("cases", of: RowCases.self)
      + file.findings(["cases": RowCases.self]).map(RowCases.init(finding:))
  }

  /// The rows of one table.
  public static func rows(
    of id: String, in name: String, besides test: String = #filePath
  ) -> [[String: Double]] {
    all(in: name, besides: test).filter { $0.id == id }.flatMap(\.rows)
  }
}
