import SimulationKernel
import TestSupport
import Testing

@Suite("The event list")
struct RadixWheelTests {
  private func notice(_ nanoseconds: Int64, _ sequence: UInt64) -> Notice {
    Notice(
      time: SimTime(nanoseconds: nanoseconds), sequence: sequence, room: 1, kind: 2, argument: 3)
  }

  @Test("hands back what a heap hands back, over many seeds and time scales")
  func agreesWithHeap() throws {
    try withEverySeed(500) { seed in
      var pair = EventListPair(seed: seed)
      for _ in 0..<2_000 { try pair.step() }
      try pair.drain()
    }
  }

  @Test("hands thousands of events of one time back in the order in which they were scheduled")
  func equalTimesAreFirstInFirstOut() throws {
    try withEvery("time", in: [Int64(0), 1, 63, 64, 4_095, 30_000_000_000]) { time in
      var wheel = RadixWheel()
      for sequence in 0..<5_000 { wheel.push(notice(time, UInt64(sequence))) }
      for sequence in 0..<5_000 {
        let first = wheel.pop(through: .infinity)
        try #require(first?.sequence == UInt64(sequence))
        wheel.push(notice(time, UInt64(5_000 + sequence)))
      }
      for sequence in 5_000..<10_000 {
        let next = wheel.pop(through: .infinity)
        try #require(next?.sequence == UInt64(sequence))
      }
      let none = wheel.pop(through: .infinity)
      try #require(none == nil)
    }
  }

  @Test("lets an event overtake one that was looked at and left waiting")
  func earlierEventOvertakes() throws {
    var wheel = RadixWheel()
    wheel.push(notice(30_000_000_000, 0))
    try withEvery("sequence", in: UInt64(1)...200) { sequence in
      let end = SimTime(nanoseconds: Int64(sequence) * 1_000)
      let early = wheel.pop(through: end)
      try #require(early == nil)
      wheel.push(notice(end.nanoseconds, sequence))
      let first = wheel.pop(through: end)
      try #require(first?.sequence == sequence)
    }
    let rest = (0..<2).map { _ in wheel.pop(through: .infinity)?.sequence }
    #expect(rest == [0, nil])
  }

  @Test("holds events that never happen behind all others")
  func infinityIsLast() {
    var wheel = RadixWheel()
    wheel.push(notice(Int64.max, 0))
    wheel.push(notice(Int64.max - 1, 1))
    wheel.push(notice(5, 2))
    let order = (0..<3).map { _ in wheel.pop(through: .infinity)?.sequence }
    #expect(order == [2, 1, 0])
  }

  @Test("refuses an event before the one taken last")
  func pastIsRefused() async {
    await #expect(processExitsWith: .failure) {
      var wheel = RadixWheel()
      wheel.push(
        Notice(time: SimTime(nanoseconds: 10), sequence: 0, room: 0, kind: 0, argument: 0))
      precondition(wheel.pop(through: .infinity) != nil, "the event is taken")
      wheel.push(
        Notice(time: SimTime(nanoseconds: 9), sequence: 1, room: 0, kind: 0, argument: 0))
    }
  }

  @Test("refuses an event before time zero")
  func negativeTimeIsRefused() async {
    await #expect(processExitsWith: .failure) {
      var wheel = RadixWheel()
      wheel.push(
        Notice(time: SimTime(nanoseconds: -1), sequence: 0, room: 0, kind: 0, argument: 0))
    }
  }
}
