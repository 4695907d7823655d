/// What every object carries: name, namespace, labels and annotations.
///
/// Source: Kubernetes meta/v1 ObjectMeta.
package struct ObjectMeta: ManifestDecodable, Sendable {
  /// Name, unique within kind and namespace.
  package var name: String = ""
  /// Prefix of a generated name when `name` is empty (Jobs made by hand, dumps of pods).
  package var generateName: String?
  /// Namespace as written; nil where the document names none.
  package var namespace: String?
  /// Labels that selectors match.
  package var labels: StringMap = StringMap()
  /// Annotations that controllers and the mesh read.
  package var annotations: StringMap = StringMap()
  /// Objects that own this one; the garbage collector follows them.
  package var ownerReferences: [OwnerReference] = []
  /// Identity given by the API server; only dumps carry one.
  package var uid: String?
  /// Time of creation as text; only dumps carry one.
  package var creationTimestamp: String?
  /// Time of the deletion request; an object that carries it is terminating.
  package var deletionTimestamp: String?
  /// Keys that hold back deletion until their controllers remove them.
  package var finalizers: [String] = []
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown
  /// Where `namespace` was written; the enclosing object's place where it is absent.
  package var namespaceSpan: SourceSpan = .unknown
  /// Where `labels` was written; the enclosing object's place where it is absent.
  package var labelsSpan: SourceSpan = .unknown
  /// Where each annotation's value was written.
  package var annotationSpans: FieldSpans = .unknown
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "metadata") else { return nil }
    reader.read("name", into: &name)
    reader.read("generateName", into: &generateName)
    reader.read("namespace", into: &namespace)
    if namespace?.isEmpty ?? false { namespace = nil }
    reader.read("labels", into: &labels)
    reader.read("annotations", into: &annotations)
    reader.read("ownerReferences", into: &ownerReferences)
    reader.read("uid", into: &uid)
    reader.read("creationTimestamp", into: &creationTimestamp)
    reader.read("deletionTimestamp", into: &deletionTimestamp)
    reader.read("finalizers", into: &finalizers)
    nameSpan = reader.span(of: "name")
    namespaceSpan = reader.span(of: "namespace")
    labelsSpan = reader.span(of: "labels")
    span = reader.span
    spans = reader.spans
    annotationSpans = FieldSpans(
      (reader.node("annotations")?.pairs ?? []).map { ($0.key.text ?? "", $0.value.span) },
      start: span.start)
  }
}
