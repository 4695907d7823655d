import Manifests
import Testing

@Suite("YAML documents")
struct YAMLDocumentTests {
  private func configMap(_ name: String, _ more: String = "") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\n\(more)"
  }

  @Test("are cut at their markers first, so every broken one is reported with its own line")
  func everyBrokenDocument() {
    let read = ReadText(
      configMap("a") + "---\n" + "a: [1\n" + "---\n" + configMap("b") + "--- # c\n" + "\tx: 1\n"
        + "---\n" + "a: 'open\n" + "---\n" + configMap("d"))
    #expect(read.documents.map(\.name) == ["a", "b", "d"])
    #expect(read.places == ["invalid-yaml 5:6", "invalid-yaml 11:1", "invalid-yaml 13:9"])
  }

  @Test("may be empty, commented out, marked twice or end without a line break")
  func emptyDocuments() {
    let read = ReadText(
      "# head\n---\n---\n%YAML 1.1\n---\n\(configMap("a"))---\n# nothing\n...\n---\n"
        + "---\n\(configMap("b"))---")
    #expect(read.documents.map(\.name) == ["a", "b"])
    #expect(read.items.isEmpty)
    #expect(ReadText("").items.isEmpty)
    #expect(ReadText("\n\n# only a comment").items.isEmpty)
  }

  /// `NewYAMLReader` of apimachinery cuts at each line that begins with `---`, and refuses one that
  /// says more; what is between two is given to a parser of one document.
  @Test("end at ... until the next ---, behind which nothing but a comment may stand")
  func markers() {
    let read = ReadText(
      configMap("a") + "...\n" + configMap("x") + "... y\n" + "y: [\n" + "---\n"
        + configMap("b") + "---apiVersion: v1\nkind: X\n" + "--- {a: b}\n" + "--- # c\n"
        + configMap("c", "data:\n  a: |\n    ---b\n") + "...\n# nothing\n")
    #expect(read.documents.map(\.name) == ["a", "b", "c"])
    #expect(
      read.places == [
        "unread-document 5:1", "unread-document 9:1", "invalid-yaml 14:1", "invalid-yaml 16:1",
      ])
    #expect(read.items.map(\.severity) == [.warning, .warning, .error, .error])
  }

  @Test("may be JSON values one behind the other, each with its own lines")
  func jsonStream() {
    func object(_ name: String) -> String {
      "{\"apiVersion\": \"v1\",\n\"kind\": \"ConfigMap\",\"metadata\": {\"name\": \"\(name)\"}"
    }
    for lineBreak in ["\n", "\r\n", "\r"] {
      let text =
        object("a") + ",\n \"data\": {\"k\": \"}\\\"{\"}}\n\n  " + object("b")
        + ",\n\"x\": 1, \"x\": 2} " + object("c") + "}\n"
      let read = ReadText(text.replacing("\n", with: lineBreak))
      #expect(read.documents.map(\.name) == ["a", "b", "c"])
      #expect(read.documents.map(\.span.line) == [1, 5, 7])
      #expect(read.places == ["duplicate-key 7:9"])
    }
    // The last bracket is missing: then nothing tells where a value ends.
    #expect(ReadText(object("a") + "}\n" + object("b")).items.map(\.code) == ["invalid-yaml"])
  }

  @Test("that are nothing are skipped without a word, as kubectl does")
  func nothing() {
    let read = ReadText("null\n---\n~\n---\n\(configMap("a"))")
    #expect(read.documents.map(\.name) == ["a"] && read.items.isEmpty)
  }

  @Test("that are a List have items, be they none")
  func lists() {
    let list = "apiVersion: v1\nkind: List\n"
    #expect(ReadText(list + "items:\n").items.isEmpty)
    #expect(ReadText(list).items.map(\.message) == ["missing field \"items\" in a List"])
  }

  @Test("keep markers inside indented block text")
  func markersInText() {
    let read = ReadText(configMap("a", "data:\n  file: |\n    ---\n    a: b\n    ...\n"))
    #expect(read.items.isEmpty)
    #expect(read.documents.first?.node["data"]?["file"]?.text == "---\na: b\n...\n")
  }

  @Test("have the same places with LF, CR LF and CR, with and without a byte order mark")
  func lineBreaks() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n---\nx: [\n"
    let expected = ["duplicate-key 5:3", "invalid-yaml 7:5"]
    for lineBreak in ["\n", "\r\n", "\r"] {
      for mark in ["", "\u{FEFF}"] {
        let read = ReadText(mark + text.split(separator: "\n").joined(separator: lineBreak))
        #expect(read.places == expected)
      }
    }
  }

  @Test("may follow a byte order mark after a marker, as kubectl reads each as a stream of its own")
  func marksWithin() {
    let mark = "\u{FEFF}"
    let joined = ReadText(
      mark + configMap("a") + "---\n" + mark + configMap("b") + "--- # c\r\n" + mark + "x: [\n")
    #expect(joined.documents.map(\.name) == ["a", "b"])
    #expect(joined.places == ["invalid-yaml 9:5"])
    for text in ["---\n" + mark + configMap("a"), configMap("a") + mark + configMap("b")] {
      let read = ReadText(text)
      #expect(read.items.first?.message == "a byte order mark stands within the document")
      #expect(read.items.count == 1 && read.items.first?.span.column == 1)
    }
  }

  @Test("count columns in letters, and lines as editors do")
  func unicodePlaces() {
    let read = ReadText(
      configMap("a", "data: {größe: \"日本\u{2028}\u{85}x\", größe: 1,\n  b: 1, b: 2}"))
    #expect(read.places == ["duplicate-key 4:24", "duplicate-key 5:9"])
  }

  @Test("report every repeated key with its first place; the last one counts")
  func repeatedKeys() {
    let keys = (0..<40).map { "k\($0)" } + ["k3", "k39", "k3"]
    let read = ReadText(
      configMap("a", "data:\n" + keys.map { "  \($0): v" }.joined(separator: "\n")))
    #expect(read.items.map(\.code) == ["duplicate-key", "duplicate-key", "duplicate-key"])
    #expect(read.items.map { $0.labels.first?.span.line } == [8, 44, 45])
    let lenient = ReadText(configMap("a", "data: {k: v, k: w}"), lenient: true)
    #expect(lenient.items.map(\.severity) == [.warning])
    #expect(lenient.documents.first?.node["data"]?["k"]?.text == "w")
  }

  @Test("resolve anchors, aliases and merge keys")
  func aliases() {
    let data = dataNode(
      "base: &b {v: 1, w: 2}\nmore: {<<: *b, w: 3}\nlist: {<<: [{z: 4}, *b], v: 9}\ncopy: *b")
    #expect(data?["more"]?["w"]?.text == "3" && data?["more"]?["v"]?.text == "1")
    #expect(data?["list"]?.pairs?.compactMap(\.key.text) == ["v", "w", "z"])
    #expect(data?["copy"]?["w"]?.text == "2")
    #expect(ReadText("a: *b").places == ["invalid-yaml 1:4"])
    #expect(ReadText("a: &a [*a]").places == ["invalid-yaml 1:8"])
    #expect(ReadText("a: {<<: 3}").places == ["invalid-yaml 1:9"])
  }

  @Test("take a merged key over one written before it, as kubectl does, and say so")
  func mergedLast() {
    // go-yaml v2 sets keys in their order, and those of << where it stands.
    let read = ReadText(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, labels: &b {v: "1", w: "2"}}
      data: {v: "3", <<: *b, w: "4"}
      """)
    let data = read.documents.first?.node["data"]
    #expect(data?["v"]?.text == "1" && data?["w"]?.text == "4")
    #expect(read.places == ["replaced-key 4:16"])
    #expect(read.items.first?.labels.first?.span.column == 8)
    #expect(read.items.map(\.severity) == [.warning])
  }

  @Test("refuse aliases that stand for too much, in values, keys and depth")
  func aliasBombs() {
    var text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for (name, next) in zip("abcdefgh", "bcdefghi") {
      text += "\(next): &\(next) [" + String(repeating: "*\(name),", count: 10) + "]\n"
    }
    #expect(ReadText(text).items.map(\.code) == ["too-many-aliases"])
    #expect(ReadText("a: &a [1]\n? *a\n: 2\n").items.map(\.code) == ["invalid-yaml"])
    var deep = "a0: &a0 [x]\n"
    for level in 1..<400 { deep += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(ReadText(deep).items.map(\.code) == ["too-deep"])
    let allowed = "a: &a [" + String(repeating: "x,", count: 998) + "]\nb: ["
    let many = allowed + String(repeating: "*a,", count: 100) + "]\n"
    #expect(ReadText(many).items.map(\.code) == ["not-kubernetes"])
    let more = allowed + String(repeating: "*a,", count: 101) + "]\n"
    #expect(ReadText(more).items.map(\.code) == ["too-many-aliases"])
  }

  @Test("refuse nesting that would exhaust the stack, however it is written")
  func deepNesting() {
    let texts = [
      String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 100_000),
      String(repeating: "- ", count: 5_000) + "a", String(repeating: "? ", count: 5_000) + "a",
      (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ]
    for text in texts {
      #expect(ReadText(text).items.first?.code == "too-deep", "\(text.prefix(8))")
    }
    let allowed = String(repeating: "[", count: 190) + String(repeating: "]", count: 190)
    #expect(ReadText(configMap("a", "x: \(allowed)")).items.isEmpty)
  }

  @Test("with NUL, control characters, broken UTF-8 or UTF-16 are refused where it happens")
  func badBytes() {
    let head = Array("a: 1\nbé: ".utf8)
    for bad in [[0x00], [0x07], [0x7F], [0xFF], [0xED, 0xA0, 0x80]] as [[UInt8]] {
      #expect(ReadText(bytes: head + bad + [0x0A]).places == ["invalid-yaml 2:5"], "\(bad)")
    }
    #expect(ReadText(bytes: head + [0xC3, 0x28, 0x0A]).places == ["invalid-yaml 2:6"])
    #expect(ReadText(bytes: [0xFF, 0xFE, 0x61, 0x00]).places == ["invalid-utf8 1:1"])
  }

  @Test("in JSON may be indented with tabs and escape letters beyond U+FFFF")
  func json() {
    let read = ReadText(
      "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"ConfigMap\",\n"
        + "\t\"metadata\": {\"name\": \"a\"},\n"
        + "\t\"data\": {\"k\": \"\\ud83d\\ude00 \\\\ud83d \\/ \\u00e9\"}\n}\n")
    #expect(read.items.isEmpty)
    #expect(read.documents.first?.node["data"]?["k"]?.text == "😀 \\ud83d / é")
    let twice = "{\"a\": \"\\ud83d\\ude00\", \"b\": 1, \"b\": 2}"
    #expect(ReadText(twice).places.last == "duplicate-key 1:31")
  }

  @Test("give each plain value the very place it was written at")
  func placesOfValues() {
    let text = configMap(
      "a", "data:\n  a: one\n  b: [two, {c: three}]\n  d:\n  - four # x\n  -   five six\n")
    let read = ReadText(text)
    #expect(checkPlaces(read) == 8)
  }
}

/// Checks that the text at each plain one-line value's place is the value; returns their number.
func checkPlaces(_ read: ReadText) -> Int {
  var count = 0
  func check(_ node: YAMLNode) {
    switch node.content {
    case .null: break
    case .sequence(let elements): elements.forEach(check)
    case .mapping(let pairs): pairs.forEach { check($0.value) }
    case .scalar(let text):
      guard node.isPlain, node.span.line == node.span.endLine,
        let line = read.sources.line(node.span.line, of: node.span)
      else { return }
      let written = line.unicodeScalars.dropFirst(Int(node.span.column) - 1)
        .prefix(Int(node.span.endColumn - node.span.column))
      // Letters that two escapes stand for are longer in the file.
      if text.contains("😀") { return }
      #expect(String(Substring(written)) == text)
      count += 1
    }
  }
  read.documents.forEach { check($0.node) }
  return count
}
