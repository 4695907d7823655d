import Foundation
import Testing

/// Damaged input, by the thousand.
@Suite("Damaged input")
struct MutationTests {
  /// A problem as `validate -o json` prints it.
  private struct Problem: Decodable {
    let severity: String
    let message: String
    let line: Int?
    let column: Int?
  }

  /// Files that one process reads, and seconds that each may take.
  private static let filesOfProcess = 400
  private static let secondsOfFile = 1.0

  /// Manifests, models, machines and scenarios to damage.
  private func originals() throws -> [[UInt8]] {
    let samples = try Program.sampleFiles(atMost: 30_000).map(\.bytes)
    return [[UInt8](SmallScenario().text.utf8)] + samples
  }

  @Test(
    "Whatever is damaged, validate ends with 0 or 104, in time, and says where",
    arguments: UInt64(1)...50)
  func validated(seed: UInt64) throws {
    let program = try Program()
    defer { program.cleanUp() }
    var damage = Damage(seed: seed)
    let originals = try originals()
    let names = try (0..<Self.filesOfProcess).map { number in
      let name = "damaged-\(number).yaml"
      let original = originals[damage.below(originals.count)]
      try Data(damage.applied(to: original)).write(to: program.directory.appending(path: name))
      return name
    }
    let started = Date()
    let outcome = try program.run(["validate", "-o", "json"] + names)
    let took = Date().timeIntervalSince(started)
    #expect(
      !outcome.wasKilled && [0, 104].contains(outcome.exitCode),
      "seed \(seed): exit \(outcome.exitCode)\n\(outcome.messages.suffix(2_000))")
    #expect(took < Self.secondsOfFile * Double(names.count) / 10, "seed \(seed): \(took) s")
    let problems = try JSONDecoder().decode([Problem].self, from: Data(outcome.output.utf8))
    for problem in problems where problem.severity == "error" {
      #expect((problem.line ?? 0) > 0 && (problem.column ?? 0) > 0, "seed \(seed): \(problem)")
    }
  }

  @Test("Whatever is damaged, run ends as it should, in time", arguments: UInt64(1)...8)
  func simulated(seed: UInt64) throws {
    let program = try Program()
    defer { program.cleanUp() }
    var damage = Damage(seed: seed &+ 1_000)
    let whole = [UInt8](SmallScenario(duration: "2s").text.utf8)
    for number in 0..<100 {
      let file = program.directory.appending(path: "damaged.yaml")
      try Data(damage.applied(to: whole)).write(to: file)
      let started = Date()
      let outcome = try program.run(
        ["run", "damaged.yaml", "--quiet", "--until", "1s", "--load-scale", "0.01"])
      let took = Date().timeIntervalSince(started)
      let isExpected = !outcome.wasKilled && [0, 99, 104].contains(outcome.exitCode)
      if !isExpected || took > 10 * Self.secondsOfFile {
        let damaged = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        Issue.record("seed \(seed), file \(number), \(took) s: \(outcome)\n\(damaged)")
      }
      if outcome.exitCode == 104 {
        #expect(
          outcome.messages.contains("damaged.yaml"), "seed \(seed), file \(number): \(outcome)")
      }
    }
  }
}

/// Marsaglia's xorshift generator: a seed gives the same damage anywhere.
struct Damage {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// A number from zero up to a limit.
  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }

  private static let scraps = [
    "\t", "{", "]", ": ", "&a *a", "-1", "1e999", "\u{0}", "---\n", "!!binary ", "\"", "null",
    "[]", "{}", "- ", "999999999999999999999", "<<: *x", "|", ">-\n", ".nan", "\u{FEFF}", "~",
  ].map { [UInt8]($0.utf8) }

  /// Changes, removes, repeats or inserts a few stretches of a text, replaces numbers and values.
  mutating func applied(to text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0...below(3) where !text.isEmpty {
      let start = below(text.count)
      let end = min(text.count, start + 1 + below(24))
      let scrap = Self.scraps[below(Self.scraps.count)]
      switch below(6) {
      case 0: text[start] = UInt8(below(256))
      case 1: text.removeSubrange(start..<end)
      case 2: text.insert(contentsOf: text[start..<end], at: below(text.count))
      case 3: replaceValue(after: start, by: scrap, in: &text)
      case 4: replaceNumber(after: start, in: &text)
      default: text.insert(contentsOf: scrap, at: start)
      }
    }
    return text
  }

  /// Puts a scrap in the place of what follows the next colon.
  private func replaceValue(after start: Int, by scrap: [UInt8], in text: inout [UInt8]) {
    guard let colon = text[start...].firstIndex(of: UInt8(ascii: ":")) else { return }
    let end = text[colon...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    text.replaceSubrange(colon + 1..<max(colon + 1, end), with: [UInt8(ascii: " ")] + scrap)
  }

  private mutating func replaceNumber(after start: Int, in text: inout [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = text[start...].firstIndex(where: digits.contains) else { return }
    let end = text[first...].firstIndex { !digits.contains($0) } ?? text.count
    let numbers = ["0", "-5", "9223372036854775808", "1e30", "3.7", "184467440737095516160"]
    text.replaceSubrange(first..<end, with: Array(numbers[below(numbers.count)].utf8))
  }
}
