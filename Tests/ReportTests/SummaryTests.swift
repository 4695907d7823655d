import Foundation
import Report
import Testing

@Suite("Terminal summary")
struct SummaryTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens/summary.txt")

  @Test("The summary reads as the reviewed text; UPDATE_GOLDENS=1 writes it anew")
  func summaryReadsAsReviewed() throws {
    let text = Summary(
      try exampleResult().result, location: "vhsim.sqlite#1", style: TextStyle(color: false)
    ).text
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try Data(text.utf8).write(to: Self.golden)
    }
    #expect(try String(contentsOf: Self.golden, encoding: .utf8) == text)
  }

  @Test("Colours change nothing but emphasis")
  func coloursAreEmphasisAlone() throws {
    let result = try exampleResult().result
    func text(_ color: Bool) -> String {
      Summary(result, location: "vhsim.sqlite#1", style: TextStyle(color: color)).text
    }
    #expect(text(true) != text(false))
    #expect(text(true).replacing(/\u{1B}\[[0-9;]*m/, with: "") == text(false))
  }

  /// The bell is a control character; kubectl prints several causes in lines.
  @Test("Texts of several lines are one line of a table, without control characters")
  func cellsAreOneLine() throws {
    let result = try exampleResult(others: ["bad: \n* a\n* b\u{7}"]).result
    let text = Summary(result, location: "vhsim.sqlite#1", style: TextStyle(color: false)).text
    #expect(text.contains("bad:  * a * b\u{FFFD}"))
  }
}
