import Foundation

/// A scenario's file.
package enum ScenarioFile {
  /// Reads a scenario with the models, machines and manifests that it and its files hold.
  ///
  /// `-` is standard input. Every further document of the file belongs to the platform. Returns nil
  /// where the scenario itself could not be read; whether the input is refused is the collector's
  /// `hasErrors`.
  package static func load(
    path: String, overrides: [Override] = [], sources: SourceMap,
    diagnostics: DiagnosticCollector
  ) -> LoadedScenario? {
    let input =
      path == "-"
      ? InputFile(path: "<standard input>", origin: .standardInput)
      : InputFile(path: path, origin: .file)
    let bytes = input.bytes { FileHandle.standardInput.wholeInput }
    guard let bytes else {
      if FileManager.default.fileExists(atPath: input.path) {
        diagnostics.error("\(input.path) can not be read", at: .unknown, code: "unreadable-file")
      } else {
        let shown = input.path.isEmpty ? "the empty path" : input.path
        diagnostics.error("\(shown) does not exist", at: .unknown, code: "file-not-found")
      }
      return nil
    }
    return load(
      bytes, path: input.path, overrides: overrides, sources: sources, diagnostics: diagnostics)
  }

  /// Whether some bytes hold a scenario among their documents, however broken it is.
  package static func holdsScenario(_ bytes: [UInt8]) -> Bool {
    let quiet = ManifestLoader(sources: SourceMap(), diagnostics: DiagnosticCollector())
    return quiet.documents(of: bytes, path: "").contains(where: isScenario)
  }

  private static func isScenario(_ document: ManifestDocument) -> Bool {
    document.group == DocumentVersion.group && document.kind == Scenario.kind
  }

  /// Reads a scenario from the bytes of a file whose relative paths start at its directory.
  package static func load(
    _ bytes: [UInt8], path: String, overrides: [Override] = [], sources: SourceMap,
    diagnostics: DiagnosticCollector
  ) -> LoadedScenario? {
    let loader = ManifestLoader(sources: sources, diagnostics: diagnostics)
    var documents = loader.documents(of: bytes, path: path)
    guard let index = scenarioIndex(documents, path, sources, diagnostics) else { return nil }
    var document = documents.remove(at: index)
    document.node = document.node.applying(overrides, sources: sources, diagnostics)
    let context = DocumentContext(document, sources, diagnostics)
    guard let scenario = Scenario.read(document, context) else { return nil }

    documents += platformDocuments(scenario.platform, besides: path, loader)
    var set = ObjectSet(documents, diagnostics)
    set.dropControlled()
    set.mergeDuplicates()
    var models = PlatformModels()
    let objects = models.take(set.documents, sources: sources, diagnostics)
    return checked(scenario, document, models: models, objects: objects, loader, diagnostics)
  }

  /// A scenario whose parts fit together and to its platform, or of which is reported what does
  /// not; with what its changes apply.
  static func checked(
    _ scenario: Scenario, _ document: ManifestDocument, models: PlatformModels,
    objects: [ManifestDocument], _ loader: ManifestLoader, _ diagnostics: DiagnosticCollector
  ) -> LoadedScenario {
    let applied = applied(scenario, loader)
    let workloads = NamedWorkloads(objects: objects + applied.flatMap(\.objects))
    ScenarioChecks(
      scenario: scenario, models: models, workloads: workloads, diagnostics: diagnostics
    ).run()
    ChangeChecks(
      changes: scenario.changes, workloads: workloads, cluster: models.cluster,
      diagnostics: diagnostics
    ).run()
    return LoadedScenario(
      scenario: scenario, models: models, objects: objects, applied: applied,
      resolved: document.node.json.rendered() + "\n")
  }

  /// The position of the file's one scenario.
  private static func scenarioIndex(
    _ documents: [ManifestDocument], _ path: String, _ sources: SourceMap,
    _ diagnostics: DiagnosticCollector
  ) -> Int? {
    let scenarios = documents.indices.filter { isScenario(documents[$0]) }
    guard let first = scenarios.first else {
      if !diagnostics.hasErrors {
        diagnostics.error(
          "\(path) holds no Scenario", at: documents.first?.span.start ?? sources.start(of: path),
          code: "no-scenario",
          help: documents.isEmpty
            ? nil : "name the directory to run manifests without one, or `vhsim run - < \(path)`")
      }
      return nil
    }
    if scenarios.count > 1 {
      diagnostics.error(
        "a file holds one Scenario", at: documents[scenarios[1]].nameSpan,
        code: "duplicate-object", labels: [(documents[first].nameSpan, "the other one")])
    }
    return first
  }

  /// The documents of the files that a platform names; the scenario's own file is left out.
  private static func platformDocuments(
    _ platform: PlatformPaths, besides path: String, _ loader: ManifestLoader
  ) -> [ManifestDocument] {
    let paths = platform.manifests + platform.models + (platform.cluster.map { [$0] } ?? [])
    var seen = [canonical(path)]
    var documents: [ManifestDocument] = []
    for named in paths {
      let found = loader.load(paths: [named.path], relativeTo: "", at: named.span)
      let files = found.map { canonical($0.path) }
      documents += zip(found, files).filter { !seen.contains($0.1) }.map(\.0)
      for file in files where seen.last != file { seen.append(file) }
    }
    return documents
  }

  private static func canonical(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private static func applied(
    _ scenario: Scenario, _ loader: ManifestLoader
  ) -> [AppliedManifests] {
    scenario.changes.enumerated().compactMap { index, change in
      guard case .apply(let path) = change.action else { return nil }
      return AppliedManifests(
        change: index,
        objects: loader.load(
          paths: [path.path], relativeTo: "", at: path.span, isWhole: false))
    }
  }
}
