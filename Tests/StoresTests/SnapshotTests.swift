import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Snapshots of replicated logs")
struct SnapshotTests {
  /// What a snapshot passes, in MiB a second.
  struct Way: Sendable {
    var disk = 125.0
    var line = 1250.0

    /// How long a state takes.
    func seconds(for bytes: Double) -> Double { bytes / 1_048_576 / min(disk, line) }
  }

  private static let state: Int64 = 1 << 30

  private static func lab(_ way: Way = Way(), writeEvery: SimDuration) -> StoreLab {
    var setup = configured(
      .etcd, members: 3, [("memberReplacement", .duration(.seconds(10)))])
    setup.dataBytes = state
    setup.pod.diskBytes = 8 << 30
    setup.pod.disk.bytesPerSecond = way.disk * 1_048_576
    var lab = StoreLab(setup, seed: 12)
    for member in 0..<3 {
      lab.stores.setMachine(of: member, to: member, line: way.line * 1_048_576)
    }
    lab.writeEvery = writeEvery
    return lab
  }

  /// How long the snapshots took that were installed.
  private static func lengths(_ news: [SnapshotNews]) -> [Double] {
    news.compactMap { if case .installed(let length) = $0.step { length.seconds } else { nil } }
  }

  @Test(
    "A replaced member is whole after its state came over the slowest of disks and lines",
    arguments: [Way(), Way(disk: 50), Way(line: 30)])
  func replaced(way: Way) {
    var lab = Self.lab(way, writeEvery: .milliseconds(200))
    lab.script = [(SimTime(seconds: 20), .breakDisk(1, .lost)), (SimTime(seconds: 22), .start(1))]
    let wanted = way.seconds(for: Double(Self.state))
    // Ten seconds until somebody adds it anew.
    let due = 22 + 10 + wanted
    var simulation = Simulation(seed: 12)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: due - 1))
    let early = lab.stores.isSettled(1)
    simulation.run(&lab, through: SimTime(seconds: due * 1.05 + 1))
    let late = lab.stores.isSettled(1)
    #expect(!early && late)
    let news = lab.stores.snapshotNews
    #expect(news.map(\.target) == [1, 1] && news.first?.step == .began)
    let bytes = news.first?.bytes ?? 0
    #expect(bytes >= Self.state && bytes < Self.state + 1 << 20)
    let length = Self.lengths(news).first ?? 0
    // Looks are 100 ms apart: one begins it, one finds it there, one its answer.
    #expect(length >= wanted && length < wanted * 1.05 + 0.4, "\(length) s for \(wanted) s")
  }

  /// The third member is away for 80 s, and the second goes when it is back.
  private static func behind(writeEvery: SimDuration) -> StoreLab {
    var lab = Self.lab(writeEvery: writeEvery)
    lab.script = [
      (SimTime(seconds: 10), .kill(2)), (SimTime(seconds: 90), .start(2)),
      (SimTime(seconds: 91), .kill(1)),
    ]
    return lab
  }

  @Test("Who missed more than the log keeps counts for a majority only once it has the state")
  func majority() {
    // 16,000 or 1,600 writes pass by the third member; the log keeps 5,000.
    for (every, needsOne) in [(5, true), (50, false)] {
      var lab = Self.behind(writeEvery: .milliseconds(Int64(every)))
      var simulation = Simulation(seed: 12)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 89))
      let early = lab.stores.snapshotNews.count
      #expect(early == 0, "nothing is sent to a member that is away")
      simulation.run(&lab, through: SimTime(seconds: 110))
      let gap = lab.gap(around: SimTime(seconds: 91.2)) ?? .infinity
      let lengths = Self.lengths(lab.stores.snapshotNews)
      let quorums = lab.stores.quorums
      #expect(lengths.count == (needsOne ? 1 : 0))
      #expect(quorums.count == (needsOne ? 1 : 0))
      #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
      guard needsOne else {
        #expect(gap.seconds < 0.5, "\(gap.seconds) s")
        continue
      }
      // Writes in the way take some of the disks' time. It began a heartbeat after the start, a
      // second before the other went.
      let (length, wanted) = (lengths.first ?? 0, Way().seconds(for: Double(Self.state)))
      #expect(length > wanted && length < 1.15 * wanted + 0.4, "\(length) s for \(wanted) s")
      #expect(abs(gap.seconds - (length - 1)) < 0.4, "\(gap.seconds) s, \(length) s")
      #expect(quorums.first?.lack.need == .voters && quorums.first?.lack.there == 1)
    }
  }

  @Test("A snapshot that a fault breaks begins again, and is sent whole")
  func broken() {
    for fault in [StoreLab.Fault.kill(2), .isolate(2), .freeze(2)] {
      var lab = Self.lab(writeEvery: .milliseconds(5))
      let mend: StoreLab.Fault =
        switch fault {
        case .kill: .start(2)
        case .isolate: .heal
        default: .thaw(2)
        }
      lab.script = [
        (SimTime(seconds: 10), .kill(2)), (SimTime(seconds: 90), .start(2)),
        (SimTime(seconds: 94), fault), (SimTime(seconds: 97), mend),
      ]
      var simulation = Simulation(seed: 12)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 120))
      let news = lab.stores.snapshotNews
      let lengths = Self.lengths(news)
      let wanted = Way().seconds(for: Double(Self.state))
      #expect(news.map(\.step).prefix(3) == [.began, .broken, .began], "\(fault)")
      #expect(news.count == 4 && lengths.count == 1, "\(fault): \(news.map(\.step))")
      #expect(lengths.allSatisfy { $0 >= wanted && $0 < 1.2 * wanted + 0.5 }, "\(lengths)")
    }
  }

  @Test("A leader that falls in the midst of a snapshot is replaced without a loss")
  func leaderFalls() {
    var lab = Self.lab(writeEvery: .milliseconds(5))
    lab.script = [
      (SimTime(seconds: 10), .kill(2)), (SimTime(seconds: 90), .start(2)),
      (SimTime(seconds: 94), .crashNode(0)), (SimTime(seconds: 100), .start(0)),
    ]
    var simulation = Simulation(seed: 12)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 130))
    let steps = lab.stores.snapshotNews.map(\.step)
    let sources = lab.stores.snapshotNews.map(\.source)
    let (leader, isSettled) = (lab.stores.groups[0].leader, lab.stores.isSettled(2))
    #expect(leader == 1 && isSettled)
    #expect(steps.prefix(3) == [.began, .broken, .began] && steps.count == 4, "\(steps)")
    #expect(sources == [0, 0, 1, 1])
    #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
  }
}
