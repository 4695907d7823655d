/// Settings of a pooler.
///
/// Source: postgresql.cnpg.io/v1 PgBouncerSpec.
package struct PoolerSettings: ManifestDecodable, Sendable {
  /// `session` or `transaction`.
  package var poolMode: String = "session"
  /// PgBouncer parameters.
  package var parameters: StringMap = StringMap()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pgbouncer") else { return nil }
    reader.read("poolMode", into: &poolMode)
    reader.read("parameters", into: &parameters)
  }
}
