/// Rewrites or drops labels.
///
/// Source: monitoring.coreos.com/v1 RelabelConfig.
package struct RelabelConfig: ManifestDecodable, Sendable {
  /// Labels joined.
  package var sourceLabels: [String] = []
  /// Put between them.
  package var separator: String = ";"
  /// Expression matched.
  package var regex: String = "(.*)"
  /// Label written.
  package var targetLabel: String?
  /// Value written.
  package var replacement: String = "$1"
  /// What is done.
  package var action: String = "replace"
  /// Modulus of `hashmod`.
  package var modulus: Int?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a relabeling") else { return nil }
    reader.read("sourceLabels", into: &sourceLabels)
    reader.read("separator", into: &separator)
    reader.read("regex", into: &regex)
    reader.read("targetLabel", into: &targetLabel)
    reader.read("replacement", into: &replacement)
    reader.read("action", into: &action)
    reader.read("modulus", into: &modulus)
  }
}
