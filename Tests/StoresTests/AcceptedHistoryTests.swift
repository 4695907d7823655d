import SimulationKernel
import Stores
import Testing

@Suite("How many writes were acknowledged by when")
struct AcceptedHistoryTests {
  @Test("Counts are those of a list of all writes")
  func list() {
    var random = EntityRandom(seed: 8, stream: "history")
    var history = AcceptedHistory()
    var writes: [(second: Int, operation: Int)] = []
    for second in 0..<50 {
      for _ in 0..<random.below(6) {
        let operation = random.below(4)
        history.note(operation: operation)
        writes.append((second, operation))
      }
      history.close(second: second)
    }
    for second in 0..<60 {
      let time = SimTime(seconds: Double(second) + 0.5)
      for operation in 0..<5 {
        let own = writes.count { $0.second <= second && $0.operation == operation }
        #expect(history.count(by: time, operation: operation) == UInt64(own))
      }
      #expect(history.count(by: time) == UInt64(writes.count { $0.second <= second }))
    }
    #expect(history.count(by: SimTime.zero - .seconds(1)) == 0)
  }
}
