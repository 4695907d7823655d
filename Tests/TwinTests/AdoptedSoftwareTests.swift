import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// What the pods of a written ReplicaSet run, which a Deployment with a model adopts.
@Suite("Software of adopted ReplicaSets")
struct AdoptedSoftwareTests {
  /// A worker without a Service: nothing but its Deployment's model says what its pods do.
  private static let worker = Server(
    name: "worker", replicas: 2,
    settings: ["consumers: [{store: rabbitmq, topic: tasks, endpoint: serve, prefetch: 4}]"],
    steps: ["wait: \"exponential(mean: 5ms)\""]
  ).documents.components(separatedBy: "\n---\n")

  @Test("The pods consume before their ReplicaSet is adopted, and the same ones do so afterwards")
  func consumers() throws {
    let set = Self.worker[0].replacingOccurrences(
      of: "kind: Deployment\nmetadata: {name: worker, namespace: default}",
      with: "kind: ReplicaSet\nmetadata: {name: hand, namespace: default, labels: {app: worker}}")
    let process = ProcessInfo.processInfo.processIdentifier
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-worker-\(process).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Self.worker[0].write(to: file, atomically: true, encoding: .utf8)
    let rows = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "90s",
      services: [Server(steps: ["publish: rabbitmq/tasks"])], stores: [Broker(engine: "rabbitmq")],
      documents: [set, Self.worker[2]], changes: "[{at: 40s, apply: \(file.path)}]"
    ).run(seed: 1).rows
    let published = rows.values(of: "vhsim_messages_published_total")
    let processed = rows.values(of: "vhsim_messages_processed_total")
    #expect((published.last?.value ?? 0) > 4_000)
    // No more than a tenth of a second's messages are under way at any scrape.
    for (sent, done) in zip(published, processed) {
      #expect(sent.time == done.time && done.value >= sent.value - 5, "at \(sent.time)")
    }
    let owned = rows.values(of: "kube_replicaset_owner", "hand", "Deployment").map(\.time)
    #expect(!owned.isEmpty && owned.allSatisfy { $0 >= SimTime(seconds: 40) })
    #expect(rows.values(of: "kube_pod_info", "hand").allSatisfy { $0.value == 2 })
    #expect(!rows.events.contains { $0.reason == "SuccessfulCreate" })
  }
}
