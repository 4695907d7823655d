import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// What a plan says of the changes of a scenario.
@Suite("Notes on changes")
struct ChangeNoteTests {
  private static func map(_ finalizers: String) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: kept, namespace: shop, finalizers: [\(finalizers)]}
    data: {a: b}
    """
  }

  private static let job = """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: load, namespace: shop}
    spec:
      managedBy: acme.io/jobs
      template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}
    """

  /// The notes on changes of a scenario that applies a file at 5 s.
  private func notes(
    applying file: String, to document: String, besides change: String
  ) throws -> [String] {
    let process = ProcessInfo.processInfo.processIdentifier
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-note-\(process)-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: path) }
    try file.write(to: path, atomically: true, encoding: .utf8)
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1",
      services: [Server(steps: ["cpu: constant(1ms)"])], documents: [document],
      changes: "[\(change), {at: 5s, apply: \(path.path)}]")
    let rows = try laboratory.run(seed: 1, until: .seconds(12)).rows
    return rows.notes.filter { $0.subject == "changes" }.map(\.text)
  }

  @Test("An object that finalizers keep when it is deleted is named, as files have left it by then")
  func finalizers() throws {
    let foreign = Self.map("example.com/guard, orphan")
    for (time, isKept) in [("4s", true), ("6s", false)] {
      for object in ["kind: ConfigMap, namespace: shop, name: kept", "kind: Namespace, name: shop"]
      {
        let found = try notes(
          applying: Self.map(""), to: foreign, besides: "{at: \(time), delete: {\(object)}}")
        let names = found.filter { $0.hasPrefix("ConfigMap shop/kept stays when ") }
        #expect(names.count == (isKept ? 1 : 0), "\(time) \(object)")
        #expect(names.allSatisfy { $0.hasSuffix(": example.com/guard") })
      }
    }
  }

  @Test("Webhooks act from the file on that brings them; what acts in no run is told")
  func webhooks() throws {
    let file = ["Mutating", "Validating"].map {
      "apiVersion: admissionregistration.k8s.io/v1\nkind: \($0)WebhookConfiguration\n"
        + "metadata: {name: guard}\nwebhooks: []\n---\n"
    }.joined()
    let entry =
      "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: high}\n"
      + "spec: {controller: example.com/entry}\n"
    let found = try notes(
      applying: file + entry, to: Self.map(""),
      besides: "{at: 4s, scale: {workload: default/server, replicas: 2}}")
    #expect(
      found.filter { $0.contains("has no effect") }
        == ["IngressClass high is applied, but has no effect during a run"])
  }

  @Test("What admission looks at as pods are made acts from the file on that brings it")
  func admission() throws {
    let file =
      "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 10\n"
      + "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: puller}\n"
    let found = try notes(
      applying: file, to: Self.map(""),
      besides: "{at: 4s, scale: {workload: default/server, replicas: 2}}")
    #expect(!found.contains { $0.contains("has no effect") })
  }

  @Test("A drain's note names the pods that nobody makes anew", arguments: [0, 1, 5])
  func forcedDrain(count: Int) throws {
    let pods = (0..<count).map {
      "apiVersion: v1\nkind: Pod\nmetadata: {name: lone-\($0)}\n"
        + "spec: {containers: [{name: a, image: \"a:1\"}]}\n---\n"
    }
    let map = Self.map("")
    for (word, isDrain) in [("drain", true), ("cordon", false)] {
      let found = try notes(
        applying: map, to: pods.joined() + map, besides: "{at: 11s, \(word): {node: worker-1}}")
      let forced = found.filter { $0.contains(" --force: ") }
      #expect(forced.count == (isDrain && count > 0 ? 1 : 0), "\(found)")
      let names = (0..<min(count, 3)).map { "default/lone-\($0)" }.joined(separator: ", ")
      let others = count > 3 ? " and \(count - 3) others" : ""
      #expect(forced.allSatisfy { $0.hasSuffix(": " + names + others) })
    }
  }

  @Test(
    "A drain's note does not name a pod that a ReplicaSet selects", arguments: ["ours", "other"])
  func adoptedDrain(app: String) throws {
    let pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: lone, labels: {app: ours}}\n"
      + "spec: {containers: [{name: a, image: \"a:1\"}]}\n---\n"
    let template =
      "{metadata: {labels: {app: \(app)}}, spec: {containers: [{name: a, image: \"a:1\"}]}}"
    let set =
      "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: set}\n"
      + "spec: {selector: {matchLabels: {app: \(app)}}, template: \(template)}\n---\n"
    let map = Self.map("")
    let found = try notes(
      applying: map, to: pod + set + map, besides: "{at: 11s, drain: {node: worker-1}}")
    #expect(found.contains { $0.contains(" --force: ") } == (app == "other"), "\(found)")
  }

  @Test("A Job that a file brings is noted as one that was there from the start")
  func manager() throws {
    let found = try notes(
      applying: Self.job, to: Self.map(""),
      besides: "{at: 4s, scale: {workload: default/server, replicas: 2}}")
    #expect(
      found.contains(
        "Job shop/load is managed as others: managedBy acts from Kubernetes 1.32 on"))
  }
}
