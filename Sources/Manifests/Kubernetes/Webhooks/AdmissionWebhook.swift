/// A webhook that the API server asks before it keeps an object.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 MutatingWebhook, ValidatingWebhook.
package struct AdmissionWebhook: ManifestDecodable, Sendable {
  /// Name, a domain of three parts or more.
  package var name: String = ""
  /// Where it is called.
  package var clientConfig = WebhookClientConfig()
  /// The requests that it is called for; one rule must match.
  package var rules: [WebhookRule] = []
  /// What becomes of a request when it can not be called.
  package var failurePolicy: WebhookFailurePolicy = .fail
  /// Whether a rule also means a resource's other versions.
  package var matchPolicy: WebhookMatchPolicy = .equivalent
  /// Labels of the namespaces whose objects it is called for.
  package var namespaceSelector = LabelSelector()
  /// Labels of the objects that it is called for.
  package var objectSelector = LabelSelector()
  /// How long the API server waits for it, in seconds.
  package var timeoutSeconds: Int = 10
  /// The versions of AdmissionReview that it understands.
  package var admissionReviewVersions: [String] = []
  /// Conditions of the requests, in CEL.
  package var matchConditions: [WebhookMatchCondition] = []
  /// Where its fields were written.
  package var spans: FieldSpans = .unknown
  /// Where the whole webhook was written.
  package var span: SourceSpan = .unknown

  /// Makes a webhook of a Service that refuses what it can not be asked about.
  package init(name: String, service: WebhookService, rules: [WebhookRule]) {
    self.name = name
    clientConfig.service = service
    self.rules = rules
  }

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a webhook") else { return nil }
    let name: String? = reader.required("name")
    self.name = name ?? ""
    let client: WebhookClientConfig? = reader.required("clientConfig")
    clientConfig = client ?? WebhookClientConfig()
    reader.read("rules", into: &rules)
    reader.read("failurePolicy", into: &failurePolicy)
    reader.read("matchPolicy", into: &matchPolicy)
    reader.read("namespaceSelector", into: &namespaceSelector)
    reader.read("objectSelector", into: &objectSelector)
    reader.read("timeoutSeconds", into: &timeoutSeconds)
    let versions: [String]? = reader.required("admissionReviewVersions")
    admissionReviewVersions = versions ?? []
    reader.read("matchConditions", into: &matchConditions)
    Self.readWords(&reader, diagnostics)
    spans = reader.spans
    span = reader.span
  }

  /// Reads words that are checked alone: a webhook has no effects here beside its answer, and
  /// changes nothing for which others would have to be called again.
  private static func readWords(
    _ reader: inout ObjectReader, _ diagnostics: DiagnosticCollector
  ) {
    _ = reader.requiredWord("sideEffects", of: ["None", "NoneOnDryRun"], diagnostics)
    var reinvocation: String?
    reader.readWord(
      "reinvocationPolicy", of: ["Never", "IfNeeded"], into: &reinvocation, diagnostics)
  }
}
