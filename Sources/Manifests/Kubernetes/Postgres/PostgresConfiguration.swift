/// Settings of the servers.
///
/// Source: postgresql.cnpg.io/v1 PostgresConfiguration.
package struct PostgresConfiguration: ManifestDecodable, Sendable {
  /// Server parameters.
  package var parameters: StringMap = StringMap()
  /// Synchronous standbys.
  package var synchronous: SynchronousReplication?
  /// Access rules.
  package var pgHba: [String] = []
  /// Libraries.
  package var sharedPreloadLibraries: [String] = []
  /// Seconds for a promotion.
  package var promotionTimeout: Int = 40_000_000

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a postgresql") else { return nil }
    reader.read("parameters", into: &parameters)
    reader.read("synchronous", into: &synchronous)
    reader.read("pg_hba", into: &pgHba)
    reader.read("shared_preload_libraries", into: &sharedPreloadLibraries)
    reader.read("promotionTimeout", into: &promotionTimeout)
  }
}
