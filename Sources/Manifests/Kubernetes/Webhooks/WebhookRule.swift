/// Requests that a webhook is called for: some operations on some resources.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 RuleWithOperations.
package struct WebhookRule: ManifestDecodable, Sendable {
  /// Operations, `*` for all.
  package var operations: [String] = []
  /// API groups, empty text for the core group, `*` for all.
  package var apiGroups: [String] = []
  /// Versions of them, `*` for all.
  package var apiVersions: [String] = []
  /// Resources, as `pods`, `pods/*`, `*/scale` or `*/*`.
  package var resources: [String] = []
  /// `Namespaced`, `Cluster` or `*`.
  package var scope: String = "*"
  /// Where its fields were written.
  package var spans: FieldSpans = .unknown

  /// Makes a rule about the creation of pods.
  package static var podCreation: WebhookRule {
    var rule = WebhookRule()
    rule.operations = ["CREATE"]
    rule.apiGroups = [""]
    rule.apiVersions = ["v1"]
    rule.resources = ["pods"]
    return rule
  }

  private init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a webhook's rule") else {
      return nil
    }
    reader.read("operations", into: &operations)
    reader.read("apiGroups", into: &apiGroups)
    reader.read("apiVersions", into: &apiVersions)
    reader.read("resources", into: &resources)
    reader.readWord("scope", of: ["*", "Cluster", "Namespaced"], into: &scope, diagnostics)
    spans = reader.spans
  }
}
