import Cluster
import SimulationKernel
import Testing

@Suite("Leases of nodes")
struct NodeLeaseTests {
  /// The times of a lease's first renewals.
  private func renewals(_ count: Int, seed: UInt64) -> [Double] {
    var lease = NodeLease(since: .zero, EntityRandom(seed: seed, stream: "node/a/lease"))
    var times: [Double] = []
    var now = SimTime.zero
    while times.count < count {
      now = now + .milliseconds(100)
      let last = lease.lastRenewal(upTo: now).seconds
      if last > times.last ?? 0 { times.append(last) }
    }
    return times
  }

  @Test("Renewals are 10 s and up to 4 % of it apart, uniformly")
  func intervals() {
    let times = renewals(2_001, seed: 3)
    let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
    #expect(intervals.allSatisfy { $0 >= 10 && $0 < 10.4 })
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    // Five standard errors of the mean of a length that is uniform in 0.4 s: 0.4 / sqrt(12 n) each.
    let bound: Double = 2 / (12 * Double(intervals.count)).squareRoot()
    let deviation = abs(mean - 10.2)
    #expect(deviation < bound)
  }

  @Test("A kubelet that starts renews at once, and then an interval later")
  func start() {
    var lease = NodeLease(since: .zero, EntityRandom(seed: 4, stream: "node/a/lease"))
    lease.start(at: SimTime(seconds: 1_000))
    let early = lease.lastRenewal(upTo: SimTime(seconds: 1_009.9))
    let late = lease.lastRenewal(upTo: SimTime(seconds: 1_010.4))
    #expect(early == SimTime(seconds: 1_000))
    #expect(late.seconds >= 1_010 && late.seconds < 1_010.4)
  }
}
