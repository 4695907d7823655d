import Foundation

/// A table of a case file: rows of numbers under an id.
public struct RowCases: Decodable, Sendable {
  /// What the rows are about.
  public let id: String
  /// The rows, by the names of their columns.
  public let rows: [[String: Double]]

  private struct File: Decodable { let cases: [RowCases] }

  /// The tables of a file, from the folder that `VHSIM_CONFORMANCE` names when it is set, else from
  /// `Conformance` beside the test that asks.
  public static func all(in name: String, besides test: String = #filePath) -> [RowCases] {
    let own = URL(filePath: test).deletingLastPathComponent().appending(path: "Conformance")
    let folder =
      ProcessInfo.processInfo.environment["VHSIM_CONFORMANCE"].map { URL(filePath: $0) } ?? own
    guard let data = try? Data(contentsOf: folder.appending(path: name + ".json")),
      let file = try? JSONDecoder().decode(File.self, from: data)
    else { return [] }
    return file.cases
  }

  /// The rows of one table.
  public static func rows(
    of id: String, in name: String, besides test: String = #filePath
  ) -> [[String: Double]] {
    all(in: name, besides: test).filter { $0.id == id }.flatMap(\.rows)
  }
}
