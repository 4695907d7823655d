/// Picks a request or limit of a container.
///
/// Source: Kubernetes core/v1 ResourceFieldSelector.
package struct ResourceFieldSelector: ManifestDecodable, Sendable {
  /// Container; the own one when nil.
  package var containerName: String?
  /// Resource, as `limits.cpu`.
  package var resource: String
  /// Unit that the value is divided by.
  package var divisor: Quantity?
  /// The divisor as it was written: the API server compares its canonical text.
  package var divisorText: String?
  /// Where `resource` was written; the enclosing object's place where it is absent.
  package var resourceSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a resource field reference") else {
      return nil
    }
    spans = reader.spans
    reader.read("containerName", into: &containerName)
    let resource: String? = reader.required("resource")
    resourceSpan = reader.span(of: "resource")
    reader.read("divisor", into: &divisor)
    divisorText = reader.node("divisor")?.text
    guard let resource else { return nil }
    self.resource = resource
  }
}
