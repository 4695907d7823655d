import Foundation
import Manifests

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
    _ = ManifestSet.decode(objects, collector)
    var scenarios: [String] = []
    for document in documents where document.isScenario && scenarios.last != document.path {
      scenarios.append(document.path)
    }
    for path in scenarios {
      if FileManager.default.fileExists(atPath: path) {
        _ = ScenarioFile.load(path: path, sources: sources, diagnostics: collector)
      } else if let piped {
        _ = ScenarioFile.load(
          [UInt8](piped), path: path, sources: sources, diagnostics: collector)
      }
    }
    return withoutRepetitions(collector.diagnostics)
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
