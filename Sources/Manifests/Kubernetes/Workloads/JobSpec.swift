/// Pods that run to completion.
///
/// Source: Kubernetes batch/v1 JobSpec; defaults pkg/apis/batch/v1/defaults.go SetDefaults_Job.
package struct JobSpec: ManifestDecodable, Sendable {
  /// Pods that run at a time.
  package var parallelism: Int = 1
  /// Successes wanted; nil is a work queue, done when one pod succeeds and all ended.
  package var completions: Int?
  /// Failures after which the Job fails; without bound by default when each index has its own.
  package var backoffLimit: Int = 6
  /// Failures per index after which the index fails.
  package var backoffLimitPerIndex: Int?
  /// Failed indexes after which the Job fails.
  package var maxFailedIndexes: Int?
  /// Seconds after which the Job fails.
  package var activeDeadlineSeconds: Int?
  /// Seconds after which a finished Job is deleted; never when nil.
  package var ttlSecondsAfterFinished: Int?
  /// How completions are counted.
  package var completionMode: CompletionMode = .nonIndexed
  /// Whether no pods are made.
  package var suspend: Bool = false
  /// Whether the selector below is used in place of a generated one.
  package var manualSelector: Bool = false
  /// Pods that belong to it, when chosen by hand.
  package var selector: LabelSelector?
  /// Pods it makes.
  package var template: PodTemplateSpec
  /// What failed pods mean.
  package var podFailurePolicy: PodFailurePolicy?
  /// When the Job succeeds early.
  package var successPolicy: SuccessPolicy?
  /// When a replacement pod is made; `Failed` by default with a failure policy.
  package var podReplacementPolicy: PodReplacementPolicy = .terminatingOrFailed
  /// Controller in place of the built-in one.
  package var managedBy: String?
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan = .unknown
  /// Where `backoffLimit` was written; the enclosing object's place where it is absent.
  package var backoffLimitSpan: SourceSpan
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a job spec") else { return nil }
    spans = reader.spans
    reader.read("parallelism", into: &parallelism)
    reader.read("completions", into: &completions)
    reader.read("backoffLimit", into: &backoffLimit)
    reader.read("backoffLimitPerIndex", into: &backoffLimitPerIndex)
    reader.read("maxFailedIndexes", into: &maxFailedIndexes)
    reader.read("activeDeadlineSeconds", into: &activeDeadlineSeconds)
    reader.read("ttlSecondsAfterFinished", into: &ttlSecondsAfterFinished)
    reader.read("completionMode", into: &completionMode)
    reader.read("suspend", into: &suspend)
    reader.read("manualSelector", into: &manualSelector)
    reader.read("selector", into: &selector)
    selectorSpan = reader.span(of: "selector")
    let template: PodTemplateSpec? = reader.required("template")
    reader.read("podFailurePolicy", into: &podFailurePolicy)
    reader.read("successPolicy", into: &successPolicy)
    reader.read("podReplacementPolicy", into: &podReplacementPolicy)
    reader.read("managedBy", into: &managedBy)
    backoffLimitSpan = reader.span(of: "backoffLimit")
    span = reader.span
    guard let template else { return nil }
    self.template = template
    if completions == nil, !reader.has("parallelism") { completions = 1 }
    if backoffLimitPerIndex != nil, !reader.has("backoffLimit") { backoffLimit = Int(Int32.max) }
    if podFailurePolicy != nil, !reader.has("podReplacementPolicy") {
      podReplacementPolicy = .failed
    }
  }
}
