import SimulationKernel
import Stores
import Testing

/// What tells Ra of a lost leader (rabbitmq/ra `ra_server_proc.erl`, election_timeout_action).
@Suite("How RabbitMQ misses a leader")
struct LeaderLossTests {
  @Test("Each way's bounds hold all draws, and some come near to them", arguments: [1.0, 5.0])
  func bounds(poll: Double) {
    var timers = RaTimers()
    timers.poll = SimDuration(seconds: poll)
    for loss in [LeaderLoss.processDown, .connectionClosed, .silence] {
      var random = EntityRandom(seed: 3, stream: "losses")
      let bounds = loss.detectionBounds(timers)
      let draws = (0..<20_000).map { _ in loss.detectionDelay(timers, using: &random) }
      #expect(draws.allSatisfy(bounds.contains))
      let length = (bounds.upperBound - bounds.lowerBound).seconds
      let least = ((draws.min() ?? .zero) - bounds.lowerBound).seconds
      let most = (bounds.upperBound - (draws.max() ?? .zero)).seconds
      #expect(least < 0.05 * length && most < 0.05 * length, "\(least) s, \(most) s")
    }
  }
}
