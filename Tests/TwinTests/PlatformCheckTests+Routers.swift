import Manifests
import Testing
import Twin

/// Targets that autoscalers do not find by their API version, and routers, which need no names.
extension PlatformCheckTests {
  /// What is said of a scenario's manifests and models, as `code line:column`.
  private func report(_ documents: String) throws -> [String] {
    let text =
      """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: test}
      spec: {duration: 10m}
      ---

      """ + documents
    let loaded = ScenarioFile.load(
      Array(text.utf8), path: "scenario.yaml", overrides: [], sources: SourceMap(),
      diagnostics: DiagnosticCollector())
    let scenario = try #require(loaded)
    let found = DiagnosticCollector()
    PlatformChecks.report(
      on: ManifestSet.decode(scenario.objects, DiagnosticCollector()), models: scenario.models,
      isWhole: false, found)
    return found.diagnostics.items.map { "\($0.code) \($0.span.line):\($0.span.column)" }
  }

  @Test(
    "An autoscaler that names its target in another group finds none (RESTMappings)",
    arguments: [
      ("{apiVersion: §extensions/v1beta1, kind: Deployment, name: web}", true),
      ("§{kind: Deployment, name: web}", true),
      ("§{apiVersion: apps/v1beta2, kind: Deployment, name: web}", false),
    ])
  func groups(target: String, isWarned: Bool) throws {
    let found = try report(
      Case.pods("web", "resources: {requests: {cpu: 1}}")
        + Case.object(
          "autoscaling/v2 HorizontalPodAutoscaler",
          "{scaleTargetRef: \(target.replacing("§", with: "")), maxReplicas: 3}"))
    let text = "spec: {scaleTargetRef: \(target)"
    let column = text.distance(from: text.startIndex, to: text.firstIndex(of: "§") ?? text.endIndex)
    let places = found.map { $0.split(separator: ":").last.map(String.init) ?? "" }
    #expect(places == (isWarned ? [String(column + 1)] : []), "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("unknown-scale-target ") })
  }

  /// A run exempts the workloads whose model has the endpoint `forward` (Mesh.resolveNames).
  @Test("A router looks up no name, whatever else its model asks", arguments: ["forward", "ask"])
  func routers(endpoint: String) throws {
    func model(_ name: String, _ endpoint: String, _ step: String) -> String {
      """
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: \(name), namespace: default}
      spec:
        workload: deployment/\(name)
        endpoints: {\(endpoint): {steps: [\(step)]}}

      """
    }
    let found = try report(
      Case.pods("router", "tty: true", pod: "dnsPolicy: Default") + "---\n" + Case.pods()
        + Self.service + model("web", "take", "cpu: constant(1ms)")
        + model("router", endpoint, "call: {service: web, endpoint: take}"))
    let codes = found.map { String($0.prefix { $0 != " " }) }
    #expect(codes.contains("unresolved-name") == (endpoint == "ask"), "\(found)")
  }
}
