import Foundation
import Manifests
import Twin

/// Reads input in all the ways in which a run would, for its messages alone.
struct InputValidation {
  let sources: SourceMap
  let lenient: Bool

  /// Checks everything under some paths together, and each scenario with the files that it names.
  ///
  /// A file that is read twice is reported once.
  func problems(under paths: [String]) -> Diagnostics {
    let collector = DiagnosticCollector(lenient: lenient)
    let standardInput = FileHandle.standardInput
    var piped: Data?
    let loader = ManifestLoader(sources: sources, diagnostics: collector)
    let documents = loader.load(paths: paths, relativeTo: "") {
      let data = standardInput.readDataToEndOfFile()
      piped = data
      return data
    }
    var models = PlatformModels()
    let objects = models.take(documents, sources: sources, collector)
    let manifests = ManifestSet.decode(objects, collector)
    var scenarios: [String] = []
    for document in documents where document.isScenario && scenarios.last != document.path {
      scenarios.append(document.path)
    }
    if scenarios.isEmpty {
      PlatformChecks.report(on: manifests, models: models, isWhole: false, collector)
    } else {
      checkLoose(documents.filter { !scenarios.contains($0.path) }, collector)
    }
    for path in scenarios {
      let loaded =
        FileManager.default.fileExists(atPath: path)
        ? ScenarioFile.load(path: path, sources: sources, diagnostics: collector)
        : piped.flatMap {
          ScenarioFile.load([UInt8]($0), path: path, sources: sources, diagnostics: collector)
        }
      if let loaded { check(loaded, collector) }
    }
    return withoutRepetitions(collector.diagnostics)
  }

  /// Checks what no scenario's file holds, as far as that is a platform.
  private func checkLoose(_ documents: [ManifestDocument], _ collector: DiagnosticCollector) {
    let quiet = DiagnosticCollector(lenient: true)
    var models = PlatformModels()
    let objects = models.take(documents, sources: sources, quiet)
    PlatformChecks.report(
      on: ManifestSet.decode(objects, quiet), models: models, isWhole: false, collector)
  }

  /// Checks the platform of a scenario, of which everything is known.
  private func check(_ loaded: LoadedScenario, _ collector: DiagnosticCollector) {
    let manifests = ManifestSet.decode(loaded.objects, collector)
    PlatformChecks.report(on: manifests, models: loaded.models, isWhole: true, collector)
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
