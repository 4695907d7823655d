/// Synchronous standbys.
///
/// Source: postgresql.cnpg.io/v1 SynchronousReplicaConfiguration.
package struct SynchronousReplication: ManifestDecodable, Sendable {
  /// `any` or `first`.
  package var method: String
  /// Standbys that must confirm.
  package var number: Int
  /// Names taken from the cluster.
  package var maxStandbyNamesFromCluster: Int?
  /// Names before them.
  package var standbyNamesPre: [String] = []
  /// Names after them.
  package var standbyNamesPost: [String] = []
  /// `required` stops writes without enough standbys, `preferred` goes on.
  package var dataDurability: String = "required"
  /// Whether failover needs a quorum of confirmed standbys.
  package var failoverQuorum: Bool = false

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a synchronous") else { return nil }
    let method: String? = reader.required("method")
    let number: Int? = reader.required("number")
    reader.read("maxStandbyNamesFromCluster", into: &maxStandbyNamesFromCluster)
    reader.read("standbyNamesPre", into: &standbyNamesPre)
    reader.read("standbyNamesPost", into: &standbyNamesPost)
    reader.read("dataDurability", into: &dataDurability)
    reader.read("failoverQuorum", into: &failoverQuorum)
    guard let method, let number else { return nil }
    self.method = method
    self.number = number
  }
}
