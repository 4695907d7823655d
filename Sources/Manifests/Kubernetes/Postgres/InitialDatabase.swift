/// The database made at the start.
///
/// Source: postgresql.cnpg.io/v1 BootstrapInitDB.
package struct InitialDatabase: ManifestDecodable, Sendable {
  /// Name.
  package var database: String = "app"
  /// Owner.
  package var owner: String = "app"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an initdb") else { return nil }
    reader.read("database", into: &database)
    reader.read("owner", into: &owner)
  }
}
