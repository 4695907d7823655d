/// A plugin that serves a cluster.
///
/// Source: postgresql.cnpg.io/v1 PluginConfiguration.
package struct PostgresPlugin: ManifestDecodable, Sendable {
  /// Name, as `barman-cloud.cloudnative-pg.io`.
  package var name: String
  /// Whether it serves.
  package var enabled: Bool = true
  /// Whether it archives the WAL.
  package var isWALArchiver: Bool = false
  /// What it is told.
  package var parameters: StringMap = StringMap()

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a plugin") else { return nil }
    let name: String? = reader.required("name")
    reader.read("enabled", into: &enabled)
    reader.read("isWALArchiver", into: &isWALArchiver)
    reader.read("parameters", into: &parameters)
    guard let name else { return nil }
    self.name = name
  }

  /// The object store that Barman's plugin copies to, by its name in the cluster's namespace; nil
  /// for another plugin (plugin-barman-cloud's documentation, Using the Barman Cloud Plugin).
  package var objectStore: String? {
    guard enabled, name == "barman-cloud.cloudnative-pg.io" else { return nil }
    return parameters["barmanObjectName"]
  }
}
