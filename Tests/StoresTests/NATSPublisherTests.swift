import Manifests
import SimulationKernel
import Stores
import Testing

/// What publishers to a stream without a leader hear (ADR-22; `NATSPublisher`).
@Suite("JetStream's publishers")
struct NATSPublisherTests {
  private static let lostAt = SimTime(seconds: 5)
  private static let publisher = NATSPublisher()

  /// Three servers that lose the stream's leader, and a write each 50 ms; how those ended that a
  /// server took in, as the lost one does not.
  private static func writes(
    seed: UInt64, losing fault: (Int) -> StoreLab.Fault
  ) throws -> [(askedAt: SimTime, took: SimDuration, isFailed: Bool)] {
    var found = StoreLab(usual(.nats), seed: seed)
    var simulation = Simulation(seed: seed)
    found.start(in: &simulation)
    simulation.run(&found, through: SimTime(seconds: 1))
    let leader = found.stores.groups[0].leader ?? 0
    var lab = StoreLab(usual(.nats), seed: seed)
    lab.writeEvery = .milliseconds(50)
    lab.script = [(lostAt, fault(leader))]
    simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 30))
    let writes = lab.answeredWrites
    let taken = writes.filter { $0.took > .zero }
    let recovery = taken.filter { !$0.isFailed && $0.askedAt > lostAt }.map { $0.askedAt + $0.took }
    let recoveredAt = try #require(recovery.min())
    let turnedAway = writes.count { $0.took == .zero && $0.askedAt < recoveredAt }
    let outage = try #require(lab.stores.failovers.last)
    #expect(outage.refusedWrites == UInt64(taken.count(where: \.isFailed) + turnedAway))
    return taken
  }

  @Test("Nobody listens: a publish fails after two more attempts", arguments: 1...8)
  func killed(_ seed: UInt64) throws {
    let writes = try Self.writes(seed: seed) { .kill($0) }
    let attempts = Self.publisher.retryWait * Int64(Self.publisher.retries)
    let refused = writes.filter { $0.isFailed && $0.askedAt > Self.lostAt }
    #expect(refused.count > 20, "an election takes at least three seconds")
    for write in refused { #expect(write.took == attempts) }
    // Whoever tries when there is a leader is served.
    let served = writes.filter { !$0.isFailed && $0.askedAt > Self.lostAt }
    let leaderSince = served.map { $0.askedAt + $0.took }.min() ?? .infinity
    #expect(refused.allSatisfy { $0.askedAt + attempts <= leaderSince })
    #expect(served.allSatisfy { $0.took < attempts + .milliseconds(50) })
  }

  @Test("The leader fell silent: a publish waits in vain", arguments: 1...8)
  func silent(_ seed: UInt64) throws {
    let writes = try Self.writes(seed: seed) { .crashNode($0) }
    let lost = writes.filter { $0.askedAt > Self.lostAt && $0.isFailed }
    #expect(
      lost.count > 30, "two of three writes in the three seconds that an election takes at least")
    for write in lost { #expect(write.took >= Self.publisher.wait) }
    // Whoever asks when there is a leader is served at once, and nobody later.
    let served = writes.filter { $0.askedAt > Self.lostAt && !$0.isFailed }
    #expect(!served.isEmpty && served.allSatisfy { $0.took < .milliseconds(20) })
    let electedBy = served.map(\.askedAt).min() ?? .infinity
    #expect(lost.allSatisfy { $0.askedAt < electedBy })
  }
}
