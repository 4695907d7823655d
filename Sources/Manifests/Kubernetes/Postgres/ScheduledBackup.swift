/// Makes backups of a CloudNativePG cluster on a schedule.
///
/// Source: postgresql.cnpg.io/v1 ScheduledBackup.
package struct ScheduledBackup: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Six cron fields, seconds first.
  package var schedule: SecondsCronSchedule
  /// Cluster.
  package var cluster: LocalObjectReference
  /// Whether the first is made at once.
  package var immediate: Bool = false
  /// Whether none are made.
  package var suspend: Bool = false
  /// Where they go.
  package var method: String = "barmanObjectStore"
  /// Instance that is read.
  package var target: String?
  /// Who owns the backups.
  package var backupOwnerReference: String = "none"
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ScheduledBackup") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let schedule: SecondsCronSchedule? = spec.required("schedule")
    let cluster: LocalObjectReference? = spec.required("cluster")
    spec.read("immediate", into: &immediate)
    spec.read("suspend", into: &suspend)
    spec.read("method", into: &method)
    spec.read("target", into: &target)
    spec.read("backupOwnerReference", into: &backupOwnerReference)
    guard let metadata, let schedule, let cluster else { return nil }
    self.metadata = metadata
    self.schedule = schedule
    self.cluster = cluster
    span = object.span
  }
}
