/// Backs up objects of the API on a schedule.
///
/// Source: velero.io/v1 Schedule.
package struct VeleroSchedule: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// When.
  package var schedule: CronSchedule
  /// What, where to, and for how long.
  package var template = VeleroTemplate()
  /// Whether none are made.
  package var paused = false
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Schedule") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let schedule: CronSchedule? = spec.required("schedule")
    spec.read("template", into: &template)
    spec.read("paused", into: &paused)
    guard let metadata, let schedule else { return nil }
    self.metadata = metadata
    self.schedule = schedule
    span = object.span
  }
}
