/// A resource of an `OperatedKind`, with what its operator makes of it.
package struct OperatedResource: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Kind, as `RabbitmqCluster`.
  package let kind: String
  /// API group, as `rabbitmq.com`.
  package let group: String
  /// The objects that the operator makes of it.
  package let made: [ManifestDocument]
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Budgets that keep more pods while the system is not well.
  private let strictBudgets: [(name: String, minAvailable: Int)]

  /// The kind as models write it: `rabbitmqcluster.rabbitmq.com`.
  package var modelKind: String { "\(kind.lowercased()).\(group)" }

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let known = OperatedKind.of(node) else { return nil }
    let absent: YAMLNode = [:]
    let article = "AEIOU".contains(known.kind.first ?? " ") ? "an" : "a"
    guard
      var object = ObjectReader(node, diagnostics, what: "\(article) \(known.kind)"),
      let metadata: ObjectMeta = object.required("metadata"),
      var spec = ObjectReader(
        object.node("spec") ?? absent.placed(at: node.span), diagnostics, what: "its spec")
    else { return nil }
    var objects = OperatedObjects(of: metadata, node, diagnostics)
    known.write(&spec, &objects)
    self.metadata = metadata
    kind = known.kind
    group = String((node["apiVersion"]?.text ?? "").prefix { $0 != "/" })
    span = object.span
    strictBudgets = objects.strictBudgets
    made = objects.nodes.map { ManifestDocument(written: $0.placed(at: metadata.nameSpan)) }
  }

  /// How many pods a budget that the operator made keeps while the system is not well; nil where
  /// the operator leaves it as it is.
  package func strictMinimum(ofBudget name: String) -> Int? {
    strictBudgets.first { $0.name == name }?.minAvailable
  }

  /// Whether an object is one that the operator made of it.
  package func owns(_ object: ObjectMeta) -> Bool {
    object.home == metadata.home
      && object.ownerReferences.contains { $0.kind == kind && $0.name == metadata.name }
  }
}

extension ManifestDocument {
  /// An object that an operator wrote.
  init(written node: YAMLNode) {
    self.init(
      apiVersion: node["apiVersion"]?.text ?? "", kind: node["kind"]?.text ?? "",
      name: node["metadata"]?["name"]?.text ?? "",
      namespace: node["metadata"]?["namespace"]?.text, node: node, span: node.span,
      nameSpan: node.span, path: "")
  }
}

extension ManifestSet {
  /// Decodes what operators make of the platform's resources, but for objects that the input has
  /// itself, as a dump of a cluster does.
  mutating func addMade(besides documents: [ManifestDocument], _ diagnostics: DiagnosticCollector) {
    for object in operated.flatMap(\.made) + canaries.flatMap({ $0.services(in: self) }) {
      let isWritten = documents.contains {
        $0.kind == object.kind && $0.name == object.name
          && ($0.namespace ?? "default") == object.namespace ?? "default"
      }
      guard !isWritten else { continue }
      ResourceCatalog.standard.kind(of: object)?.decode(object, diagnostics, &self)
    }
  }

  /// The resource of which an operator made an object; nil where the user wrote it.
  package func operatedOwner(of object: ObjectMeta) -> OperatedResource? {
    guard !object.ownerReferences.isEmpty else { return nil }
    return operated.first { $0.owns(object) }
  }
}
