import Metrics
import SimulationKernel
import Testing
import Twin

@Suite("Logs in volumes")
struct LogVolumeTests {
  private func laboratory(volume: String) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1", duration: "120s",
      warmUp: "0s",
      services: [
        Server(
          pod: ["volumes: [{name: logs, emptyDir: {sizeLimit: 150Mi}}]"],
          settings: ["log: {perSecond: 10Mi, volume: \(volume)}"], steps: ["cpu: 1ms"])
      ])
  }

  /// The kubelet looks each 10 s, and what was written is told each 10 s: beyond the limit after
  /// 15 s, a pod is found at its second or third look.
  @Test("A log that nobody puts aside fills its volume, and the pod is evicted again and again")
  func evicted() throws {
    let rows = try laboratory(volume: "logs").run(seed: 1).rows
    let events = rows.events
    let evicted = events.filter { $0.reason == "Evicted" }
    #expect(
      evicted.allSatisfy {
        $0.message == "Usage of EmptyDir volume \"logs\" exceeds the limit \"150Mi\". "
      })
    let first = try #require(evicted.first).time
    #expect(first > SimTime(seconds: 15) && first <= SimTime(seconds: 40))
    #expect(
      rows.values(of: "kube_pod_status_reason", "Evicted").contains { $0.value >= 1 })
    #expect(evicted.count >= 2 && Set(evicted.map(\.name)).count == evicted.count)
  }

  @Test("A volume that the pods do not have is an error")
  func unknown() throws {
    let laboratory = try laboratory(volume: "lgos")
    let problem = #expect(throws: Unbuildable.self) { _ = try laboratory.run(seed: 1) }
    #expect(
      problem?.messages
        == ["the pods of server have no emptyDir volume \"lgos\""])
  }
}
