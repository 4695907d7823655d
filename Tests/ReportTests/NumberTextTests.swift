import Report
import Testing

@Suite("Numbers as people read them")
struct NumberTextTests {
  static let examples: [(milliseconds: Double, text: String)] = [
    (0, "0ms"), (0.35, "350µs"), (0.0041, "4.10µs"), (1, "1.00ms"), (12.34, "12.3ms"),
    (843.2, "843ms"), (999.7, "1.00s"), (1_204, "1.20s"), (59_940, "59.9s"), (920_000, "15m20s"),
    (.infinity, "never"),
  ]

  @Test("Times have three digits in the unit that fits", arguments: examples)
  func times(row: (milliseconds: Double, text: String)) {
    #expect(NumberText.milliseconds(row.milliseconds) == row.text)
  }

  @Test("Shares, counts and simulated times")
  func others() {
    #expect(NumberText.share(0) == "0%")
    #expect(NumberText.share(0.01524) == "1.52%")
    #expect(NumberText.share(1) == "100%")
    #expect(NumberText.count(1_234_567) == "1,234,567")
    #expect(NumberText.count(-999) == "-999")
    #expect(NumberText.seconds(59) == "59s")
    #expect(NumberText.seconds(3_900) == "1h05m")
  }

  /// A results file may hold any number, also one that no whole number of the machine reaches.
  @Test("Numbers beyond all whole ones are told as well")
  func great() {
    #expect(NumberText.seconds(3.6e18) == "1000000000000000h")
    #expect(NumberText.plain(1e18) == "1000000000000000000")
    #expect(NumberText.cores(.infinity) == "∞" && NumberText.bytes(.infinity) == "∞Ti")
    #expect(NumberText.share(-.infinity) == "–%")
  }

  @Test(
    "Numbers too small for their decimals are none",
    arguments: [
      Double.leastNormalMagnitude / 1_024, -Double.leastNormalMagnitude / 1_024,
      Double.leastNonzeroMagnitude,
    ])
  func small(value: Double) {
    #expect(NumberText.plain(value) == "0")
    #expect(NumberText.share(value) == "0%")
  }

  @Test("Ticks are multiples of 1, 2 or 5 and enclose the values", arguments: 1...200)
  func ticks(step: Int) throws {
    let high = Double(step) * 0.37
    let ticks = Ticks.numbers(upTo: high)
    #expect(try #require(ticks.last) >= high * (1 - 1e-9))
    #expect((2...9).contains(ticks.count))
    var mantissa = try #require(ticks.dropFirst().first)
    while mantissa >= 9.99 { mantissa /= 10 }
    while mantissa < 0.999 { mantissa *= 10 }
    #expect([1, 2, 5].contains { abs($0 - mantissa) < 1e-6 })
  }

  @Test("Where only whole numbers occur, ticks are whole and enclose the values", arguments: 1...40)
  func wholeTicks(high: Int) throws {
    let ticks = Ticks.numbers(upTo: Double(high), leastStep: 1)
    #expect(ticks.allSatisfy { $0 == $0.rounded() })
    #expect(try #require(ticks.last) >= Double(high) && ticks.count <= 9)
  }
}
