/// Our own documents about a platform, all but the scenario.
package struct PlatformModels: Sendable {
  /// The machines; nil where no Cluster document was found.
  package private(set) var cluster: ClusterDocument?
  /// How services behave.
  package private(set) var services: [ServiceModel] = []
  /// How stores behave.
  package private(set) var stores: [StoreModel] = []
  /// What users do.
  package private(set) var journeys: [Journey] = []
  /// Documents with errors: they are there, but what they say is known in part at best.
  private var flawed: [ManifestDocument] = []

  /// No document at all.
  package init() {}

  /// The same documents, with other journeys where none is among them.
  func with(_ others: [Journey]) -> PlatformModels {
    var models = self
    if journeys.isEmpty { models.journeys = others }
    return models
  }

  /// The same documents, with more models of services.
  func with(_ others: [ServiceModel]) -> PlatformModels {
    var models = self
    models.services += others
    return models
  }

  /// Names of all journeys, those that could not be read among them.
  package var journeyNames: [String] {
    let read = journeys.map(\.name)
    let others = flawed.filter { $0.kind == DocumentKind.journey.rawValue }.map(\.name)
    return read + others.filter { !read.contains($0) }
  }

  /// The keys of a field of the spec of a model that could not be read whole, by where its name is
  /// written: what is under them may not be known.
  func unread(_ field: String, at name: SourceSpan) -> [String] {
    let document = flawed.first { $0.nameSpan == name }
    return document?.node["spec"]?[field]?.pairs?.compactMap(\.key.text) ?? []
  }

  /// Reads those of some documents that are ours, and hands back the others.
  ///
  /// Scenarios are left out; a second Cluster is an error.
  package mutating func take(
    _ documents: [ManifestDocument], sources: SourceMap, _ diagnostics: DiagnosticCollector
  ) -> [ManifestDocument] {
    documents.filter { document in
      guard document.group == DocumentVersion.group else { return true }
      take(document, DocumentContext(document, sources, diagnostics))
      if diagnostics.hasError(in: document.span) { flawed.append(document) }
      return false
    }
  }

  private mutating func take(_ document: ManifestDocument, _ context: DocumentContext) {
    guard let kind = DocumentKind(rawValue: document.kind) else {
      let kinds = DocumentKind.allCases.map(\.rawValue)
      context.diagnostics.error(
        "\(document.apiVersion) has no kind \"\(document.kind)\"",
        at: document.node["kind"]?.span ?? document.span.start, code: "unknown-kind",
        help: nearest(document.kind, in: kinds).map { "did you mean \"\($0)\"?" }
          ?? "one of \(kinds.joined(separator: ", "))")
      return
    }
    switch kind {
    case .scenario: break
    case .serviceModel: ServiceModel.read(document, context).map { services.append($0) }
    case .storeModel: StoreModel.read(document, context).map { stores.append($0) }
    case .journey: Journey.read(document, context).map { journeys.append($0) }
    case .cluster:
      guard let next = ClusterDocument.read(document, context) else { return }
      if let cluster {
        context.diagnostics.error(
          "a platform has one Cluster", at: next.span, code: "duplicate-object",
          labels: [(cluster.span, "the other one")])
      }
      cluster = next
    }
  }

  /// The model of the service that a step names, as seen from a namespace.
  ///
  /// Without a namespace of its own a name means the service of that namespace, and then the only
  /// one that has the name.
  package func service(_ reference: ServiceReference, from namespace: String?) -> ServiceModel? {
    let named = services.filter { $0.isReached(by: reference.name) }
    if let home = reference.namespace { return named.first { $0.namespace == home } }
    return named.first { $0.namespace == namespace } ?? (named.count == 1 ? named.first : nil)
  }

  /// The model of the store that a step names, as seen from a namespace.
  package func store(_ reference: ServiceReference, from namespace: String?) -> StoreModel? {
    let named = stores.filter { $0.name == reference.name }
    if let home = reference.namespace { return named.first { $0.namespace == home } }
    return named.first { $0.namespace == namespace } ?? (named.count == 1 ? named.first : nil)
  }
}

extension ServiceModel {
  /// Whether a Service's name means this model: the one it names, or that of its workload or its
  /// own where it names none.
  fileprivate func isReached(by name: String) -> Bool {
    service.map { $0 == name } ?? (workload.name == name || self.name == name)
  }
}
