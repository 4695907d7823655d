/// A named scheduling priority.
///
/// Source: Kubernetes scheduling/v1 PriorityClass.
package struct PriorityClass: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Priority; higher goes first.
  package var value: Int
  /// Whether pods without a class get it.
  package var globalDefault: Bool = false
  /// Whether its pods may preempt.
  package var preemptionPolicy: PreemptionPolicy = .preemptLowerPriority
  /// What it is for.
  package var description: String = ""
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PriorityClass") else { return nil }
    spans = object.spans
    let metadata: ObjectMeta? = object.required("metadata")
    let value: Int? = object.required("value")
    object.read("globalDefault", into: &globalDefault)
    object.read("preemptionPolicy", into: &preemptionPolicy)
    object.read("description", into: &description)
    guard let metadata, let value else { return nil }
    self.metadata = metadata
    self.value = value
    span = object.span
  }
}
