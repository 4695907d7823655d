import Foundation
import Manifests
import Metrics
import SimulationKernel
import Twin

/// A scenario with its platform, read and checked, of which any number of runs can be simulated.
struct TwinScenario: Sendable {
  let scenario: Scenario
  /// The scenario's document with the command line's values in place.
  var resolved: String { platform.resolvedScenario }
  private let platform: Platform

  /// Reads a scenario's file; nil after an error was reported.
  init?(path: String, overrides: [String], sources: SourceMap, diagnostics: DiagnosticCollector) {
    let platform =
      path == "-"
      ? TwinScenario.standardInput(overrides, sources, diagnostics)
      : FileManager.default.isDirectory(atPath: path)
        ? TwinScenario.directory(path, named: path, overrides, sources, diagnostics)
        : TwinScenario.file(path, overrides, sources, diagnostics)
    guard let platform else { return nil }
    self.platform = platform
    scenario = platform.scenario
  }

  /// Reports what can not work in the platform.
  func check(_ diagnostics: DiagnosticCollector) {
    PlatformChecks.report(
      on: platform.manifests, models: platform.given, isWhole: true, diagnostics)
  }

  /// What the platform holds and what happens to it, for a dry run.
  func plan(_ diagnostics: DiagnosticCollector) -> PlatformPlan? {
    PlatformPlan(platform, diagnostics: diagnostics)
  }

  /// A scenario, or manifests alone, as `kustomize build` and `helm template` print them.
  private static func standardInput(
    _ overrides: [String], _ sources: SourceMap, _ diagnostics: DiagnosticCollector
  ) -> Platform? {
    guard let input = FileHandle.standardInput.wholeInput else {
      diagnostics.error(
        "standard input can not be read", at: .unknown, code: "unreadable-file")
      return nil
    }
    guard ScenarioFile.holdsScenario([UInt8](input)) else {
      return directory(
        "-", named: "standard-input", input: input, overrides, sources, diagnostics)
    }
    let loaded = ScenarioFile.load(
      [UInt8](input), path: "<standard input>", overrides: overrides.map { Override($0) },
      sources: sources, diagnostics: diagnostics)
    guard let loaded, !diagnostics.hasErrors else { return nil }
    return Platform(loaded, diagnostics: diagnostics)
  }

  /// What a run would cost on this machine.
  func forecast(_ diagnostics: DiagnosticCollector) -> RunForecast? {
    let meter = ProgressMeter(name: scenario.name, length: 0, runs: 1, silent: true)
    return RunForecast(
      platform, sink: ForgettingSink(), observer: RunMonitor(meter, nil, nil, run: 0),
      diagnostics: diagnostics)
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

  /// Manifests without a scenario: models, entry points and a gentle load are inferred.
  private static func directory(
    _ path: String, named: String, input: Data = Data(), _ overrides: [String],
    _ sources: SourceMap, _ diagnostics: DiagnosticCollector
  ) -> Platform? {
    let loader = ManifestLoader(sources: sources, diagnostics: diagnostics)
    let documents = loader.load(paths: [path], relativeTo: "", standardInput: { input })
    if documents.isEmpty, !diagnostics.hasErrors {
      let place = path == "-" ? "<standard input>" : path
      diagnostics.error(
        "\(place) holds no manifests and no Scenario", at: .unknown, code: "no-scenario")
    }
    let name = URL(fileURLWithPath: named).lastPathComponent
    let (loaded, inferred) = DirectoryScenario.load(
      name, documents: documents, overrides: overrides.map { Override($0) }, sources: sources,
      diagnostics: diagnostics)
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

/// Takes rows and keeps none.
private final class ForgettingSink: RunSink {
  func record(_ block: RunBlock) {}
}
