import Manifests

/// A Cluster document beside an empty scenario, as `vhsim run` reads them.
enum ClusterDocument {
  /// Reads a document by the fields of its spec, with other objects beside it.
  ///
  /// - Parameter fields: the fields in YAML's flow style, like `zones: [{name: a}]`.
  static func read(_ fields: String, objects: String = "")
    -> (loaded: LoadedScenario?, diagnostics: [Diagnostic])
  {
    let file = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: test}
      spec: {duration: 10m}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: Cluster
      metadata: {name: test}
      spec: {\(fields)}

      """
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      Array((file + objects).utf8), path: "test.yaml", sources: SourceMap(),
      diagnostics: collector)
    return (loaded, collector.diagnostics.items)
  }
}
