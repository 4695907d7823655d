import Manifests
import Metrics
import SimulationKernel
import Twin

/// A scenario with its platform, read and checked, of which any number of runs can be simulated.
struct TwinScenario: Sendable {
  let scenario: Scenario
  private let platform: Platform

  /// Reads a scenario's file; nil after an error was reported.
  init?(path: String, overrides: [String], sources: SourceMap, diagnostics: DiagnosticCollector) {
    let loaded = ScenarioFile.load(
      path: path, overrides: overrides.map { Override($0) }, sources: sources,
      diagnostics: diagnostics)
    guard let loaded, !diagnostics.hasErrors,
      let platform = Platform(loaded, diagnostics: diagnostics)
    else { return nil }
    self.platform = platform
    scenario = platform.scenario
  }

  /// Simulates one run; nil after an error was reported.
  func simulate(
    _ options: RunOptions, into sink: any RunSink, observer: some RunObserver,
    diagnostics: DiagnosticCollector
  ) -> RunSummary? {
    TwinRun(platform, options: options, sink: sink, diagnostics: diagnostics)?
      .run(observer: observer)
  }
}
