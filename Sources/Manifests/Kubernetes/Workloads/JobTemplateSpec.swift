/// The Jobs that a CronJob makes.
///
/// Source: Kubernetes batch/v1 JobTemplateSpec.
package struct JobTemplateSpec: ManifestDecodable, Sendable {
  /// Labels and annotations of the Jobs.
  package var metadata: ObjectMeta = ObjectMeta()
  /// What they run.
  package var spec: JobSpec

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a job template") else { return nil }
    reader.read("metadata", into: &metadata)
    let spec: JobSpec? = reader.required("spec")
    guard let spec else { return nil }
    self.spec = spec
  }
}
