import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// Several workloads behind one Service of which one has a model.
@Suite("Models shared by workloads behind one Service")
struct SharedModelTests {
  /// A Deployment beside the modelled `server`, whose pods the same Service selects.
  private static func other(
    _ color: String, image: String = "registry.k8s.io/pause:3.9", labels: String = "app: server"
  ) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(color), namespace: default}
    spec:
      replicas: 1
      selector: {matchLabels: {color: \(color)}}
      template:
        metadata: {labels: {\(labels), color: \(color)}}
        spec:
          containers:
          - name: main
            image: \(image)
            resources: {requests: {cpu: 100m, memory: 64Mi}}
    """
  }

  @Test("Pods with the image of the modelled ones, whatever its tag, serve as these do")
  func sameImage() throws {
    let laboratory = try Self.laboratory(beside: Self.other("green"))
    let (summary, rows) = try laboratory.run(seed: 1)
    #expect(summary.failed == 0 && summary.answered > 1_000)
    let spent = rows.lastValues(of: "container_cpu_usage_seconds_total", beginning: "green-")
    #expect((spent.first ?? 0) > 0.5, "\(spent)")
    #expect(rows.notes.contains { $0.subject == "default/deployment/green" })
  }

  @Test("Of pods with another image the run says that they can't answer")
  func otherImage() throws {
    let laboratory = try Self.laboratory(beside: Self.other("green", image: "shop/else:1"))
    let (summary, rows) = try laboratory.run(seed: 1)
    #expect(summary.failed > 500)
    #expect(
      rows.notes.contains {
        $0.subject == "default/deployment/green" && $0.text.contains("another image")
      })
  }

  @Test("So do pods that a change brings and to which a later one turns the Service")
  func appliedLater() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-shared-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func write(_ name: String, _ documents: String...) throws {
      try documents.joined(separator: "\n---\n").write(
        to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write("blue.yaml", Self.other("blue"), Self.service("color: blue"))
    try write("green.yaml", Self.other("green"))
    try write("switch.yaml", Self.service("color: green"))
    try write(
      "models.yaml", Self.model,
      Laboratory.journey(
        named: "customer", "spec: {steps: [{request: {service: server, endpoint: ask}}]}"))
    try write("scenario.yaml", Self.scenario)
    let scenario = directory.appendingPathComponent("scenario.yaml").path
    let (summary, rows) = try Laboratory(scenario: scenario).run(seed: 1)
    #expect(summary.failed == 0 && summary.answered > 1_000)
    let spent = rows.lastValues(of: "container_cpu_usage_seconds_total", beginning: "green-")
    #expect((spent.first ?? 0) > 0.5, "\(spent)")
  }

  private static let scenario = """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: switch}
    spec:
      platform: {manifests: [blue.yaml], models: [models.yaml]}
      duration: 120s
      warmUp: 10s
      load: {users: {executor: constant-arrival-rate, journey: customer, rate: 50}}
      changes:
      - {at: 20s, apply: green.yaml}
      - {at: 70s, apply: switch.yaml}
    """

  private static let model = """
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: blue, namespace: default}
    spec:
      workload: deployment/blue
      endpoints: {ask: {steps: [{cpu: constant(1ms)}]}}
    """

  private static func service(_ selector: String) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: server, namespace: default}
    spec: {selector: {\(selector)}, ports: [{port: 8080}]}
    """
  }

  private static func laboratory(beside document: String) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50",
      services: [], journeys: ["customer": "{service: server, endpoint: ask}"],
      documents: [other("blue"), service("app: server"), model, document])
  }
}
