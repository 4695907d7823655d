import Foundation
import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// The scenario of a fork bomb, against what its first line says.
@Suite("Exhausted process IDs")
struct ProcessExhaustionTests {
  @Test("keep a container from its restart, cost the leaking pod, or nobody anything")
  func machines() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let laboratory = try Laboratory(
      scenario: root.appending(path: "scenarios/pid-exhaustion.yaml").path())
    let rows = try laboratory.run(seed: 42).rows
    let events = rows.events
    func within(_ minutes: ClosedRange<Double>) -> [ClusterEventRow] {
      events.filter {
        $0.time > SimTime(seconds: minutes.lowerBound * 60)
          && $0.time <= SimTime(seconds: minutes.upperBound * 60)
      }
    }
    // Nobody looks after process IDs: what was killed does not start again, and nobody is evicted.
    let bare = within(2...6)
    #expect(bare.contains { $0.message.contains("resource temporarily unavailable") })
    #expect(!bare.contains { $0.reason == "Evicted" })
    // The kubelet does: the pod that leaks goes, and no other.
    let watched = within(8...10)
    #expect(watched.contains { $0.name == "watched-1" && $0.reason == "NodeHasInsufficientPID" })
    #expect(watched.count { $0.reason == "Evicted" } == 1)
    let counted = rows.values(of: "kubelet_evictions", "watched-1", "pid.available")
    #expect(counted.last?.value == 1)
    // The pod's own limit holds everybody else harmless.
    let limited = within(12...14)
    #expect(!limited.contains { $0.reason == "Evicted" || $0.name == "limited-1" })
    #expect(!limited.contains { $0.message.contains("resource temporarily unavailable") })
    // The evicted pod's object is no pod that its system lacks.
    #expect(!rows.systems.isEmpty && rows.systems.allSatisfy { $0.pods == $0.ready })
  }
}
