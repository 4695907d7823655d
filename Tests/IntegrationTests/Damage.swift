/// Marsaglia's xorshift generator: a seed gives the same damage anywhere.
struct Damage {
  /// One way in which a file is spoilt, by people, editors, networks or disks.
  private typealias Way = @Sendable (inout Damage, inout [UInt8]) -> Void

  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// A number from zero up to a limit.
  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }

  /// Spoils a text in one to four ways.
  mutating func applied(to text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0...below(3) where !text.isEmpty { Self.ways[below(Self.ways.count)](&self, &text) }
    return text
  }

  private static let ways: [Way] = [
    { $1[$0.below($1.count)] = UInt8($0.below(256)) },
    { $1[$0.below($1.count)] ^= 1 << UInt8($0.below(8)) },
    { damage, text in
      let stretch = damage.stretch(of: text)
      text.removeSubrange(stretch)
    },
    { damage, text in
      let stretch = damage.stretch(of: text)
      text.insert(contentsOf: text[stretch], at: damage.below(text.count))
    },
    { $1.insert(contentsOf: $0.one(of: scraps), at: $0.below($1.count)) },
    { $1.removeSubrange($0.below($1.count)...) },
    { $1.removeSubrange(..<$0.below($1.count)) },
    { $1 = $0.one(of: empties) },
    { $0.replaceNumber(in: &$1) },
    { damage, text in damage.replaceValue(in: &text, by: damage.one(of: values)) },
    { damage, text in damage.replaceValue(in: &text, by: damage.one(of: scraps)) },
    { damage, text in damage.replaceValue(in: &text, by: damage.nest()) },
    { damage, text in
      let value = damage.value(in: text)
      damage.replaceValue(in: &text, by: value.map { Array(text[$0]) } ?? [])
    },
    { $0.replaceKey(in: &$1) },
    { damage, text in damage.lines(of: &text) { $1.remove(at: $0.below($1.count)) } },
    { damage, text in
      damage.lines(of: &text) { damage, lines in
        lines.insert(lines[damage.below(lines.count)], at: damage.below(lines.count))
      }
    },
    { damage, text in
      damage.lines(of: &text) { $1.swapAt($0.below($1.count), $0.below($1.count)) }
    },
    { damage, text in
      damage.lines(of: &text) { damage, lines in
        lines[damage.below(lines.count)].insert(contentsOf: damage.one(of: indents), at: 0)
      }
    },
    { damage, text in
      damage.lines(of: &text) { damage, lines in
        let line = damage.below(lines.count)
        lines[line].removeFirst(min(lines[line].count, 1 + damage.below(3)))
      }
    },
    { $1 += bomb },
    { $1 = bomb + $1 },
  ]

  // MARK: What is put in

  private static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { [UInt8]($0.utf8) } }

  private static let scraps = bytes([
    "\t", "{", "]", ": ", "&a *a", "-1", "1e999", "\u{0}", "---\n", "!!binary ", "\"", "null",
    "[]", "{}", "- ", "999999999999999999999", "<<: *x", "|", ">-\n", ".nan", "\u{FEFF}", "~",
    "\u{0}\u{0}\u{0}", "\r", "\u{2028}", "\u{202E}", "ключ: 1\n", "? [a]\n: b\n", "%YAML 1.2\n",
  ])
  private static let values = bytes([
    ".inf", "-.inf", ".nan", "1e308", "-0", "0x7fffffffffffffff", "9223372036854775807",
    "-9223372036854775808", "2147483647", "4294967296", "1e19", "true", "null", "\"\"", "[]", "{}",
    "[[]]", "{a: {b: c}}", "\"\\u0000\"", "\u{1F600}", "99999999999h", "-5s", "1ns", "0s", "1Ei",
    "1e40", "-1Gi", "100000000%", "-1%", "*x", "!!int \"3\"", "2026-01-01", "|\n   x",
    "lognormal(p50: 0s, p99: 0s)", "exponential(mean: 1000000000h)", "constant(0)", "/", "..",
    "kube-system", "1000000000",
  ])
  private static let numbers = bytes([
    "0", "-5", "9223372036854775808", "1e30", "3.7", "184467440737095516160", "65536", "1000000000",
    "2147483647", "0.5", "1e6",
  ])
  private static let keys = bytes([
    "\u{43A}\u{43B}\u{44E}\u{447}", "", "? ", "\"a\\tb\"", "1", "true", "null", "[a]", "<<",
    String(repeating: "x", count: 3_000),
  ])
  private static let indents = bytes([" ", "  ", "\t", "    ", "- "])
  private static let empties = bytes([
    "", "\n", "---\n---\n", "...\n", "#", "null\n", "[]\n", "\u{0}",
  ])

  /// Aliases that would expand to 9^9 scalars.
  private static let bomb: [UInt8] = {
    var text = "\n---\na: &a [x, x, x, x, x, x, x, x, x]\n"
    for (name, inner) in zip("bcdefghi", "abcdefgh") {
      let aliases = Array(repeating: "*\(inner)", count: 9).joined(separator: ", ")
      text += "\(name): &\(name) [\(aliases)]\n"
    }
    return [UInt8]((text + "---\n").utf8)
  }()

  /// A value nested a few or very many levels deep.
  private mutating func nest() -> [UInt8] {
    let opening = one(of: Self.bytes(["[", "{a: ", "- "]))
    return Array(repeatElement(opening, count: [3, 60, 3_000][below(3)]).joined())
  }

  // MARK: Where it is put

  private mutating func one(of choices: [[UInt8]]) -> [UInt8] { choices[below(choices.count)] }

  private mutating func stretch(of text: [UInt8]) -> Range<Int> {
    let start = below(text.count)
    return start..<min(text.count, start + 1 + below(24))
  }

  /// What follows a colon, up to the line's or the flow's end.
  private mutating func value(in text: [UInt8]) -> Range<Int>? {
    let start = below(text.count)
    guard let colon = text[start...].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let end = text[colon...].firstIndex { "\n,}]".utf8.contains($0) } ?? text.count
    return colon + 1..<max(colon + 1, end)
  }

  private mutating func replaceValue(in text: inout [UInt8], by new: [UInt8]) {
    guard let old = value(in: text) else { return }
    text.replaceSubrange(old, with: [UInt8(ascii: " ")] + new)
  }

  private mutating func replaceNumber(in text: inout [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = text[below(text.count)...].firstIndex(where: digits.contains) else { return }
    let end = text[first...].firstIndex { !digits.contains($0) } ?? text.count
    text.replaceSubrange(first..<end, with: one(of: Self.numbers))
  }

  private mutating func replaceKey(in text: inout [UInt8]) {
    guard let colon = text[below(text.count)...].firstIndex(of: UInt8(ascii: ":")) else { return }
    let start = text[..<colon].lastIndex { " {\n".utf8.contains($0) }.map { $0 + 1 } ?? 0
    text.replaceSubrange(start..<colon, with: one(of: Self.keys))
  }

  /// Changes the lines of a text, of which there is at least one.
  private mutating func lines(
    of text: inout [UInt8], _ change: (inout Damage, inout [[UInt8]]) -> Void
  ) {
    let newline = UInt8(ascii: "\n")
    var lines = text.split(separator: newline, omittingEmptySubsequences: false).map(Array.init)
    change(&self, &lines)
    text = Array(lines.joined(separator: [newline]))
  }
}
