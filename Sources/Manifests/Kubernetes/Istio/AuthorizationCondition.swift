/// A condition on an attribute.
///
/// Source: istio.io security/v1 Condition.
package struct AuthorizationCondition: ManifestDecodable, Sendable {
  /// Attribute, as `request.headers[x]`.
  package var key: String
  /// Values accepted.
  package var values: [String] = []
  /// Values refused.
  package var notValues: [String] = []

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a when") else { return nil }
    let key: String? = reader.required("key")
    reader.read("values", into: &values)
    reader.read("notValues", into: &notValues)
    guard let key else { return nil }
    self.key = key
  }
}
