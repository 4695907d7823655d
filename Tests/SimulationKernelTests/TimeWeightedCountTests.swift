import SimulationKernel
import TestSupport
import Testing

@Suite("A time-weighted count")
struct TimeWeightedCountTests {
  /// Steps of a random walk at random times.
  private func steps(seed: UInt64, name: String) -> [(time: SimTime, step: Int64)] {
    var random = EntityRandom(seed: seed, stream: name)
    var now = SimTime.zero
    return (0..<60).map { _ in
      now = now + random.duration(below: .seconds(2))
      return (now, Int64(random.below(9)) - 4)
    }
  }

  @Test("averages what a sum over all stretches of constant value does, over any interval")
  func averageIsTheArea() throws {
    try withEverySeed(200) { seed in
      let steps = steps(seed: seed, name: "steps")
      var twin = TimeWeighted(at: .zero)
      var count = TimeWeightedCount()
      var start = (time: SimTime.zero, reading: count)
      for (index, change) in steps.enumerated() {
        twin.add(change.step, at: change.time)
        count.add(change.step, at: change.time)
        if index == Int(seed % 60) {
          start = (change.time, count)
          twin.restart(at: change.time)
        }
      }
      let end = steps[59].time + .seconds(1)
      let mean = count.mean(since: start.reading, from: start.time, through: end)
      try #require(count.value == twin.value)
      try #require(abs(mean - twin.average(through: end)) < 1e-9)
    }
  }

  @Test("added to another is the count of both together")
  func countsAddUp() throws {
    try withEverySeed(100) { seed in
      let (one, other) = (steps(seed: seed, name: "one"), steps(seed: seed, name: "other"))
      var (first, second, both) = (TimeWeightedCount(), TimeWeightedCount(), TimeWeightedCount())
      for change in one { first.add(change.step, at: change.time) }
      for change in other { second.add(change.step, at: change.time) }
      for change in one + other { both.add(change.step, at: change.time) }
      first += second
      try #require(first == both)
    }
  }
}
