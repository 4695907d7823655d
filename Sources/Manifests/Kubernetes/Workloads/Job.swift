/// Runs pods until enough of them succeeded.
///
/// Source: Kubernetes batch/v1 Job.
package struct Job: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// What runs, how often and how many failures are endured.
  package var spec: JobSpec
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Job") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let spec: JobSpec? = object.required("spec")
    guard let metadata, let spec else { return nil }
    self.metadata = metadata
    self.spec = spec
    span = object.span
  }
}
