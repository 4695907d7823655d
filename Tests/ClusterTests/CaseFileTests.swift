import Foundation
import TestSupport
import Testing

@Suite("Case files")
struct CaseFileTests {
  private struct Row: Decodable {
    struct Part: Decodable {
      var amount: Int?
    }

    struct Expectation: Decodable {
      var amount: Int?
      var part: Part?
      var parts: [Part]?
      var named: [String: Part]?
    }

    var id: String
    var expect: Expectation
  }

  @Test("An expectation for which a row has no place is named, but for nulls and remarks")
  func unread() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let files = folder.appending(path: "Tests/Target/Conformance")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = """
      {"cases": [
        {"id": "read", "note": "", "given": 1, "expect": {"amount": 1, "unset": null}},
        {"id": "odd", "expect": {"odd": [], "part": {"odder": 1},
          "parts": [{"amount": 1}, {"oddest": 1}], "named": {"any": {"strange": 1}}}}
      ]}
      """
    try Data(text.utf8).write(to: files.appending(path: "rows.json"))
    let test = folder.appending(path: "Tests/Target/SomeTests.swift").path
    let file = CaseFile("rows.json", besides: test, isOwn: true)
    #expect(file.findings(["cases": Row.self]) == [])
    #expect(
      file.findings(["cases": Row.self], comparingAll: true)
        == ["named.any.strange", "odd", "part.odder", "parts.oddest"].map {
          "cases odd: no test compares expect.\($0)"
        })
  }
}
