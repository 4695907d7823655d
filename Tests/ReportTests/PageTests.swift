import Foundation
import Report
import Testing

@Suite("Documents")
struct PageTests {
  @Test("The page is well-formed, needs nothing from elsewhere and runs nothing")
  func pageStandsAlone() throws {
    let (result, timeline) = try exampleResult()
    let html = ReportPage(result, timeline).html
    for word in ["<script", "http://", "https://", "url(", "@import", "<link", "<img"] {
      #expect(!html.contains(word), "the page contains \(word)")
    }
    #expect(html.contains("&lt;cluster&gt;"))
    #expect(unbalanced(in: html) == [])
    #expect(html.components(separatedBy: "<svg").count - 1 == 3)
  }

  @Test("JUnit has a case for each condition and a failure for each broken one")
  func junit() throws {
    let result = try exampleResult().result
    let xml = JUnitDocument(result, undecidedFails: false).xml
    #expect(xml.components(separatedBy: "<testcase ").count - 1 == 2)
    #expect(xml.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""))
    #expect(xml.contains("name=\"http_req_failed rate&lt;0.01\""))
    #expect(unbalanced(in: xml) == [])
  }

  @Test("k6's summary export says true for what was broken")
  func summaryExport() throws {
    let json = try SummaryExport(try exampleResult().result).json()
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let metrics = try #require(object?["metrics"] as? [String: [String: Any]])
    let failed = try #require(metrics["http_req_failed"])
    #expect(failed["thresholds"] as? [String: Bool] == ["rate<0.01": true])
    #expect(failed["value"] as? Double == 0.02)
    let duration = try #require(metrics["http_req_duration{journey:chat}"])
    #expect(duration["thresholds"] as? [String: Bool] == ["p(95)<1200": false])
  }

  /// Elements that are opened and not closed, or the other way round.
  private func unbalanced(in text: String) -> [String] {
    var open: [String] = []
    for match in text.matches(of: /<(\/?)([a-zA-Z0-9]+)[^>]*?(\/?)>/) {
      let name = String(match.2)
      if ["meta"].contains(name) || match.3 == "/" { continue }
      if match.1.isEmpty {
        open.append(name)
      } else if open.last == name {
        open.removeLast()
      } else {
        return open + [name]
      }
    }
    return open
  }
}
