import Cluster
import Foundation
import Manifests
import SimulationKernel
import Testing

/// Rules that upstream's own tables test and the given cases hardly touch.
@Suite("Scheduler rules")
struct SchedulerRuleTests {
  struct Step: Sendable {
    var milli: Int64
    var isSidecar = false
  }

  struct RequestCase: Sendable, CustomTestStringConvertible {
    var name: String
    var steps: [Step]
    var apps: [Int64]
    var expected: Int64
    var testDescription: String { name }
  }

  /// The request is the greater of what runs at last and of every init step with the sidecars that
  /// were started before it (component-helpers resource.PodRequests).
  @Test(
    "Init steps, sidecars and app containers make a pod's request",
    arguments: [
      RequestCase(name: "apps are summed", steps: [], apps: [100, 200], expected: 300),
      RequestCase(
        name: "the greatest init step counts alone", steps: [Step(milli: 500), Step(milli: 300)],
        apps: [100, 200], expected: 500),
      RequestCase(
        name: "a sidecar runs on beside the apps", steps: [Step(milli: 50, isSidecar: true)],
        apps: [100], expected: 150),
      RequestCase(
        name: "an init step runs beside the sidecars started before it",
        steps: [Step(milli: 50, isSidecar: true), Step(milli: 400)], apps: [100], expected: 450),
      RequestCase(
        name: "and not beside those started after it",
        steps: [Step(milli: 400), Step(milli: 50, isSidecar: true)], apps: [100], expected: 400),
      RequestCase(
        name: "sidecars pile up",
        steps: [
          Step(milli: 50, isSidecar: true), Step(milli: 60, isSidecar: true), Step(milli: 10),
        ], apps: [100], expected: 210),
    ])
  func requests(_ row: RequestCase) {
    var template = PodTemplate()
    template.initContainers = row.steps.map { step in
      var container = ContainerSpec(name: "step", image: "")
      container.requests = PodResources(cpuMilli: step.milli)
      container.isSidecar = step.isSidecar
      return container
    }
    template.containers = row.apps.map { milli in
      var container = ContainerSpec(name: "app", image: "")
      container.requests = PodResources(cpuMilli: milli)
      return container
    }
    #expect(template.requests.cpuMilli == row.expected)
    template.overhead = PodResources(cpuMilli: 7)
    #expect(template.requests.cpuMilli == row.expected + 7)
  }

  struct PortCase: Sendable {
    var own: (transport: String, address: String, port: Int)
    var other: (transport: String, address: String, port: Int)
    var conflicts: Bool
  }

  @Test(
    "Host ports clash on the same protocol and number, on one address or any",
    arguments: [
      PortCase(own: ("TCP", "", 80), other: ("TCP", "", 80), conflicts: true),
      PortCase(own: ("TCP", "", 80), other: ("UDP", "", 80), conflicts: false),
      PortCase(own: ("TCP", "", 80), other: ("TCP", "", 81), conflicts: false),
      PortCase(own: ("TCP", "127.0.0.1", 80), other: ("TCP", "", 80), conflicts: true),
      PortCase(own: ("TCP", "", 80), other: ("TCP", "127.0.0.1", 80), conflicts: true),
      PortCase(
        own: ("TCP", "127.0.0.1", 80), other: ("TCP", "127.0.0.2", 80), conflicts: false),
      PortCase(own: ("TCP", "127.0.0.1", 80), other: ("TCP", "127.0.0.1", 80), conflicts: true),
    ])
  func ports(_ row: PortCase) {
    func port(_ parts: (transport: String, address: String, port: Int)) -> HostPort {
      HostPort(transport: parts.transport, address: parts.address, port: parts.port)
    }
    #expect(port(row.own).conflicts(with: port(row.other)) == row.conflicts)
  }

  private func candidate(
    _ node: Int, _ victims: [(priority: Int32, start: Double)], violations: Int = 0
  ) -> DefaultPreemption.Candidate {
    DefaultPreemption.Candidate(
      node: node,
      victims: victims.map {
        DefaultPreemption.Victim(
          pod: .none, priority: $0.priority, start: SimTime.zero + SimDuration(seconds: $0.start))
      }, violations: violations)
  }

  @Test("Preemption looks at budgets before priorities, and at start times last")
  func pickOrder() {
    let harmless = candidate(0, [(900, 0)])
    let violating = candidate(1, [(1, 0)], violations: 1)
    #expect(DefaultPreemption.pick([violating, harmless])?.node == 0)
    let older = candidate(0, [(5, 10), (5, 90)])
    let younger = candidate(1, [(5, 20), (5, 30)])
    #expect(DefaultPreemption.pick([older, younger])?.node == 1)
    // Only the start times of the most important victims count.
    let lesser = candidate(2, [(5, 25), (5, 30)])
    let mixed = candidate(3, [(5, 40), (5, 40)])
    #expect(DefaultPreemption.pick([lesser, mixed, older])?.node == 3)
    #expect(DefaultPreemption.pick([]) == nil)
  }

  /// Pods of three classes and of none, with a CSINode that limits one node's volumes.
  private func compiled() -> ClusterSpec {
    func pod(_ name: String, _ fields: String) -> String {
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: \(name)}
      spec: {\(fields)containers: [{name: c, image: "i:1"}]}
      """
    }
    let text = [
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: meek}
      value: 50
      preemptionPolicy: Never
      """,
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: usual}
      value: 7
      globalDefault: true
      """,
      """
      apiVersion: v1
      kind: Node
      metadata: {name: one}
      status: {capacity: {cpu: 4, memory: 8Gi}}
      """,
      """
      apiVersion: storage.k8s.io/v1
      kind: CSINode
      metadata: {name: one}
      spec: {drivers: [{name: disk.example.com, nodeID: "1", allocatable: {count: 3}}]}
      """,
      pod("a", "priorityClassName: meek, "), pod("b", ""),
      pod("c", "priorityClassName: system-node-critical, preemptionPolicy: Never, "),
    ].joined(separator: "\n---\n")
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector).load(
      paths: ["-"], relativeTo: ".", standardInput: { Data(text.utf8) })
    return ClusterSpec(manifests: ManifestSet.decode(documents, collector), cluster: nil)
  }

  @Test("Priorities come from the class, the system's classes or the global default")
  func priorities() {
    let templates = compiled().workloads.map(\.template)
    #expect(templates.map(\.priority) == [50, 7, 2_000_001_000])
    #expect(templates.map(\.preempts) == [false, true, false])
  }

  @Test("A CSINode says how many volumes its node attaches")
  func volumeLimits() {
    #expect(
      compiled().nodes.map(\.volumeLimits) == [[.init(driver: "disk.example.com", count: 3)]])
  }
}
