import Manifests
import Testing

/// Cases of apimachinery pkg/api/resource/quantity_test.go, `TestQuantityParse`: text, mantissa and
/// decimal exponent of the exact value.
private let parsed: [(text: String, mantissa: Int128, exponent: Int)] = [
  ("0", 0, 0), ("0n", 0, 0), ("0u", 0, 0), ("0m", 0, 0), ("0Ki", 0, 0), ("0k", 0, 0),
  ("0Mi", 0, 0), ("0M", 0, 0), ("0Gi", 0, 0), ("0G", 0, 0), ("0Ti", 0, 0), ("0T", 0, 0),
  ("1", 1, 0),
  ("1Ki", 1 << 10, 0), ("8Ki", 8 << 10, 0), ("7Mi", 7 << 20, 0), ("6Gi", 6 << 30, 0),
  ("5Ti", 5 << 40, 0), ("4Pi", 4 << 50, 0), ("3Ei", 3 << 60, 0), ("10Ti", 10 << 40, 0),
  ("100Ti", 100 << 40, 0),
  ("5n", 5, -9), ("4u", 4, -6), ("3m", 3, -3), ("9", 9, 0), ("8k", 8, 3), ("50k", 5, 4),
  ("7M", 7, 6), ("6G", 6, 9), ("5T", 5, 12), ("40T", 4, 13), ("300T", 3, 14), ("2P", 2, 15),
  ("1E", 1, 18),
  ("1E-3", 1, -3), ("1e3", 1, 3), ("1E6", 1, 6), ("1e9", 1, 9), ("1E12", 1, 12), ("1e15", 1, 15),
  ("1E18", 1, 18), ("1e14", 1, 14), ("1e13", 1, 13), ("100.035k", 100_035, 0),
  ("0.001", 1, -3), ("0.0005k", 5, -1), ("0.005", 5, -3), ("0.05", 5, -2), ("0.5", 5, -1),
  ("0.00050k", 5, -1), ("0.00500", 5, -3), ("0.05000", 5, -2), ("0.50000", 5, -1),
  ("0.5e0", 5, -1), ("0.5e-1", 5, -2), ("0.5e-2", 5, -3), ("10.035M", 10_035, 3),
  ("1.2e3", 12, 2), ("1.3E+6", 13, 5), ("1.40e9", 14, 8), ("1.53E12", 153, 10),
  ("1.6e15", 16, 14), ("1.7E18", 17, 17),
  ("9.01", 901, -2), ("8.1k", 81, 2), ("7.123456M", 7_123_456, 0),
  ("6.987654321G", 6_987_654_321, 0), ("5.444T", 5_444, 9), ("40.1T", 401, 11),
  ("300.2T", 3_002, 11), ("2.5P", 25, 14), ("1.01E", 101, 16),
  ("3.001n", 4, -9), ("1.1E-9", 2, -9), ("0.0000000001", 1, -9), ("0.0000000005", 1, -9),
  ("0.00000000050", 1, -9), ("0.5e-9", 1, -9), ("0.9n", 1, -9), ("0.00000012345", 124, -9),
  ("0.00000012354", 124, -9), ("9Ei", Int128(Int64.max), 0),
  ("9223372036854775807Ki", Int128(Int64.max), 0), ("12E", 12, 18),
  ("100.035Ki", 10_243_584, -2), ("0.5Mi", 1 << 19, 0), ("0.05Gi", 536_870_912, -1),
  ("0.025Ti", 274_877_906_944, -1),
  ("0.000000000001Ki", 2, -9), (".001", 1, -3), (".0001k", 100, -3), ("1.", 1, 0), ("1.G", 1, 9),
]

private func nanos(_ mantissa: Int128, _ exponent: Int) -> Int128 {
  (0..<(exponent + 9)).reduce(mantissa) { value, _ in value * 10 }
}

@Suite("Quantities")
struct QuantityTests {
  @Test("parse to the same value as in Kubernetes", arguments: parsed.indices)
  func parses(index: Int) {
    let (text, mantissa, exponent) = parsed[index]
    let expected = nanos(mantissa, exponent)
    #expect(Quantity(parsing: text)?.nanos == expected, "\(text)")
    #expect(Quantity(parsing: "+" + text)?.nanos == expected, "+\(text)")
    #expect(Quantity(parsing: "-" + text)?.nanos == -expected, "-\(text)")
  }

  @Test(
    "refuse what Kubernetes refuses",
    arguments: [
      "", "1.1.M", "1+1.0M", "0.1mi", "0.1am", "aoeu", ".5i", "1i", "-3.01i", "-3.01e-", " 1", "1 ",
      "1K", "1GB", "1Kii", "--1", "1e1.5", "0x10", "١", "1\u{0}",
    ])
  func refuses(text: String) {
    #expect(Quantity(parsing: text) == nil)
  }

  @Test("round away from zero when read in whole or thousandth units")
  func roundsUp() throws {
    let cases: [(text: String, value: Int64, milli: Int64)] = [
      ("9.01", 10, 9_010), ("-9.01", -10, -9_010), ("1n", 1, 1), ("-1n", -1, -1), ("0", 0, 0),
      ("100m", 1, 100), ("1500m", 2, 1_500), ("0.0001", 1, 1), ("1.0001", 2, 1_001),
      ("1Gi", 1 << 30, 1_000 << 30), ("2", 2, 2_000), ("-1500m", -2, -1_500),
    ]
    for (text, value, milli) in cases {
      let quantity = try #require(Quantity(parsing: text))
      #expect(quantity.value == value, "\(text)")
      #expect(quantity.milli == milli, "\(text)")
    }
  }

  @Test("saturate instead of overflowing")
  func saturates() throws {
    let huge = try #require(Quantity(parsing: "12E"))
    #expect(huge.value == Int64.max)
    #expect(huge.milli == Int64.max)
    #expect(try #require(Quantity(parsing: "-12E")).value == Int64.min)
    let beyond = try #require(Quantity(parsing: "1e999999999999"))
    #expect(beyond.value == Int64.max)
    #expect(beyond + beyond == beyond)
    #expect(try #require(Quantity(parsing: "1e-999999999999")).nanos == 1)
    let digits = String(repeating: "9", count: 5_000)
    #expect(try #require(Quantity(parsing: digits)).value == Int64.max)
    #expect(try #require(Quantity(parsing: "0." + digits)).value == 1)
  }

  @Test("a decimal point moves like a power of ten: digits and exponents agree")
  func decimalShift() throws {
    var generator = SwarmGenerator(seed: 11)
    for _ in 0..<2_000 {
      let digits = Int128(generator.below(1_000_000_000_000))
      let places = generator.below(12)
      let text = "\(digits)"
      let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
      let point = padded.index(padded.endIndex, offsetBy: -places)
      let written = "\(padded[..<point]).\(padded[point...])"
      let first = try #require(Quantity(parsing: written))
      let second = try #require(Quantity(parsing: "\(digits)e-\(places)"))
      #expect(first == second, "\(written)")
      let scale = nanos(1, 0)
      let divisor = (0..<places).reduce(Int128(1)) { value, _ in value * 10 }
      #expect(first.nanos == (digits * scale + divisor - 1) / divisor, "\(written)")
    }
  }
}
