import Manifests
import Testing

/// Pods whose objects the API server takes and that can not come to be.
@Suite("Pods that never come to be")
struct RefusedPriorityTests {
  /// plugin/pkg/admission/priority computes a priority and refuses another one.
  @Test(
    "A priority that is written must be that of the class",
    arguments: [
      ("priority: 7", ["refused-priority"]), ("priority: 0", []),
      ("{priority: 7, priorityClassName: high}", ["refused-priority"]),
      ("{priority: 100, priorityClassName: high}", []),
      ("{priority: 2000001000, priorityClassName: system-node-critical}", []),
    ])
  func priority(fields: String, codes: [String]) {
    let inner = fields.trimmingPrefix("{").replacing("}", with: "")
    let read = ReadText(
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: high}
      value: 100
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {\(inner), containers: [{name: c, image: "i:1"}]}
      """)
    let set = ManifestSet.decode(read.documents, read.collector)
    let platform = CheckedPlatform(set, models: PlatformModels(), isWhole: true)
    PodIdentities.report(on: platform, read.collector)
    #expect(read.collector.diagnostics.items.map(\.code) == codes)
  }

  @Test("A surge of pods with a port of the node can not go on")
  func surge() {
    let text = """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: d}
      spec:
        selector: {matchLabels: {a: b}}
        updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
        template:
          metadata: {labels: {a: b}}
          spec: {containers: [{name: c, image: "i:1", ports: [{containerPort: 80, hostPort: 80}]}]}
      """
    #expect(DecodedPlatform(text).places == ["blocked-rollout 9:87"])
    let other = text.replacing("maxSurge: 1, maxUnavailable: 0", with: "maxUnavailable: 1")
    #expect(DecodedPlatform(other).places.isEmpty)
  }
}
