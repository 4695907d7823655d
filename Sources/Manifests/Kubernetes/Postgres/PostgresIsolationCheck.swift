/// Whether the liveness probe of a primary fails that reaches neither the API nor another instance.
///
/// Source: postgresql.cnpg.io/v1 IsolationCheckConfiguration.
package struct PostgresIsolationCheck: ManifestDecodable, Sendable {
  /// Whether it is looked at; nil where nothing is written, which is yes from 1.27 on.
  package var enabled: Bool?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an isolationCheck") else {
      return nil
    }
    reader.read("enabled", into: &enabled)
  }
}
