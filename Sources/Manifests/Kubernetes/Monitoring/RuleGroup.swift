package import SimulationKernel

/// Rules evaluated together.
///
/// Source: monitoring.coreos.com/v1 RuleGroup.
package struct RuleGroup: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Time between evaluations; the server's when nil.
  package var interval: SimDuration?
  /// Rules in order.
  package var rules: [Rule] = []
  /// Series that a rule may give; 0 means any.
  package var limit: Int = 0
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rule group") else { return nil }
    let name: String? = reader.required("name")
    reader.read(prometheus: "interval", into: &interval)
    reader.read("rules", into: &rules)
    reader.read("limit", into: &limit)
    span = reader.span
    guard let name else { return nil }
    self.name = name
  }
}
