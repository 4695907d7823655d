/// Callers, requests and conditions that must all match.
///
/// Source: istio.io security/v1 Rule.
package struct AuthorizationRule: ManifestDecodable, Sendable {
  /// Callers of which one must match; any when empty.
  package var from: [AuthorizationFrom] = []
  /// Requests of which one must match; any when empty.
  package var to: [AuthorizationTo] = []
  /// Conditions that must all hold.
  package var when: [AuthorizationCondition] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rule") else { return nil }
    reader.read("from", into: &from)
    reader.read("to", into: &to)
    reader.read("when", into: &when)
  }
}
