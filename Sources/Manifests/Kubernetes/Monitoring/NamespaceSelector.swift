/// Namespaces that a monitor looks into.
///
/// Source: monitoring.coreos.com/v1 NamespaceSelector.
package struct NamespaceSelector: ManifestDecodable, Sendable {
  /// Whether all namespaces.
  package var any: Bool = false
  /// Names; the monitor's own when empty.
  package var matchNames: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a namespace selector") else {
      return nil
    }
    reader.read("any", into: &any)
    reader.read("matchNames", into: &matchNames)
  }
}
