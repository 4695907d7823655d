/// Makes Jobs on a schedule.
///
/// Source: Kubernetes batch/v1 CronJob; defaults pkg/apis/batch/v1/defaults.go SetDefaults_CronJob.
package struct CronJob: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Five cron fields, or a word as `@hourly`.
  package var schedule: CronSchedule
  /// Time zone of the schedule; the controller manager's (UTC) when nil.
  package var timeZone: String?
  /// Seconds of lateness after which a run is skipped.
  package var startingDeadlineSeconds: Int?
  /// What happens when the last Job still runs.
  package var concurrencyPolicy: ConcurrencyPolicy = .allow
  /// Whether no Jobs are made.
  package var suspend: Bool = false
  /// Succeeded Jobs kept.
  package var successfulJobsHistoryLimit: Int = 3
  /// Failed Jobs kept.
  package var failedJobsHistoryLimit: Int = 1
  /// Jobs made.
  package var jobTemplate: JobTemplateSpec
  /// Where `timeZone` was written; the enclosing object's place where it is absent.
  package var timeZoneSpan: SourceSpan = .unknown
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a CronJob") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spans = spec.spans
    let schedule: CronSchedule? = spec.required("schedule")
    spec.read("timeZone", into: &timeZone)
    timeZoneSpan = spec.span(of: "timeZone")
    spec.read("startingDeadlineSeconds", into: &startingDeadlineSeconds)
    spec.read("concurrencyPolicy", into: &concurrencyPolicy)
    spec.read("suspend", into: &suspend)
    spec.read("successfulJobsHistoryLimit", into: &successfulJobsHistoryLimit)
    spec.read("failedJobsHistoryLimit", into: &failedJobsHistoryLimit)
    let jobTemplate: JobTemplateSpec? = spec.required("jobTemplate")
    guard let metadata, let schedule, let jobTemplate else { return nil }
    self.metadata = metadata
    self.schedule = schedule
    self.jobTemplate = jobTemplate
    span = object.span
  }
}
