import Manifests
import Testing

@Suite("Messages")
struct DiagnosticRenderingTests {
  @Test("show the line, the caret, other places and help as the Rust compiler does")
  func golden() {
    let read = ReadText(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: 7}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings
        name: "größe 日本"
      ---
      services: {}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: "größe 日本"
        labels: {日本: é, 日本: 2}
      """)
    let expected = """
      error[wrong-type]: expected text, found the number 7
       --> <standard input>:3:18
        |
      3 | metadata: {name: 7}
        |                  ^
        |
        = help: write it in quotes: "7"

      error[duplicate-key]: key "name" is written twice
       --> <standard input>:9:3
        |
      9 |   name: "größe 日本"
        |   ^^^^
       ::: <standard input>:8:3
        |
      8 |   name: settings
        |   ---- first written here

      warning[not-kubernetes]: skipped: not a Kubernetes object (it has no apiVersion and kind)
        --> <standard input>:11:1
         |
      11 | services: {}
         | ^

      error[duplicate-object]: ConfigMap "größe 日本" is given twice
        --> <standard input>:16:9
         |
      16 |   name: "größe 日本"
         |         ^^^^^^^^^^^^
        ::: <standard input>:9:9
         |
       9 |   name: "größe 日本"
         |         ------------ first given here

      error[duplicate-key]: key "日本" is written twice
        --> <standard input>:17:19
         |
      17 |   labels: {日本: é, 日本: 2}
         |                     ^^^^
        ::: <standard input>:17:12
         |
      17 |   labels: {日本: é, 日本: 2}
         |            ---- first written here

      """
    #expect(read.rendered == expected)
  }

  @Test("keep control characters of the input away from the terminal, and tabs aligned")
  func controlCharacters() {
    let sources = SourceMap()
    let file = sources.add(path: "a\u{1B}[2J.yaml", text: "\tkey:\u{1B}[31m x\r\nnext")
    let span = SourceSpan(file: file, line: 1, column: 2, endLine: 1, endColumn: 5)
    let collector = DiagnosticCollector()
    collector.error("bad \u{7} key", at: span, code: "x", help: "a\u{202E}b")
    let text = collector.diagnostics.rendered(sources: sources, color: false)
    #expect(
      text == """
        error[x]: bad \u{FFFD} key
         --> a\u{FFFD}[2J.yaml:1:2
          |
        1 |     key:\u{FFFD}[31m x
          |     ^^^
          |
          = help: a\u{FFFD}b

        """)
    #expect(collector.diagnostics.rendered(sources: sources, color: true).contains("\u{1B}[1;31m"))
  }

  @Test("cut a long line to a window around the place")
  func longLines() throws {
    let text = String(repeating: "a", count: 5_000) + "HERE" + String(repeating: "b", count: 5_000)
    let sources = SourceMap()
    let file = sources.add(path: "one-line.json", text: text)
    let collector = DiagnosticCollector()
    collector.error(
      "x", at: SourceSpan(file: file, line: 1, column: 5_001, endLine: 1, endColumn: 5_005),
      code: "x")
    let lines = collector.diagnostics.rendered(sources: sources, color: false)
      .split(separator: "\n")
    let source = try #require(lines.first { $0.hasPrefix("1 |") })
    let carets = try #require(lines.first { $0.contains("^") })
    #expect(source.count < 200)
    let column = try #require(carets.firstIndex(of: "^"))
    let offset = carets.distance(from: carets.startIndex, to: column)
    #expect(source.dropFirst(offset).hasPrefix("HERE"))
    #expect(carets.hasSuffix("^^^^"))
  }

  @Test("without a known place are the header and help alone")
  func unplaced() {
    let collector = DiagnosticCollector()
    collector.error("a does not exist", at: .unknown, code: "file-not-found", help: "check it")
    #expect(
      collector.diagnostics.rendered(sources: SourceMap(), color: false)
        == "error[file-not-found]: a does not exist\n = help: check it\n")
  }

  @Test("beyond a thousand are counted, and an error among them still refuses the input")
  func tooMany() {
    let collector = DiagnosticCollector()
    for _ in 0..<1_500 { collector.warning("w", at: .unknown, code: "x") }
    let last = collector.diagnostics.items.last?.message
    #expect(last == "500 more problems are not shown, the first of them here")
    #expect(!collector.diagnostics.hasErrors)
    collector.error("e", at: .unknown, code: "x")
    #expect(collector.hasErrors && collector.diagnostics.hasErrors)
    #expect(collector.diagnostics.items.count == DiagnosticCollector.mostItems + 1)
  }

  @Test("come by place, and leniency demotes only its own rules")
  func ordersAndDemotes() {
    let collector = DiagnosticCollector(lenient: true)
    func place(_ line: Int32) -> SourceSpan {
      SourceSpan(file: 0, line: line, column: 1, endLine: line, endColumn: 2)
    }
    collector.error("no place", at: .unknown, code: "file-not-found")
    collector.error("third", at: place(9), code: "wrong-type")
    collector.error("second", at: place(3), code: "duplicate-object")
    collector.error("first", at: place(3).extended(to: place(2)), code: "unknown-field")
    let items = collector.diagnostics.items
    #expect(items.map(\.message) == ["second", "first", "third", "no place"])
    #expect(items.map(\.severity) == [.warning, .warning, .error, .error])
    #expect(collector.hasErrors)
  }
}

@Suite("The nearest name")
struct NearestNameTests {
  @Test("is found through one slip per three letters, and not through more")
  func findsSlips() {
    let names = ["replicas", "selector", "template", "strategy", "minReadySeconds"]
    #expect(nearest("replica", in: names) == "replicas")
    #expect(nearest("relpicas", in: names) == "replicas")
    #expect(nearest("Selector", in: names) == "selector")
    #expect(nearest("tempalte", in: names) == "template")
    #expect(nearest("minreadyseconds", in: names) == "minReadySeconds")
    #expect(nearest("volumes", in: names) == nil)
    #expect(nearest("", in: names) == nil)
    #expect(nearest(String(repeating: "x", count: 100_000), in: names) == nil)
  }

  @Test("is the word itself, whatever else is near, and never depends on the candidates' order")
  func exactWins() {
    let names = ["port", "ports", "host", "hosts", "hostPort"]
    for name in names {
      #expect(nearest(name, in: names) == name)
      #expect(nearest(name, in: names.reversed()) == name)
    }
  }
}
