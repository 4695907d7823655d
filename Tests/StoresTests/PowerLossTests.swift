import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Power that is lost everywhere at once")
struct PowerLossTests {
  /// Writes that a store of three loses when all machines go at once, of 50 a second.
  private static func lost(
    _ engine: StoreEngine, _ settings: [(String, StoreSettings.Value)] = [],
    after seconds: Double = 45.5
  ) -> UInt64 {
    let setup = configured(engine, members: 3, settings)
    var lab = StoreLab(setup, seed: 21)
    lab.writeEvery = .milliseconds(20)
    for member in 0..<3 {
      lab.script.append((SimTime(seconds: seconds), .crashNode(member)))
      lab.script.append((SimTime(seconds: seconds + 5), .start(member)))
    }
    var simulation = Simulation(seed: 21)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: seconds + 90))
    #expect(lab.answers.contains { $0.time > SimTime(seconds: seconds + 60) && !$0.isFailed })
    return lab.stores.failovers.reduce(0) { $0 + $1.lostWrites }
  }

  @Test("Who flushes before the answer loses nothing")
  func flushed() {
    #expect(Self.lost(.postgresql) == 0)
    #expect(Self.lost(.etcd) == 0)
    #expect(Self.lost(.rabbitmq) == 0)
    #expect(Self.lost(.redis, [("appendfsync", .word("always"))]) == 0)
    #expect(Self.lost(.kafka, [("flushMessages", .number(1))]) == 0)
  }

  @Test("Who flushes later loses at most what the engine's interval holds")
  func lazy() {
    let redis = Self.lost(.redis)
    #expect(redis > 0 && redis <= 51, "\(redis)")
    let kafka = Self.lost(.kafka)
    #expect(kafka > 51 && kafka <= 1_500, "\(kafka)")
    let often = Self.lost(.kafka, [("flushInterval", .duration(.seconds(2)))])
    #expect(often > 0 && often <= 101, "\(often)")
    let nats = Self.lost(.nats)
    #expect(nats > 1_000, "\(nats)")
    let commits = Self.lost(.postgresql, [("synchronousCommit", .word("off"))])
    #expect(commits > 0 && commits <= 31, "\(commits)")
  }

  @Test("synchronous_commit says whom a commit waits for")
  func durability() {
    #expect(CommitDurability(word: nil) == .on)
    #expect(CommitDurability(word: "no") == .off)
    #expect(CommitDurability(word: "remote_write") == .remoteWrite)
    let waiting = CommitDurability.allCases.filter(\.waitsForStandbys)
    #expect(waiting == [.remoteWrite, .on, .remoteApply])
    #expect(FlushPolicy(appendfsync: "everysec") == .within(.seconds(1)))
    #expect(FlushPolicy(appendfsync: nil) == nil)
  }
}
