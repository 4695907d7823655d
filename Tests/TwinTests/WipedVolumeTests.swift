import Metrics
import SimulationKernel
import Testing
import Twin

/// Stores whose claims users delete.
@Suite("Deleted claims of stores")
struct WipedVolumeTests {
  @Test("A member whose claim was deleted starts with a new disk once its pod is replaced")
  func claim() throws {
    let member = "namespace: default, name: db-2"
    let rows = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "120s",
      services: [Server(steps: ["write: db/put"])], documents: [Laboratory.database(size: "1Gi")],
      changes: """
        [{at: 20s, delete: {kind: PersistentVolumeClaim, \(member)}}, \
        {at: 40s, delete: {kind: Pod, \(member)}}]
        """
    ).run(seed: 1).rows
    let began = try #require(rows.events.first { $0.reason == "NewDisk" })
    #expect(began.time >= SimTime(seconds: 40))
    #expect(rows.events.contains { $0.reason == "NewDiskFilled" })
  }
}
