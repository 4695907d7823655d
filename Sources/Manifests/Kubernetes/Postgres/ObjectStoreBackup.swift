/// Object store that base backups and WAL go to.
///
/// Source: postgresql.cnpg.io/v1 BarmanObjectStoreConfiguration.
package struct ObjectStoreBackup: ManifestDecodable, Sendable {
  /// Bucket and path.
  package var destinationPath: String
  /// Server.
  package var endpointURL: String?
  /// Folder; the cluster's name when nil.
  package var serverName: String?
  /// WAL archiving.
  package var wal: BackupTransfer?
  /// Base backups.
  package var data: BackupTransfer?
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a barmanObjectStore") else {
      return nil
    }
    let destinationPath: String? = reader.required("destinationPath")
    reader.read("endpointURL", into: &endpointURL)
    reader.read("serverName", into: &serverName)
    reader.read("wal", into: &wal)
    reader.read("data", into: &data)
    span = reader.span
    guard let destinationPath else { return nil }
    self.destinationPath = destinationPath
  }
}
