import TestSupport
import Testing

@Suite("The scanner")
struct LexerTests {
  private func words(_ text: String) -> [String] {
    SourceFile(path: "", text: text).tokens.filter { $0.kind == .identifier }.map(\.text)
  }

  @Test("sees code in interpolations and none in strings, comments and regular expressions")
  func literalsAreOpaque() throws {
    let cases: [(text: String, words: [String])] = [
      (#"a = "b c" + d"#, ["a", "d"]),
      (#"a = "b \(c + "d \(e) f") g" + h"#, ["a", "c", "e", "h"]),
      (##"a = #"b \(c) "d" \#(e)"# + f"##, ["a", "e", "f"]),
      (#"a = "\"" + b // c"# + "\nd", ["a", "b", "d"]),
      ("a /* b /* c */ d */ e", ["a", "e"]),
      ("a = \"\"\"\n  b \"c\" { \\(d)\n  \"\"\"\ne", ["a", "d", "e"]),
      ("a = /b {c\\/d/ ; e", ["a", "e"]), ("a = b / c / d", ["a", "b", "c", "d"]),
      ("a = #/b/c/# + d", ["a", "d"]), ("`class`.a(0x1p-53.b, 1e-3)", ["class", "a", "b"]),
    ]
    try withEvery("case", in: cases) { try #require(words($0.text) == $0.words) }
  }

  @Test("counts lines through multi-line strings and comments")
  func linesAreCounted() {
    let file = SourceFile(path: "", text: "a\n/* b\n c */ d\n\"\"\"\n e\n \\(f) \n\"\"\"\ng\n")
    #expect(file.tokens.filter { $0.kind == .identifier }.map(\.line) == [1, 3, 6, 8])
    #expect(file.lineCount == 8)
  }

  @Test("finds declarations with their access, their bodies and what they are nested in")
  func declarationsAreFound() {
    let text = """
      public struct A<T: B> where T.C == Int {
        private(set) public var stored: [Int: String] = [:]
        package static let constant = { 1 }()
        @inlinable @inline(always) public var computed: Int { stored.count }
        init?(_ x: Int = { 3 }()) { if let y = x.z { w { var local = 1 } } }
        package func f(for class: Int, _ g: () -> Void = {}) async throws(E) -> (Int) -> Int {
          func inner() {}
        }
        static func == (left: A, right: A) -> Bool { true }
      }
      package protocol P: AnyObject {
        var p: Int { get }
        func q() -> Int
        func r()
      }
      extension Outer.Inner: P { class func s() { self.init(); X.init() } }
      """
    let declarations = SourceFile(path: "", text: text).declarations
    #expect(
      declarations.map(\.name) == [
        "A", "stored", "constant", "computed", "init", "f", "inner", "==", "P", "p", "q", "r",
        "Inner", "s",
      ])
    #expect(
      declarations.map(\.access) == [
        .public, .public, .package, .public, nil, .package, nil, nil, .package, nil, nil, nil,
        nil, nil,
      ])
    #expect(
      declarations.map { $0.body != nil } == [
        true, false, false, true, true, true, true, true, true, true, false, false, true, true,
      ])
    #expect(
      declarations.map(\.parent) == [nil, 0, 0, 0, 0, 0, 5, 0, nil, 8, 8, 8, nil, 12])
  }

  @Test("takes identifiers apart at their capitals")
  func identifiersHaveWords() throws {
    let cases = [
      ("nodeCount", ["node", "count"]), ("CPUModel", ["cpumodel"]), ("MAX_PODS", ["max", "pods"]),
      ("isNone", ["is", "none"]), ("podium", ["podium"]), ("_requests2", ["requests2"]),
    ]
    try withEvery("identifier", in: cases) { try #require(Identifier.words(of: $0.0) == $0.1) }
  }
}
