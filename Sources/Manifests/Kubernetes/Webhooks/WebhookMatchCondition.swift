/// A condition of the requests that a webhook is called for, in CEL.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 MatchCondition.
package struct WebhookMatchCondition: ManifestDecodable, Sendable {
  /// Name among the webhook's conditions.
  package var name: String
  /// Where the whole condition was written.
  package var span: SourceSpan

  /// Reads the fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a match condition") else {
      return nil
    }
    let name: String? = reader.required("name")
    let expression: String? = reader.required("expression")
    guard let name, expression != nil else { return nil }
    self.name = name
    span = reader.span
  }
}
