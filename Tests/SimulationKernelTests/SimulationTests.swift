import SimulationKernel
import TestSupport
import Testing

/// Notes every event, and lets some of them schedule others.
private struct Diary: ~Copyable, EventHandler {
  private(set) var entries: [(time: SimTime, argument: UInt32)] = []

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    entries.append((simulation.now, notice.argument))
    guard notice.kind == 1 else { return }
    simulation.schedule(after: .zero, room: 0, kind: 0, argument: notice.argument + 100)
    simulation.schedule(after: .seconds(1), room: 0, kind: 0, argument: notice.argument + 200)
  }
}

@Suite("A simulation")
struct SimulationTests {
  @Test("handles events through its end, in order of time and then of scheduling")
  func handlesInOrder() {
    var simulation = Simulation(seed: 1)
    var diary = Diary()
    for (second, argument) in [(2, 1), (1, 2), (2, 3), (3, 4), (9, 5)] as [(Double, UInt32)] {
      simulation.schedule(at: SimTime(seconds: second), room: 0, kind: 1, argument: argument)
    }
    simulation.run(&diary, through: SimTime(seconds: 3))
    #expect(diary.entries.map(\.argument) == [2, 102, 1, 3, 202, 101, 103, 4, 201, 203, 104])
    #expect(simulation.handledCount == 11)
    simulation.run(&diary, through: SimTime(seconds: 8))
    #expect(diary.entries.last?.argument == 204)
    #expect(simulation.now == SimTime(seconds: 8))
  }

  @Test("refuses an event in the past")
  func pastIsRefused() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation(seed: 1)
      var diary = Diary()
      simulation.schedule(at: SimTime(seconds: 5), room: 0, kind: 0, argument: 0)
      simulation.run(&diary, through: SimTime(seconds: 5))
      simulation.schedule(after: .seconds(-1), room: 0, kind: 0, argument: 0)
    }
  }
}

@Suite("A digest")
struct DigestTests {
  private struct Step {
    var delay: Int64
    var room: UInt8
    var kind: UInt8
    var argument: UInt32
  }

  private struct Sink: ~Copyable, EventHandler {
    mutating func handle(_ notice: Notice, in simulation: inout Simulation) {}
  }

  private func steps(seed: UInt64) -> [Step] {
    var random = EntityRandom(seed: seed, stream: "steps")
    return (0..<50).map { _ in
      Step(
        delay: Int64(random.below(10_000)), room: UInt8(random.below(8)),
        kind: UInt8(random.below(256)), argument: UInt32(random.below(1 << 32)))
    }
  }

  private func digest(_ steps: [Step], seed: UInt64 = 3) -> Digest {
    var simulation = Simulation(seed: seed)
    var sink = Sink()
    for step in steps {
      simulation.schedule(
        after: .nanoseconds(step.delay), room: step.room, kind: step.kind,
        argument: step.argument)
    }
    simulation.run(&sink, through: .infinity)
    return simulation.digest
  }

  @Test("is the same for the same events and another for another seed")
  func sameEventsSameDigest() {
    #expect(digest(steps(seed: 1)) == digest(steps(seed: 1)))
    #expect(digest(steps(seed: 1)) != digest(steps(seed: 1), seed: 4))
  }

  @Test("changes with any bit of any event's time, room, kind and argument, and with their order")
  func everyChangeShows() throws {
    try withEverySeed(50) { seed in
      let original = steps(seed: seed)
      let plain = digest(original)
      var random = EntityRandom(seed: seed, stream: "change")
      let index = random.below(original.count)
      func changed(_ change: (inout Step) -> Void) -> Digest {
        var steps = original
        change(&steps[index])
        return digest(steps)
      }
      try withEvery("bit", in: 0..<32) { bit in
        try #require(changed { $0.argument ^= 1 << UInt32(bit) } != plain)
        try #require(changed { $0.delay ^= 1 << Int64(bit) } != plain)
        try #require(changed { $0.kind ^= 1 << UInt8(bit % 8) } != plain)
        try #require(changed { $0.room ^= 1 << UInt8(bit % 8) } != plain)
      }
      try #require(digest(original.reversed()) != plain)
      try #require(digest(Array(original.dropLast())) != plain)
    }
  }

  @Test("does not confuse an event's time with its argument")
  func timeIsNotArgument() {
    let one = Step(delay: 5, room: 0, kind: 0, argument: 1)
    let other = Step(delay: 5 + 1 << 32, room: 0, kind: 0, argument: 0)
    #expect(digest([one]) != digest([other]))
  }

  @Test("is written as sixteen hexadecimal digits")
  func descriptionHasSixteenDigits() throws {
    try withEverySeed(100) { seed in
      let text = Digest(seed: seed ^ 0x9e37_79b9_7f4a_7c15).description
      try #require(text.utf8.count == 16 && UInt64(text, radix: 16) == seed)
    }
  }
}

@Suite("Simulated time")
struct TimeTests {
  @Test("adds and subtracts exactly, and saturates at never")
  func arithmeticIsExact() {
    let point = SimTime(seconds: 1.5)
    #expect(point + .milliseconds(250) - .microseconds(1) == SimTime(nanoseconds: 1_749_999_000))
    #expect(point - SimTime(seconds: 2) == .milliseconds(-500))
    #expect(point + .infinity == .infinity && SimTime.infinity + .seconds(1) == .infinity)
    #expect(SimDuration.minutes(2) == .seconds(120))
    #expect(SimDuration.seconds(7) * 3 / 2 == .milliseconds(10_500))
    #expect(SimDuration.seconds(3).scaled(by: 1.0 / 3) == .seconds(1))
  }

  @Test("from real seconds is the nearest nanosecond and saturates")
  func secondsAreRounded() {
    #expect(SimDuration(seconds: 1e-9 * 0.6) == .nanoseconds(1))
    #expect(SimDuration(seconds: -0.25) == .milliseconds(-250))
    #expect(SimDuration(seconds: 1e30) == .infinity)
    #expect(SimDuration(seconds: -1e30).nanoseconds < -Int64.max / 2)
  }
}
