import Foundation
import Report
import Results
import Testing

@Suite("Documents")
struct PageTests {
  @Test("The page is well-formed, needs nothing from elsewhere and runs nothing")
  func pageStandsAlone() throws {
    let (result, timeline, traces) = try exampleResult()
    let html = ReportPage(result, timeline, traces).html
    for word in ["<script", "http://", "https://", "url(", "@import", "<link", "<img"] {
      #expect(!html.contains(word), "the page contains \(word)")
    }
    #expect(html.contains("&lt;cluster&gt;"))
    #expect(unbalanced(in: html) == [])
    #expect(html.components(separatedBy: "<svg class=\"chart\"").count - 1 == 3)
  }

  @Test("The page shows what fills up, what could be smaller, and where a journey's time went")
  func usage() throws {
    let (result, timeline, traces) = try exampleResult()
    let full = try #require(result.bottlenecks.first?.saturatesAt)
    #expect(abs(full - 1 / 0.8) < 1e-9)
    #expect(result.rightsizing.map(\.suggested) == [0.2 * 1.15])
    #expect(traces.flatMap { $0.spans.map(\.depth) } == [0, 1, 1])
    let html = ReportPage(result, timeline, traces).html
    for text in ["CPU of node worker-1", "load × 1.25", "default/&lt;gateway&gt;-1", "230m"] {
      #expect(html.contains(text), "the page lacks \(text)")
    }
  }

  @Test("The names of faults at one time stand beside each other")
  func namesOfFaults() throws {
    let (result, timeline, traces) = try exampleResult(others: ["pod-loss"])
    let html = ReportPage(result, timeline, traces).html
    let places = try ["worker-loss", "pod-loss"].map { name in
      let before = try #require(html.components(separatedBy: ">\(name)</text>").first)
      let place = try #require(before.components(separatedBy: "<text x=\"").last)
      return try #require(Double(String(place.prefix { $0 != "\"" })))
    }
    // A name of eleven letters is at least sixty pixels wide.
    #expect(places[1] - places[0] > 60, "\(places)")
  }

  @Test("The name of a fault stays within the picture, or is left out where that has no room")
  func roomForNames() throws {
    let others = (1...6).map { "the-loss-of-a-pod-that-has-a-long-name-\($0)" }
    let (result, timeline, traces) = try exampleResult(others: others)
    let html = ReportPage(result, timeline, traces).html
    let names = html.matches(of: /<text x="([0-9.]+)" y="[0-9.]+">([^<]+)<\/text>/)
    #expect(!names.isEmpty && names.contains { $0.2 == "worker-loss" })
    for name in names {
      // A letter is about seven wide.
      let end = try #require(Double(name.1)) + 7 * Double(name.2.count)
      #expect(end <= 960, "\(name.2) ends at \(end)")
    }
    for name in others { #expect(html.contains("<title>\(name), ")) }
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

  @Test("The documents tell complete and interrupted iterations apart, as k6 does")
  func iterations() throws {
    let (result, timeline, traces) = try exampleResult()
    let json = try RunDocument(result, exitCode: 0).json()
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let run = try #require((object?["runs"] as? [[String: Any]])?.first)
    #expect(run["iterations"] as? Int == 5_999 && run["interrupted_iterations"] as? Int == 1)
    let html = ReportPage(result, timeline, traces).html
    #expect(html.contains("complete iterations") && html.contains("5,999"))
  }

  @Test("k6's summary export says true for what was broken")
  func summaryExport() throws {
    let json = try SummaryExport(try exampleResult().result).json()
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let metrics = try #require(object?["metrics"] as? [String: [String: Any]])
    let failed = try #require(metrics["http_req_failed"])
    #expect(failed["thresholds"] as? [String: Bool] == ["rate<0.01": true])
    #expect(failed["value"] as? Double == 0.02)
    // Fifty in each of the hundred seconds after the warm-up; what was broken off, in the whole
    // run.
    #expect(metrics["iterations"]?["count"] as? Double == 5_000)
    #expect(metrics["iterations{journey:chat}"]?["rate"] as? Double == 50)
    #expect(metrics["interrupted_iterations"]?["count"] as? Double == 1)
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
