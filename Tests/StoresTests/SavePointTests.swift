import Manifests
import SimulationKernel
import Stores
import Testing

/// Redis without an append-only file: what a process that ends loses came after its last snapshot.
@Suite("Snapshots at Redis' save points")
struct SavePointTests {
  /// Writes that a server loses which is asked fifty times a second from the start, ends after some
  /// seconds, and starts again later.
  private static func lost(
    _ settings: [(String, StoreSettings.Value)], after seconds: Double,
    _ fault: StoreLab.Fault = .kill(0)
  ) -> Double {
    let setup = configured(
      .redis, members: 1, [("arrangement", .word("independent"))] + settings)
    var lab = StoreLab(setup, seed: 5)
    lab.writeEvery = .milliseconds(20)
    lab.script = [
      (SimTime(seconds: seconds), fault), (SimTime(seconds: seconds + 10), .start(0)),
    ]
    var simulation = Simulation(seed: 5)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: seconds + 30))
    return Double(lab.stores.failovers.reduce(0) { $0 + $1.lostWrites })
  }

  @Test("A snapshot comes after the time of a point: at most so much is lost, and a look at it")
  func time() {
    let lost = Self.lost([("save", .word("10 1"))], after: 35.5)
    #expect(lost > 0 && lost <= 50 * (10 + 1) + 1, "\(lost)")
  }

  @Test("A snapshot waits for the changes of a point")
  func changes() {
    // A thousand writes after twenty seconds, and a look at most a second later.
    let lost = Self.lost([("save", .word("5 1000"))], after: 35.5)
    #expect(lost >= 50 * (35.5 - 21) - 1 && lost <= 50 * (35.5 - 20) + 1, "\(lost)")
  }

  @Test("Without a point that is due, without points and without a log everything is lost")
  func nothing() {
    let all = 50 * 35.5
    let cases: [[(String, StoreSettings.Value)]] = [
      [], [("save", .word(""))], [("snapshots", .flag(false))],
    ]
    for settings in cases {
      let lost = Self.lost(settings, after: 35.5)
      #expect(abs(lost - all) <= 5, "\(lost) of \(all)")
    }
    #expect(Self.lost([("appendOnly", .flag(true))], after: 35.5) == 0)
  }

  @Test("A process that is told to end saves first, if it has points")
  func inOrder() {
    #expect(Self.lost([("save", .word("3600 1"))], after: 35.5, .shutDown(0)) == 0)
    #expect(Self.lost([("save", .word(""))], after: 35.5, .shutDown(0)) > 0)
  }
}
