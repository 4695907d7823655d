import Foundation
import Testing

/// Damaged input, by the thousand.
@Suite("Damaged input")
struct MutationTests {
  /// Marsaglia's xorshift generator: a seed gives the same damage anywhere.
  private struct Damage {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(limit))
    }

    /// Changes, removes, repeats or inserts a few stretches of a text.
    mutating func applied(to text: [UInt8]) -> [UInt8] {
      var text = text
      let scraps = [
        "\t", "{", "]", ": ", "&a *a", "-1", "1e999", "\u{0}", "---\n", "!!binary ", "\"",
      ]
      for _ in 0...below(3) where !text.isEmpty {
        let start = below(text.count)
        let end = min(text.count, start + 1 + below(24))
        switch below(4) {
        case 0: text[start] = UInt8(below(256))
        case 1: text.removeSubrange(start..<end)
        case 2: text.insert(contentsOf: text[start..<end], at: below(text.count))
        default: text.insert(contentsOf: scraps[below(scraps.count)].utf8, at: start)
        }
      }
      return text
    }
  }

  @Test("Whatever is damaged, validate ends with 0 or 104", arguments: UInt64(1)...20)
  func swarm(seed: UInt64) throws {
    let program = try Program()
    defer { program.cleanUp() }
    var damage = Damage(state: seed &* 0x9E37_79B9_7F4A_7C15)
    let whole = [UInt8](SmallScenario().text.utf8)
    var names: [String] = []
    for number in 0..<300 {
      let name = "damaged-\(number).yaml"
      let file = program.directory.appending(path: name)
      try Data(damage.applied(to: whole)).write(to: file)
      names.append(name)
    }
    let outcome = try program.run(["validate", "--quiet"] + names)
    #expect(!outcome.wasKilled && [0, 104].contains(outcome.exitCode), "seed \(seed): \(outcome)")
  }
}
