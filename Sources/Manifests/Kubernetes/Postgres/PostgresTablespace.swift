/// A tablespace on a disk of its own.
///
/// Source: postgresql.cnpg.io/v1 TablespaceConfiguration.
package struct PostgresTablespace: ManifestDecodable, Sendable {
  /// Name in the database.
  package var name: String
  /// Its disk in each instance.
  package var storage: PostgresStorage

  /// Reads the fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a tablespace") else { return nil }
    let name: String? = reader.required("name")
    let storage: PostgresStorage? = reader.required("storage")
    guard let name, let storage else { return nil }
    self.name = name
    self.storage = storage
  }

  /// What is put behind an instance's name for the claim of the disk (CloudNativePG
  /// pkg/specs/volumes.go PvcNameForTablespace).
  package var claimSuffix: String {
    let name = name.hasPrefix("_") ? "1" + name.dropFirst() : name
    return "-tbs-" + String(name.map { "$_".contains($0) ? "-" : $0 }).lowercased()
  }
}
