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
  /// for the run.
  package static func load(
    _ name: String, documents: [ManifestDocument], sources: SourceMap,
    diagnostics: DiagnosticCollector
  ) -> (loaded: LoadedScenario, inferred: InferredModels) {
    var models = PlatformModels()
    let objects = models.take(documents, sources: sources, diagnostics)
    ModelChecks(models: models, diagnostics: diagnostics).run()
    let quiet = DiagnosticCollector(lenient: diagnostics.lenient)
    let manifests = ManifestSet.decode(objects, quiet)
    let inferred = ModelInference(manifests, given: models).infer(loadFor: duration)
    let scenario = Scenario(
      name: name, span: .unknown,
      platform: PlatformPaths(manifests: [], cluster: nil, models: []), seed: 1,
      duration: duration, warmUp: warmUp, gracefulStop: .seconds(30), loadScale: 1,
      load: inferred.load, faults: [], changes: [], thresholds: [], noData: .fail)
    return (
      LoadedScenario(
        scenario: scenario, models: models, objects: objects, applied: [],
        resolved: ModelYAML(inferred).scenario(scenario, manifests: [name], models: [])), inferred
    )
  }
}
