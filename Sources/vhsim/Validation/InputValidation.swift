import Foundation
import Manifests
import Twin

/// Reads input in all the ways in which a run would, for its messages alone.
struct InputValidation {
  let sources: SourceMap
  let lenient: Bool

  /// Checks each scenario under some paths with the files that it names, and everything else
  /// together.
  ///
  /// A file that is read twice is reported once.
  func problems(under paths: [String]) -> Diagnostics {
    let collector = DiagnosticCollector(lenient: lenient)
    let standardInput = FileHandle.standardInput
    var piped: Data?
    let loader = ManifestLoader(sources: sources, diagnostics: collector)
    let documents = loader.read(paths: paths, relativeTo: "") {
      let data = standardInput.wholeInput
      piped = data
      return data
    }
    refuseNothing(documents, collector)
    var scenarios: [String] = []
    for document in documents where document.isScenario && scenarios.last != document.path {
      scenarios.append(document.path)
    }
    var named: Set<String> = []
    for path in scenarios {
      let before = sources.paths.count
      let own = DiagnosticCollector(lenient: lenient)
      let loaded =
        FileManager.default.fileExists(atPath: path)
        ? ScenarioFile.load(path: path, sources: sources, diagnostics: own)
        : piped.flatMap {
          ScenarioFile.load([UInt8]($0), path: path, sources: sources, diagnostics: own)
        }
      if let loaded { check(loaded, own) }
      own.diagnostics.items.forEach(collector.report)
      named.formUnion(sources.paths[before...].map(Self.canonical))
      named.insert(Self.canonical(path))
    }
    let others = documents.filter { !named.contains(Self.canonical($0.path)) }
    checkPlatform(loader.joined(others, isWhole: scenarios.isEmpty), collector)
    return withoutRepetitions(collector.diagnostics)
  }

  /// Reports input in which nothing is written, as kubectl does (cmd/apply: no objects passed to
  /// apply); what was passed over for another reason was told.
  private func refuseNothing(
    _ documents: [ManifestDocument], _ collector: DiagnosticCollector
  ) {
    guard documents.isEmpty, collector.count == 0 else { return }
    let place = sources.paths.first.map(sources.start) ?? .unknown
    collector.error("there are no objects here", at: place, code: "no-objects")
  }

  /// Checks what no scenario names, as far as that is a platform.
  private func checkPlatform(_ documents: [ManifestDocument], _ collector: DiagnosticCollector) {
    var models = PlatformModels()
    let objects = models.take(documents, sources: sources, collector)
    let manifests = ManifestSet.decode(objects, collector, version: models.cluster?.kubernetes)
    PlatformChecks.report(on: manifests, models: models, isWhole: false, collector)
  }

  /// Checks the platform of a scenario, of which everything is known, as far as a dry run goes.
  private func check(_ loaded: LoadedScenario, _ collector: DiagnosticCollector) {
    let manifests = ManifestSet.decode(
      loaded.objects, collector, version: loaded.models.cluster?.kubernetes)
    PlatformChecks.report(on: manifests, models: loaded.models, isWhole: true, collector)
    guard !collector.hasErrors, let platform = Platform(loaded, diagnostics: collector) else {
      return
    }
    _ = PlatformPlan(platform, diagnostics: collector)
  }

  private static func canonical(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private func withoutRepetitions(_ diagnostics: Diagnostics) -> Diagnostics {
    var seen: Set<String> = []
    let items = diagnostics.items.filter { item in
      seen.insert(sources.location(of: item.span) + "\n" + item.code + "\n" + item.message).inserted
    }
    return Diagnostics(items: items)
  }
}

extension ManifestDocument {
  /// Whether it is a scenario, which only its own reader can check.
  fileprivate var isScenario: Bool {
    apiVersion.hasPrefix("vhsim.dev/") && kind == DocumentKind.scenario.rawValue
  }
}
