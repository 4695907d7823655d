import Metrics
import SimulationKernel
import Testing
import Twin

/// Processes of stores that are stopped for a while.
@Suite("Frozen stores")
struct ProcessFreezeTests {
  @Test("A copy that is thawed before it has its data is not ready until it has")
  func thawedCopy() throws {
    let replicas = "store: {system: db, role: replica}"
    let rows = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 5", duration: "120s",
      services: [Server(steps: ["write: db/put"])], documents: [Laboratory.database(size: "4Gi")],
      faults: """
        [{name: lost, at: 20s, diskLost: {\(replicas)}}, \
        {name: freeze, at: 30s, duration: 1s, processFreeze: {\(replicas), mode: all}}]
        """
    ).run(seed: 1).rows
    let began = try #require(rows.events.first { $0.reason == "NewDisk" })
    let filled = try #require(rows.events.first { $0.reason == "NewDiskFilled" })
    // Each scrape has the pod's condition; probes are ten seconds apart.
    let ready = rows.values(of: "kube_pod_status_ready", began.name, "true")
    let without = ready.filter { $0.time >= SimTime(seconds: 35) && $0.time < filled.time }
    #expect(without.count >= 2 && without.allSatisfy { $0.value == 0 }, "\(without)")
    #expect(ready.last?.value == 1)
  }
}
