import Manifests
import SimulationKernel

/// What reading a scenario's text gave.
struct ScenarioText {
  let sources = SourceMap()
  let collector = DiagnosticCollector()
  let loaded: LoadedScenario?

  /// Reads a whole scenario file.
  init(_ text: String, overrides: [String] = []) {
    self.init(bytes: Array(text.utf8), overrides: overrides)
  }

  /// Reads a scenario file's bytes.
  init(bytes: [UInt8], path: String = "scenario.yaml", overrides: [String] = []) {
    loaded = ScenarioFile.load(
      bytes, path: path, overrides: overrides.map { Override($0) }, sources: sources,
      diagnostics: collector)
  }

  /// Reads a scenario, of ten minutes if nothing else is said, with further fields.
  init(
    spec: String, documents: String = "", overrides: [String] = [], duration: String = "10m"
  ) {
    self.init(
      """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: test}
      spec:
        duration: \(duration)
      \(spec.indented)
      \(documents)
      """, overrides: overrides)
  }

  /// Reads the model of one service by the fields of its spec.
  init(model: String) {
    self.init(
      spec: "",
      documents: """
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: ServiceModel
        metadata: {name: web, namespace: shop}
        spec:
        \(model.indented)
        """)
  }

  /// Reads a service whose one endpoint has some steps.
  init(steps: String) {
    self.init(
      model: """
        workload: deployment/web
        endpoints:
          get:
            steps:
        \(steps.indented.indented)
        """)
  }

  var scenario: Scenario? { loaded?.scenario }
  var items: [Diagnostic] { collector.diagnostics.items }
  var rendered: String { collector.diagnostics.rendered(sources: sources, color: false) }

  /// The steps of the first endpoint of the first service.
  var steps: [Step] { loaded?.models.services.first?.endpoints.first?.steps ?? [] }

  /// The law of the first step.
  var law: Distribution? {
    switch steps.first {
    case .cpu(let law)?, .wait(let law)?: law
    case .repeated(let step)?: step.times
    default: nil
    }
  }

  /// The text under each message's caret, with the message.
  var marked: [String] {
    items.map { item in
      let line = sources.line(item.span.line, of: item.span) ?? ""
      let scalars = Array(line.unicodeScalars)
      let start = min(Int(item.span.column) - 1, scalars.count)
      let isOneLine = item.span.line == item.span.endLine
      let end = isOneLine ? min(Int(item.span.endColumn) - 1, scalars.count) : scalars.count
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[max(0, start)..<max(start, end)])
      let help = item.help.map { " (\($0))" } ?? ""
      return "\(String(text)) -> \(item.message)\(help)"
    }
  }
}

extension String {
  /// The text two columns further to the right.
  var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      .joined(separator: "\n")
  }
}
