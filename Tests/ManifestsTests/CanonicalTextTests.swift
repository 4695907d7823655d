import Manifests
import Testing

/// What the API server stores alike has one canonical text (pkg/apis/core/v1/defaults.go).
@Suite("Canonical texts of values")
struct CanonicalTextTests {
  private func text(_ yaml: String) throws -> CanonicalText {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let whole = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: " + yaml
    let document = try #require(loader.documents(of: Array(whole.utf8), path: "a.yaml").first)
    return CanonicalText(document.node["spec"], key: "spec")
  }

  @Test(
    "Order, quotes, spellings and defaults make no difference",
    arguments: [
      ("{a: 1, b: x}", "{b: \"x\", a: 1}"), ("{a: null, b: []}", "{}"),
      ("{restartPolicy: Always, hostNetwork: false}", "{}"),
      ("{containers: [{image: a}]}", "{containers: [{image: a, imagePullPolicy: Always}]}"),
      ("{containers: [{name: a, tty: false, resources: {}}]}", "{containers: [{name: a}]}"),
      ("{resources: {limits: {cpu: 1}}}", "{resources: {limits: {cpu: 1000m}}}"),
      ("{readinessProbe: {periodSeconds: 10}}", "{readinessProbe: {}}"),
      (
        "{restartPolicy: \"\", dnsPolicy: \"\", containers: [{image: a, imagePullPolicy: \"\", "
          + "env: [{name: b, value: \"\"}], ports: [{protocol: \"\", name: \"\"}]}]}",
        "{containers: [{image: a, env: [{name: b}], ports: [{}]}]}"
      ),
      (
        "{livenessProbe: {periodSeconds: 0, timeoutSeconds: 0, successThreshold: 0, "
          + "failureThreshold: 0, httpGet: {path: \"\", scheme: \"\", port: 1}}}",
        "{livenessProbe: {httpGet: {port: 1}}}"
      ),
      ("{secret: {defaultMode: 0644}}", "{secret: {defaultMode: 420}}"),
    ])
  func equal(left: String, right: String) throws {
    #expect(try text(left) == text(right))
  }

  @Test(
    "What the API server tells apart differs",
    arguments: [
      ("{a: 1}", "{a: \"1\"}"), ("{emptyDir: {}}", "{}"), ("{restartPolicy: Never}", "{}"),
      ("{initContainers: [{restartPolicy: Always}]}", "{initContainers: [{}]}"),
      ("{args: [a, b]}", "{args: [b, a]}"), ("{args: [\"a,1:b\"]}", "{args: [a, b]}"),
      ("{automountServiceAccountToken: false}", "{}"), ("{storageClassName: \"\"}", "{}"),
      ("{nodeSelector: {a: \"\"}}", "{}"), ("{args: [\"\"]}", "{}"),
      (
        "{containers: [{image: \"a:1\"}]}",
        "{containers: [{image: \"a:1\", imagePullPolicy: Always}]}"
      ),
    ])
  func different(left: String, right: String) throws {
    #expect(try text(left) != text(right))
  }
}
