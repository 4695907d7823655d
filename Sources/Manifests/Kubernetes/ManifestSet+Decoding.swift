extension ManifestSet {
  /// Decodes and checks all documents of a platform; every problem is reported at its place.
  ///
  /// A document that can not be decoded is left out. Kinds that the twin does not know are kept in
  /// `unknown` and reported once each: as warnings, or as errors where Kubernetes does not know
  /// them either. The twin's own kinds and Chaos Mesh's are no part of a platform and are passed
  /// over. `version` is that of the cluster, as far as it is known.
  package static func decode(
    _ documents: [ManifestDocument], _ diagnostics: DiagnosticCollector,
    version: ClusterVersion? = nil
  ) -> ManifestSet {
    var set = ManifestSet()
    let declared = DeclaredResources(documents)
    for document in documents where !["vhsim.dev", "chaos-mesh.org"].contains(document.group) {
      set.objects.append(document.identity)
      let finalizers = document.finalizers
      if !finalizers.isEmpty { set.finalizers[document.identity] = finalizers }
      guard let kind = ResourceCatalog.standard.kind(of: document) else {
        reportUndecoded(document, declared, diagnostics)
        set.unknown.append(document)
        continue
      }
      let decoded = DiagnosticCollector(lenient: diagnostics.lenient)
      kind.decode(document, decoded, &set)
      reportFields(of: document, declared, besides: decoded.diagnostics.items, diagnostics)
      for item in decoded.diagnostics.items { diagnostics.report(item) }
    }
    set.check(version, diagnostics)
    set.addMade(besides: documents, diagnostics)
    set.reportUnknown(declared, version, diagnostics)
    OwnershipCheck(documents).report(diagnostics)
    AllocationCheck(services: set.services).report(diagnostics)
    DefaultPriorityCheck(classes: set.priorityClasses).report(diagnostics)
    return set
  }

  /// Reports what the resource's definition or else the field table finds, except where the decoder
  /// said the same.
  private static func reportFields(
    of document: ManifestDocument, _ declared: DeclaredResources, besides known: [Diagnostic],
    _ diagnostics: DiagnosticCollector
  ) {
    let found = DiagnosticCollector(lenient: diagnostics.lenient)
    if declared.check(document, found) {
      FieldTable.standard.checkMetadata(of: document.node, found)
    } else {
      FieldTable.standard.check(
        document.node, kind: document.kind, apiVersion: document.apiVersion, found)
    }
    for item in found.diagnostics.items {
      let isKnown = known.contains { $0.span == item.span && $0.code == item.code }
      if !isKnown { diagnostics.report(item) }
    }
  }

  /// Reports what the API server refuses in an object of which the twin reads nothing.
  ///
  /// Warnings alone where nothing tells that there is such a kind: it may be the configuration of a
  /// tool, which kubectl is never given.
  private static func reportUndecoded(
    _ document: ManifestDocument, _ declared: DeclaredResources, _ diagnostics: DiagnosticCollector
  ) {
    let found = DiagnosticCollector(lenient: diagnostics.lenient)
    document.checkMetadata(found)
    reportFields(of: document, declared, besides: found.diagnostics.items, found)
    let isKind =
      declared.knows(document)
      || FieldTable.standard.kind(document.kind, in: document.apiVersion) != nil
    for var item in found.diagnostics.items {
      if !isKind { item.severity = .warning }
      diagnostics.report(item)
    }
  }

  private func reportUnknown(
    _ declared: DeclaredResources, _ version: ClusterVersion?, _ diagnostics: DiagnosticCollector
  ) {
    var reported: [ManifestDocument] = []
    for document in unknown {
      let isSame = { (other: ManifestDocument) in
        other.kind == document.kind && other.apiVersion == document.apiVersion
      }
      guard !reported.contains(where: isSame) else { continue }
      reported.append(document)
      let count = unknown.count(where: isSame)
      let objects = count == 1 ? "" : " (\(count) objects)"
      let object = "\(document.kind) of \(document.apiVersion)"
      let help = Self.help(for: document)
      let end = RetiredVersion.end(of: document.kind, in: document.apiVersion, for: version)
      if end == nil, help != nil, Self.isMistaken(document, declared) {
        diagnostics.error(
          "Kubernetes refuses \(object)\(objects): there is no such kind",
          at: document.span.start, code: "unserved-kind", help: help)
      } else {
        diagnostics.warning(
          "\(object) is not simulated\(objects)"
            + (end.map { ": Kubernetes serves it no more since \($0) and refuses it" } ?? ""),
          at: document.span.start, code: "unknown-kind", help: help)
      }
    }
  }

  /// Whether one of Kubernetes' own groups never had a kind (kubectl: no matches for kind).
  private static func isMistaken(
    _ document: ManifestDocument, _ declared: DeclaredResources
  ) -> Bool {
    let table = FieldTable.standard
    return table.isKubernetes(group: document.group) && !declared.knows(document)
      && table.kind(document.kind, in: document.apiVersion) == nil
  }

  private static func help(for document: ManifestDocument) -> String? {
    let catalog = ResourceCatalog.standard
    let (kind, version) = (document.kind, document.apiVersion)
    let versions = catalog.versions(of: kind, insteadOf: version)
    return versions.isEmpty
      ? nearest(kind, in: catalog.kinds(beside: version, for: kind)).map {
        "did you mean \"\($0)\"?"
      }
      : "\(kind) is known as \(versions.joined(separator: ", "))"
  }
}
