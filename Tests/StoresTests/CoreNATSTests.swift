import Manifests
import SimulationKernel
import Stores
import Testing

/// NATS without JetStream: a message reaches those who listen when it comes, at most once
/// (docs.nats.io, Core NATS).
@Suite("NATS without JetStream")
struct CoreNATSTests {
  private static var setup: StoreSetup {
    configured(.nats, members: 3, [("jetstream", .flag(false))])
  }

  private static func lab(partitions: Int = 1) throws -> MessagingLab {
    let rules = try #require(setup.configuration.delivery)
    return MessagingLab(rules: rules, prefetch: 1, partitions: partitions)
  }

  @Test("A message that nobody listens for is lost")
  func nobody() throws {
    var lab = try Self.lab()
    lab.publish(3)
    lab.join(1)
    #expect(lab.take().isEmpty)
    #expect(lab.counters.lost == 3 && lab.counters.published == 3)
    lab.expectConservation()
  }

  @Test("A message is handed out once, whatever becomes of it")
  func once() throws {
    var lab = try Self.lab()
    lab.join(1)
    for answer in [DeliveryAnswer.done, .failed] {
      lab.publish(1)
      #expect(lab.take().count == 1)
      lab.answerOldest(answer)
      lab.look(after: .minutes(60))
      #expect(lab.take().isEmpty)
    }
    #expect(lab.counters.settled == 1 && lab.counters.lost == 1)
    #expect(lab.counters.redelivered == 0 && lab.counters.deadLettered == 0)
    lab.expectConservation()
  }

  @Test("What waits for the last listener is lost with it")
  func lastListener() throws {
    var lab = try Self.lab()
    lab.join(1)
    lab.publish(4)
    #expect(lab.take().count == 1 && lab.levels.waiting == 3)
    lab.pods[0].life = .closed
    lab.look(after: .seconds(1))
    #expect(lab.levels.waiting == 0 && lab.counters.lost >= 3)
    lab.expectConservation()
  }

  @Test("Another server passes a message on whose own is away; without any it is lost")
  func servers() throws {
    var lab = try Self.lab(partitions: 2)
    lab.join(1)
    lab.messaging.lead(0, group: 0, broker: nil)
    lab.publish(2)
    _ = lab.take()
    lab.answerOldest(.done)
    lab.answerOldest(.done)
    #expect(lab.counters.settled == 2 && lab.counters.lost == 0)
    lab.messaging.lead(0, group: 1, broker: nil)
    lab.publish(1)
    #expect(lab.take().isEmpty)
    lab.messaging.lead(0, group: 1, broker: nil)
    lab.messaging.lead(0, group: 0, broker: nil)
    #expect(lab.counters.lost == 1)
    lab.expectConservation()
  }

  @Test("Its servers are as good as each other and have nothing to lose")
  func lossless() {
    var lab = StoreLab(Self.setup, seed: 9)
    lab.writeEvery = .milliseconds(20)
    lab.script = [
      (SimTime(seconds: 5), .kill(0)), (SimTime(seconds: 10), .start(0)),
      (SimTime(seconds: 15), .crashNode(0)), (SimTime(seconds: 20), .start(0)),
    ]
    var simulation = Simulation(seed: 9)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 12))
    for member in 0..<3 { lab.write(to: member, in: &simulation) }
    simulation.run(&lab, through: SimTime(seconds: 40))
    let between = lab.answers.filter {
      $0.time > SimTime(seconds: 11.5) && $0.time < SimTime(seconds: 14.5)
    }
    #expect(!between.isEmpty && between.allSatisfy { !$0.isFailed })
    #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
    #expect(lab.answers.last.map { !$0.isFailed } ?? false)
  }
}
