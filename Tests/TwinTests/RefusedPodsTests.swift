import Manifests
import TestSupport
import Testing
import Twin

/// plugin/pkg/admission/limitranger, pod-security-admission: what `validate` says of workloads of
/// which the API takes no pod.
@Suite("Pods that the API refuses, before a run")
struct RefusedPodsTests {
  private static let range = """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: bounds, namespace: default}
    spec: {limits: [{type: Container, default: {cpu: "1"}, max: {cpu: "2"}}]}
    """

  private static func namespace(_ level: String) -> String {
    """
    apiVersion: v1
    kind: Namespace
    metadata: {name: default, labels: {pod-security.kubernetes.io/enforce: \(level)}}
    """
  }

  private func warnings(_ container: String, besides rule: String) -> [Diagnostic] {
    let text = rule + "\n---\n" + HopelessManifest.pods("web", container)
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector)
      .documents(of: Array(text.utf8), path: "shop.yaml")
    let set = ManifestSet.decode(documents, collector)
    PlatformChecks.report(on: set, models: PlatformModels(), isWhole: true, collector)
    return collector.diagnostics.items.filter { $0.code == "refused-pods" }
  }

  @Test("What bounds or levels forbid is told at the workload in the API's words")
  func refused() {
    let privileged = "securityContext: {privileged: true}"
    for (container, rule, problem) in [
      ("resources: {limits: {cpu: 2}}", Self.range, nil),
      ("tty: true", Self.range, nil),
      (
        "resources: {limits: {cpu: 3}}", Self.range,
        "maximum cpu usage per Container is 2, but limit is 3"
      ),
      (privileged, Self.namespace("privileged"), nil),
      (
        privileged, Self.namespace("baseline"),
        "violates PodSecurity \"baseline:latest\": privileged (container \"main\" must not set "
          + "securityContext.privileged=true)"
      ),
    ] as [(String, String, String?)] {
      let found = warnings(container, besides: rule)
      let start = "the API refuses the pods of Deployment default/web: pods \"web\" is forbidden: "
      #expect(found.map(\.message) == (problem.map { [start + $0] } ?? []))
      // The workload's document begins behind the rule's and the line between them.
      let line = rule.split(separator: "\n").count + 2
      #expect(found.allSatisfy { $0.span.line == line && $0.severity == .warning })
    }
  }
}
