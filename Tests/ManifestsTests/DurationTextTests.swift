import Manifests
import SimulationKernel
import Testing

/// Cases of Go's `parseDurationTests` (src/time/time_test.go), in nanoseconds.
private let parsed: [(text: String, nanoseconds: Int64)] = [
  ("0", 0), ("5s", 5_000_000_000), ("30s", 30_000_000_000), ("1478s", 1_478_000_000_000),
  ("-5s", -5_000_000_000), ("+5s", 5_000_000_000), ("-0", 0), ("+0", 0),
  ("5.0s", 5_000_000_000), ("5.6s", 5_600_000_000), ("5.s", 5_000_000_000), (".5s", 500_000_000),
  ("1.004s", 1_004_000_000), ("1.0040s", 1_004_000_000), ("100.00100s", 100_001_000_000),
  ("10ns", 10), ("11us", 11_000), ("12µs", 12_000), ("12μs", 12_000), ("13ms", 13_000_000),
  ("14s", 14_000_000_000), ("15m", 900_000_000_000), ("16h", 57_600_000_000_000),
  ("3h30m", 12_600_000_000_000), ("10.5s4m", 250_500_000_000), ("-2m3.4s", -123_400_000_000),
  ("1h2m3s4ms5us6ns", 3_723_004_005_006), ("39h9m14.425s", 140_954_425_000_000),
  ("52763797000ns", 52_763_797_000), ("0.3333333333333333333h", 1_200_000_000_000),
  ("9007199254740993ns", 9_007_199_254_740_993), ("9223372036854775807ns", Int64.max),
  ("9223372036854775.807us", Int64.max), ("9223372036s854ms775us807ns", Int64.max),
  ("-9223372036854775807ns", -Int64.max), ("0.100000000000000000000h", 360_000_000_000),
  ("0.830103483285477580700h", 2_988_372_539_827), ("1d", 86_400_000_000_000),
]

@Suite("Durations")
struct DurationTextTests {
  @Test("mean what they mean in Go", arguments: parsed.indices)
  func parses(index: Int) {
    #expect(DurationText.parse(parsed[index].text)?.nanoseconds == parsed[index].nanoseconds)
  }

  @Test(
    "are refused where Go refuses them",
    arguments: [
      "", "3", "-", "s", ".", "-.", ".s", "+.s", "3000000h", "9223372036854775808ns",
      "9223372036854775.808us", "9223372036854ms775us808ns", "1 s", "1S", "s1", "1h-2m", "1e3s",
      "99999999999999999999999999999999999999999999s",
    ])
  func refuses(text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test("are written as Go writes them, and mean the same when read")
  func writes() {
    let known: [(Int64, String)] = [
      (0, "0s"), (1, "1ns"), (1_100, "1.1µs"), (2_200_000, "2.2ms"), (3_300_000_000, "3.3s"),
      (245_000_000_000, "4m5s"), (245_001_000_000, "4m5.001s"),
      (18_367_001_000_000, "5h6m7.001s"), (480_000_000_001, "8m0.000000001s"),
      (Int64.max, "2562047h47m16.854775807s"), (-Int64.max, "-2562047h47m16.854775807s"),
    ]
    for (nanoseconds, text) in known {
      #expect(DurationText.write(SimDuration(nanoseconds: nanoseconds)) == text)
    }
    for seed in 0..<500 as Range<UInt64> {
      var random = EntityRandom(seed: seed, stream: "duration")
      let bits = random.next() >> UInt64(1 + random.below(60))
      let length = SimDuration(nanoseconds: Int64(bits))
      #expect(DurationText.parse(DurationText.write(length)) == length, "seed \(seed)")
    }
  }

  @Test("need a unit, and the message says which to add")
  func needsUnit() {
    let read = decode("30", as: SimDuration.self)
    #expect(read.value == nil)
    #expect(read.items.first?.help == "add a unit: \"30s\" or \"30ms\"")
    #expect(decode("30s", as: SimDuration.self).value == .seconds(30))
    #expect(decode("0", as: SimDuration.self).value == .zero)
  }
}
