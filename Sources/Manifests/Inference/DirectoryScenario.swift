package import SimulationKernel

/// A directory of manifests that is run without a scenario: load and models are inferred.
package enum DirectoryScenario {
  /// Simulated time of such a run.
  package static let duration = SimDuration.minutes(10)
  /// The part that statistics leave out.
  package static let warmUp = SimDuration.minutes(1)

  /// Makes a scenario of a gentle load on every way into the platform of some documents, manifests
  /// with or without models among them.
  ///
  /// What was inferred is handed back beside the scenario, which holds only the given models.
  /// Problems of the models are reported; those of the manifests are left to whoever decodes them
  /// for the run. The overrides are of the scenario as `init` would write it.
  package static func load(
    _ name: String, documents: [ManifestDocument], overrides: [Override] = [], sources: SourceMap,
    diagnostics: DiagnosticCollector
  ) -> (loaded: LoadedScenario, inferred: InferredModels) {
    var models = PlatformModels()
    let objects = models.take(documents, sources: sources, diagnostics)
    let quiet = DiagnosticCollector(lenient: diagnostics.lenient)
    let manifests = ManifestSet.decode(objects, quiet)
    let inferred = ModelInference(manifests, given: models).infer(loadFor: duration)
    let scenario = Scenario(
      name: name, span: .unknown,
      platform: PlatformPaths(manifests: [], cluster: nil, models: []), seed: 1,
      duration: duration, warmUp: warmUp, gracefulStop: .seconds(30), loadScale: 1,
      load: inferred.load, faults: [], changes: [], thresholds: [], noData: .fail)
    let text = ModelYAML(inferred).scenario(scenario, manifests: [name], models: [])
    if !overrides.isEmpty,
      let loaded = overridden(
        text, overrides, models: models.with(inferred.journeys), objects: objects, sources,
        diagnostics)
    {
      return (
        LoadedScenario(
          scenario: loaded.scenario, models: models, objects: objects, applied: loaded.applied,
          resolved: loaded.resolved), inferred
      )
    }
    ModelChecks(models: models, diagnostics: diagnostics).run()
    return (
      LoadedScenario(
        scenario: scenario, models: models, objects: objects, applied: [], resolved: text), inferred
    )
  }

  /// The made scenario, read with the command line's values in place; nil after an error.
  private static func overridden(
    _ text: String, _ overrides: [Override], models: PlatformModels, objects: [ManifestDocument],
    _ sources: SourceMap, _ diagnostics: DiagnosticCollector
  ) -> LoadedScenario? {
    let loader = ManifestLoader(sources: sources, diagnostics: diagnostics)
    guard var document = loader.documents(of: Array(text.utf8), path: "<inferred scenario>").first
    else { return nil }
    document.node = document.node.applying(overrides, sources: sources, diagnostics)
    let context = DocumentContext(document, sources, diagnostics)
    return Scenario.read(document, context).map {
      ScenarioFile.checked(
        $0, document, models: models, objects: objects, loader, diagnostics)
    }
  }
}
