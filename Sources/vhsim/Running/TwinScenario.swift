import Foundation
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
    let platform =
      TwinScenario.isDirectory(path)
      ? TwinScenario.directory(path, sources, diagnostics)
      : TwinScenario.file(path, overrides, sources, diagnostics)
    guard let platform else { return nil }
    self.platform = platform
    scenario = platform.scenario
  }

  /// What the platform holds and what happens to it, for a dry run.
  func plan(_ diagnostics: DiagnosticCollector) -> PlatformPlan? {
    PlatformPlan(platform, diagnostics: diagnostics)
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private static func file(
    _ path: String, _ overrides: [String], _ sources: SourceMap,
    _ diagnostics: DiagnosticCollector
  ) -> Platform? {
    let loaded = ScenarioFile.load(
      path: path, overrides: overrides.map { Override($0) }, sources: sources,
      diagnostics: diagnostics)
    guard let loaded, !diagnostics.hasErrors else { return nil }
    return Platform(loaded, diagnostics: diagnostics)
  }

  /// A directory of manifests: models, entry points and a gentle load are inferred.
  private static func directory(
    _ path: String, _ sources: SourceMap, _ diagnostics: DiagnosticCollector
  ) -> Platform? {
    let loader = ManifestLoader(sources: sources, diagnostics: diagnostics)
    let documents = loader.load(paths: [path], relativeTo: "", standardInput: { Data() })
    let name = URL(fileURLWithPath: path).lastPathComponent
    let (loaded, inferred) = DirectoryScenario.load(
      name, documents: documents, sources: sources, diagnostics: diagnostics)
    guard !diagnostics.hasErrors else { return nil }
    return Platform(loaded, inferred: inferred, diagnostics: diagnostics)
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
