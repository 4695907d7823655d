/// What a claim's volume is filled from, in the two fields that say it.
enum ClaimSources {
  /// Reports sources that there are not, and fields that contradict each other
  /// (pkg/apis/core/validation validateDataSource, validateDataSourceRef); a field that is alone is
  /// copied to the other (pkg/api/persistentvolumeclaim NormalizeDataSources).
  static func check(_ claim: YAMLNode, _ diagnostics: DiagnosticCollector) {
    for field in ["dataSource", "dataSourceRef"] {
      guard let source = claim[field], source.pairs != nil else { continue }
      let missing = ["kind", "name"].filter { (source[$0]?.text ?? "").isEmpty }
      if !missing.isEmpty {
        diagnostics.error(
          "\(field) needs a \(missing.joined(separator: " and a "))", at: source.span.start,
          code: "missing-field")
      }
      let group = source["apiGroup"]?.text ?? ""
      if group.isEmpty, let kind = source["kind"]?.text, !kind.isEmpty,
        kind != "PersistentVolumeClaim"
      {
        diagnostics.error(
          "\(field) of the kind \(kind) needs an apiGroup", at: source.span.start,
          code: "missing-field",
          help: kind == "VolumeSnapshot" ? "write apiGroup: snapshot.storage.k8s.io" : nil)
      }
      diagnostics.checkReference(
        group, "the apiGroup", at: source["apiGroup"]?.span ?? source.span.start)
    }
    guard let first = claim["dataSource"], let second = claim["dataSourceRef"],
      first.pairs != nil, second.pairs != nil
    else { return }
    let isElsewhere = !(second["namespace"]?.text ?? "").isEmpty
    let isSame = ["apiGroup", "kind", "name"].allSatisfy { first[$0]?.text == second[$0]?.text }
    guard isElsewhere || !isSame else { return }
    diagnostics.error(
      isElsewhere
        ? "dataSource excludes a dataSourceRef of another namespace"
        : "dataSource and dataSourceRef must be the same", at: first.span.start,
      code: "conflicting-fields", labels: [(second.span.start, "the other")])
  }
}
