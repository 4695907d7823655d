import Manifests
import Mesh
import SimulationKernel
import Testing
import Workload

/// What is said about calls that lead nowhere.
@Suite("Model compiler")
struct CompilerTests {
  private func models() throws -> [BoundModel] {
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: models}
      spec:
        duration: 60s
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: front, namespace: default}
      spec:
        workload: deployment/front
        endpoints:
          page: {steps: [{call: back/serve}]}
          image: {steps: [{wait: constant(1ms)}]}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: back, namespace: default}
      spec:
        workload: deployment/back
        endpoints:
          serve: {steps: [{wait: constant(1ms)}]}
      """
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      [UInt8](text.utf8), path: "models.yaml", sources: SourceMap(), diagnostics: collector)
    let messages = collector.diagnostics.items.map(\.message)
    let services = try #require(loaded, "\(messages)").models.services
    return services.enumerated().map { BoundModel(model: $0.element, workload: $0.offset) }
  }

  private func problems(whenKnown name: String, _ operation: String) throws -> [Diagnostic] {
    var directory = Directory()
    directory.add(
      Directory.Entry(
        namespace: "default", name: name, operation: operation, service: 0, number: 2,
        policy: CallPolicy(timeout: .seconds(1))))
    var mesh = Mesh(
      network: Network(zoneCount: 1, sameNode: .zero, between: [.zero]), laws: SamplerBank(),
      services: [(balancer: .kubeProxy, isMeshed: false)])
    let collector = DiagnosticCollector()
    _ = ModelCompiler(
      try models(), workloadCount: 2, directory: directory, diagnostics: collector
    ).compile(routes: &mesh)
    return collector.diagnostics.items
  }

  @Test("A call that leads somewhere is no problem; a wrong name or endpoint is told the nearest")
  func calls() throws {
    #expect(try problems(whenKnown: "back", "serve").isEmpty)
    let name = try #require(problems(whenKnown: "bakc", "serve").first)
    #expect(name.code == "unknown-service")
    #expect(name.help == "did you mean `bakc`?")
    let endpoint = try #require(problems(whenKnown: "back", "swerve").first)
    #expect(endpoint.code == "unknown-endpoint")
    #expect(endpoint.help == "did you mean `swerve`?")
  }

  @Test("Endpoints are numbered through all models in their order")
  func numbers() throws {
    let bound = try models()
    let numbers = bound.indices.flatMap { model in
      bound[model].model.endpoints.indices.map {
        ModelCompiler.number(of: model, endpoint: $0, in: bound)
      }
    }
    #expect(numbers == Array(0..<3))
  }
}
