import Manifests
import TestSupport
import Testing
import Twin

/// pkg/kubelet/sysctl allowlist.go: what `validate` says of parameters that kubelets refuse.
@Suite("Kernel parameters that kubelets refuse, before a run")
struct KernelParameterCheckTests {
  private func warnings(_ parameter: String, _ pod: String) -> [String] {
    let text = HopelessManifest.pods(
      pod: "securityContext: {sysctls: [{name: \(parameter), value: \"1\"}]}\n\(pod)")
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector)
      .documents(of: Array(text.utf8), path: "shop.yaml")
    let set = ManifestSet.decode(documents, collector)
    PlatformChecks.report(on: set, models: PlatformModels(), isWhole: true, collector)
    return collector.diagnostics.items.filter { $0.code == "refused-sysctl" }.map(\.message)
  }

  @Test(
    "A parameter that is not safe, or that is the node's own, is told",
    arguments: [
      ("net.ipv4.tcp_syncookies", "", nil),
      ("net.core.somaxconn", "", "\"net.core.somaxconn\" not allowlisted"),
      (
        "net.ipv4.tcp_syncookies", "hostNetwork: true",
        "\"net.ipv4.tcp_syncookies\" not allowed with host net enabled"
      ),
    ] as [(String, String, String?)])
  func parameters(parameter: String, pod: String, problem: String?) {
    let expected = problem.map {
      ["a node's kubelet refuses the pods of Deployment default/web: \($0)"]
    }
    #expect(warnings(parameter, pod) == expected ?? [])
  }
}
