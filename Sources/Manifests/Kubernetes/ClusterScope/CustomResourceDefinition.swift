/// Declares a custom resource; kinds so declared are known though not simulated.
///
/// Source: Kubernetes apiextensions/v1 CustomResourceDefinition.
package struct CustomResourceDefinition: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// API group.
  package var group: String = ""
  /// Names.
  package var names: CustomResourceNames?
  /// `Namespaced` or `Cluster`.
  package var scope: String = ""
  /// Whether fields that the schema does not have are kept, as before v1.
  package var preserveUnknownFields: Bool = false
  /// Versions.
  package var versions: [CustomResourceVersion] = []
  /// Where they were written.
  package var versionsSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field of the spec was written.
  package var spans: FieldSpans

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a CustomResourceDefinition") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spans = spec.spans
    versionsSpan = spec.span(of: "versions")
    spec.read("group", into: &group)
    spec.read("names", into: &names)
    spec.read("scope", into: &scope)
    spec.read("versions", into: &versions)
    spec.read("preserveUnknownFields", into: &preserveUnknownFields)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
