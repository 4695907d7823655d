import TestSupport
import Testing

/// Each rule finds what it is there for and nothing else: every line of `bad` breaks it once.
@Suite("The rules")
struct RuleTests {
  private func check(
    _ rule: (SourceFile) -> [Violation], in path: String = "Sources/Mesh/Sample.swift",
    bad: String, good: String
  ) throws {
    let lines = bad.split(separator: "\n").count
    let found = rule(SourceFile(path: path, text: bad)).map(\.line)
    try #require(found.sorted() == Array(1...lines), "\(path)")
    let excess = rule(SourceFile(path: path, text: good))
    try #require(excess.isEmpty, "\(excess)")
  }

  @Test("find imports that point up, sideways or out of the house")
  func arrows() throws {
    try check(
      Arrows.violations, bad: "import Workload\npublic import Twin\nimport Foundation\nimport Yams",
      good: "public import Cluster\nimport struct Metrics.Sample\nimport Glibc")
    try check(
      Arrows.violations, in: "Sources/Stores/S.swift", bad: "import Traffic", good: "import Mesh")
    try check(
      Arrows.violations, in: "Sources/Results/S.swift", bad: "import Yams\nimport Cluster",
      good: "import Foundation\nimport GRDB")
    let attic = SourceFile(path: "Sources/Attic/S.swift", text: "let a = 1")
    #expect(Arrows.violations(in: attic).count == 1)
  }

  @Test("find what differs from run to run, and classes, in model rooms")
  func modelRooms() throws {
    try check(
      ModelRooms.violations,
      bad: """
        let a = Date()
        let b = values.shuffled()
        let c = Int.random(in: 0..<9)
        let d = UUID()
        var e: [String: Int]
        let f = Set(values)
        var g: Dictionary<Int, Int>
        let h = [:]
        final class I {}
        hasher = Hasher()
        let j = time(nil)
        let k = [1: "a", 2: "b"]
        await l
        """,
      good: """
        let a = values.shuffled(using: &random)
        let b = [c ? d : e, f ? [g] : h]
        let i = table[key: 3]
        let j = values.map { [k, l] in (m: k, n: l) }
        class func o() {}
        simulation.time(of: p)
        """)
    try check(
      ModelRooms.violations, in: "Sources/Manifests/S.swift", bad: "let a = Date()",
      good: "let a: [String: Int] = [:]\nfinal class B {}")
    try check(
      ModelRooms.violations, in: "Sources/Results/S.swift", bad: "let a = UUID()", good: "Set(b)")
  }

  @Test("find a domain's words in the kernel")
  func kernelVocabulary() throws {
    try check(
      KernelVocabulary.violations, in: "Sources/SimulationKernel/S.swift",
      bad: "let nodeCount = 1\nstruct RequestQueue {}\nfunc add(pod: Int) {}\nlet kubeTime = 1",
      good: "let podium = 1\n// a node\nlet text = \"service\"\nvar serviced = RequestRandom()")
  }

  @Test("find what stops the program without a sentence")
  func safety() throws {
    try check(
      Safety.violations,
      bad:
        "let a = b!\nlet c = try! d()\nlet e = f as! G\nfatalError()\nassert(h)\nlet i = j[0]!.k",
      good: "let a = !b\nif c != d, !e.f { g(!h) }\nlet i = x!=y\nlet j = \"stop!\"\nk.assert()")
    try check(
      Safety.violations, in: "Tests/T/S.swift", bad: "@testable import X\nimport XCTest", good: "")
  }

  @Test("find long files and functions")
  func size() {
    let body = [String](repeating: "  f()\n", count: 39).joined()
    let fits = SourceFile(path: "", text: "func a() {\n\(body.dropLast(6))}\n")
    let long = SourceFile(path: "", text: "func a() {\n\(body)}\nvar b: Int {\n\(body)}\n")
    #expect(Size.violations(in: fits).isEmpty)
    #expect(Size.violations(in: long).map(\.line) == [1, 42])
    let lines = [String](repeating: "let a = 1\n", count: 401).joined()
    #expect(Size.violations(in: SourceFile(path: "", text: lines)).count == 1)
    #expect(Size.violations(in: SourceFile(path: "", text: "\(lines.dropLast(10))")).isEmpty)
    let script = "func a() {\n  \"\"\"\n\(lines.prefix(600))  \"\"\"\n}\n"
    #expect(Size.violations(in: SourceFile(path: "Tests/T.swift", text: script)).isEmpty)
    #expect(Size.violations(in: SourceFile(path: "Sources/T.swift", text: script)).count == 1)
  }

  @Test("find undocumented declarations that other rooms see")
  func documentation() throws {
    try check(
      { Documentation(room: [$0]).violations(in: $0) },
      bad: """
        package struct A {}
        package func b() {}
        @inlinable public var c: Int { 1 }
        package let d = 1
        """,
      good: """
        /// A.
        @frozen public enum A {
          case b
          /// C.
          @inlinable
          public var c: Int { 1 }
          var d: Int { 2 }
        }
        struct E { package let f = 1 }
        extension E { public func g() {} }
        private struct H { package init() {} }
        package import I
        """)
    try check(
      { Documentation(room: [$0]).violations(in: $0) }, bad: "public protocol A {\nfunc b() }",
      good: "/// A.\npackage protocol A {\n  /// B.\n  func b()\n}\nprotocol C { func d() }")
  }

  @Test("find types whose names have two meanings")
  func naming() throws {
    try check(
      Naming.violations, bad: "struct Task {}\nenum Event {}\ntypealias Clock = Int",
      good: "struct TaskQueue {}\nextension Duration {}\nlet Process = 1")
    try check(
      Naming.violations, in: "Sources/SimulationKernel/S.swift", bad: "struct Duration {}",
      good: "struct Event {}")
  }

  @Test("find code and wishes in comments")
  func comments() throws {
    try check(
      Comments.violations,
      bad: """
        // let a = b
        // if a { b() }
        // a.b(c)
        // a = b + c
        // }
        // return a.b(c)
        /// TODO: write it.
        """,
      good: """
        // Let the first slot in; it is free (see above).
        // a slot with a thousand equal times (sorted in bulk)
        // The limit = base + width holds.
        /// if a { b() }
        // For every pod: one event.
        """)
  }

  @Test("find functions, computed properties and types that nothing in Sources uses")
  func deadCode() throws {
    try check(
      { DeadCode([$0]).violations() },
      bad:
        """
        func a() { a() }
        enum B { case c(B) }
        extension C { func d() {} }
        var e: Int { 1 }
        let f = g(f: 1)
        var i = k { i += 1; x.i = 2 }
        """,
      good: """
        func a() { b(); "\\(c())" }
        func b() { a() }
        func c() -> D { e.map(f) }
        struct D { func hash(into h: Int) {} }
        func f() { g + h == M(); if let p { x[p] = 1 } }
        struct M: Equatable { let n = 1 }
        let p = 2
        var g: Int { 1 }
        var h = 2
        @main struct Main { static func == (l: Main, r: Main) -> Bool { true } }
        """)
  }

  @Test("find tests that cannot fail or have no sentence")
  func testQuality() throws {
    try check(
      { TestQuality([$0]).violations(in: $0) }, in: "Tests/T/S.swift",
      bad: """
        @Test("a sentence") func a() { b() }
        @Test func c() { #expect(d) }
        @Test("another") func e() { #expect(f); #expect(true) }
        """,
      good: """
        @Test("a sentence", arguments: [1]) func a() { helper() }
        func helper() { other() }
        func other() { #expect(b == 1) }
        """)
  }

  @Test("find the paths of one machine")
  func machinePaths() {
    let text = Array("a\nb /ro".utf8) + Array("ot/c\n".utf8)
    #expect(MachinePaths.violations(in: "Sources/A.swift", bytes: text).map(\.line) == [2])
    #expect(MachinePaths.violations(in: "scenarios/a.yaml", bytes: text).isEmpty)
  }
}
