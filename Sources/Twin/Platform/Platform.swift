package import Cluster
package import Manifests
package import Metrics
import SimulationKernel

/// Everything that is given before a run: the scenario, the machines, the objects and the models,
/// bound to each other.
///
/// Immutable, so that any number of runs may share it.
package struct Platform: Sendable {
  /// What happens.
  package let scenario: Scenario
  /// The objects of the API.
  package let manifests: ManifestSet
  /// The machines; nil where none were described.
  package let machines: ClusterDocument?
  /// The models that were given; the others were inferred.
  package let given: PlatformModels
  /// The cluster to build.
  package let cluster: ClusterSpec
  /// What each `apply` of the scenario brings, by the change's position.
  package let updates: [(change: Int, update: ClusterUpdate)]
  /// What CoreDNS is told after an `apply` that changes it, by the change's position.
  let corefiles: [(change: Int, file: Corefile, before: Corefile)]
  /// Which model runs in which of the cluster's workloads.
  package let services: [ServiceModel]
  /// The data systems.
  package let stores: [StoreModel]
  /// The users' paths, each request with the proxies before its service.
  package let journeys: [Journey]
  /// The scenario's document with the command line's values in place.
  package let resolvedScenario: String
  /// What was inferred, guessed or not modelled.
  package let notes: [RunNote]

  /// Binds what was loaded; problems go to the diagnostics, and the result is nil if any is an
  /// error.
  ///
  /// - Parameter inferred: what was inferred before; nil infers here what no model describes.
  package init?(
    _ loaded: LoadedScenario, inferred: InferredModels? = nil, diagnostics: DiagnosticCollector
  ) {
    (scenario, resolvedScenario) = (loaded.scenario, loaded.resolved)
    manifests = ManifestSet.decode(
      loaded.objects, diagnostics, version: loaded.models.cluster?.kubernetes)
    machines = loaded.models.cluster
    given = loaded.models
    PlatformChecks.reportHindrances(of: manifests, models: loaded.models, diagnostics)
    guard !diagnostics.hasErrors else { return nil }
    let changes = PlatformChanges(loaded, manifests, diagnostics)
    cluster = changes.cluster
    (updates, corefiles) = (changes.updates, changes.corefiles)
    let inferred =
      inferred
      ?? ModelInference(manifests, later: changes.states, given: loaded.models).infer()
    stores = loaded.models.stores + inferred.stores
    journeys = loaded.models.journeys.isEmpty ? inferred.journeys : loaded.models.journeys
    let known = loaded.models.journeyNames
    Self.checkLoad(
      of: scenario, on: known.isEmpty ? journeys.map(\.name) : known, diagnostics)
    guard !diagnostics.hasErrors else { return nil }
    services = EdgeChains(
      manifests: manifests, models: loaded.models.services + inferred.shared + inferred.services
    )
    .expanded(for: journeys, diagnostics: diagnostics)
    let ways = EdgeChains(manifests: manifests, models: services).requests(of: journeys)
    notes =
      cluster.notes.map(Self.note) + NginxEdge.notes(on: ways)
      + Self.notes(of: inferred) + Self.notes(ofGuessesIn: loaded.models)
      + Self.notes(ofBackups: FoundBackups(manifests, stores: stores), stores)
      + changes.notes + KeptDeletions.notes(of: loaded) + ForcedDrains.notes(of: scenario, cluster)
      + Self.notModelled(loaded)
      + PlatformNames.notes(
        cluster, manifests, later: changes.updates.flatMap(\.update.services))
      + ThresholdNotes(scenario: scenario, diagnostics: diagnostics).report()
    ThresholdNames(cluster: cluster, services: services, stores: stores, journeys: journeys)
      .report(on: scenario, diagnostics)
    guard !diagnostics.hasErrors else { return nil }
  }

  private static func checkLoad(
    of scenario: Scenario, on names: [String], _ diagnostics: DiagnosticCollector
  ) {
    for load in scenario.load where !names.contains(load.journey) {
      diagnostics.error(
        "there is no journey \"\(load.journey)\"", at: load.journeySpan, code: "unknown-journey",
        help: nearest(load.journey, in: names).map { "did you mean \"\($0)\"?" }
          ?? "one of \(names.joined(separator: ", "))")
    }
  }

  /// All notes, with those of a cluster's start.
  func notes(and cluster: borrowing Cluster) -> [RunNote] {
    notes + cluster.startNotes(besides: self.cluster).map(Self.note)
  }

  private static func note(_ text: String) -> RunNote {
    RunNote(kind: .warning, subject: "cluster", text: text)
  }

  /// What a reader of the results must know of the inference: each conclusion, and one note for
  /// each number that is a guess.
  private static func notes(of inferred: InferredModels) -> [RunNote] {
    inferred.findings.flatMap { finding in
      [RunNote(kind: .inferred, subject: finding.subject, text: finding.text)]
        + finding.figures.filter { $0.source == .guess }.map {
          RunNote(kind: .guess, subject: finding.subject, text: "\($0.field) is a guess")
        }
    }
  }

  /// Models that were written and say themselves that nobody measured their numbers.
  private static func notes(ofGuessesIn models: PlatformModels) -> [RunNote] {
    let sources =
      models.services.map { ("\($0.namespace)/\($0.name)", $0.source) }
      + models.stores.map { ("\($0.namespace)/\($0.name)", $0.source) }
    return sources.compactMap { subject, source in
      switch source {
      case .given: nil
      case .guess: RunNote(kind: .guess, subject: subject, text: "its model's numbers are guesses")
      case .catalogue:
        RunNote(
          kind: .guess, subject: subject,
          text: "its model's numbers are the catalogue's, or guesses")
      }
    }
  }

  /// What the manifests say about backups.
  private static func notes(ofBackups backups: FoundBackups, _ stores: [StoreModel]) -> [RunNote] {
    let state = backups.state.map {
      RunNote(kind: .inferred, subject: "kubernetes", text: $0.finding)
    }
    return (state.map { [$0] } ?? [])
      + stores.flatMap { model in
        backups.backup(of: model).findings.map {
          RunNote(kind: .inferred, subject: model.name, text: $0)
        }
      }
  }

  /// What is read and has no effect.
  private static func notModelled(_ loaded: LoadedScenario) -> [RunNote] {
    // Profiles say which scheduler's pods are placed.
    let hasProfiles = !(loaded.models.cluster?.scheduler.profiles ?? []).isEmpty
    return UnmodelledUse.found(in: loaded.objects).filter {
      !hasProfiles || $0.field != "schedulerName"
    }.map {
      RunNote(kind: .notModelled, subject: $0.kind, text: $0.text)
    }
  }
}
