import SimulationKernel
import Stores
import Testing

@Suite("Sessions")
struct SessionDetectorTests {
  private static func detector(_ interval: SimDuration, phase: SimDuration) -> SessionDetector {
    SessionDetector(
      renewal: Renewal(interval: interval, timeout: .seconds(9)), now: .zero, phase: phase)
  }

  @Test("One that is looked at rarely knows what one knows that is looked at at each renewal")
  func looks() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = EntityRandom(seed: seed, stream: "looks")
      let interval = SimDuration.milliseconds(1 + Int64(random.below(4_000)))
      let phase = random.duration(below: interval)
      var rare = Self.detector(interval, phase: phase)
      var often = Self.detector(interval, phase: phase)
      var (now, renewal) = (SimTime.zero, SimTime.zero + phase)
      for _ in 0..<50 {
        let isHeard = random.below(3) > 0
        now = now + random.duration(below: .seconds(20))
        while renewal <= now {
          _ = often.observe(isHeard: isHeard, now: renewal)
          renewal = renewal + interval
        }
        let isOver = often.observe(isHeard: isHeard, now: now)
        let isOverToo = rare.observe(isHeard: isHeard, now: now)
        try #require(isOverToo == isOver, "seed \(seed)")
        try #require(rare.expiry == often.expiry, "seed \(seed)")
      }
    }
  }

  @Test("A renewal each nanosecond for a day is found at once", .timeLimit(.minutes(1)))
  func shortest() {
    var detector = Self.detector(.nanoseconds(1), phase: .zero)
    let day = SimTime(seconds: 86_400)
    let isOver = detector.observe(isHeard: true, now: day)
    #expect(!isOver)
    #expect(detector.expiry == day + .seconds(9))
  }
}
