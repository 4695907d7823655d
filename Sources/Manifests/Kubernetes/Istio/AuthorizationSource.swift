/// Conditions on the caller that must all hold.
///
/// Source: istio.io security/v1 Source.
package struct AuthorizationSource: ManifestDecodable, Sendable {
  /// Mesh identities.
  package var principals: [String] = []
  /// Identities left out.
  package var notPrincipals: [String] = []
  /// Token subjects.
  package var requestPrincipals: [String] = []
  /// Token subjects left out.
  package var notRequestPrincipals: [String] = []
  /// Namespaces.
  package var namespaces: [String] = []
  /// Namespaces left out.
  package var notNamespaces: [String] = []
  /// Service accounts.
  package var serviceAccounts: [String] = []
  /// Address ranges.
  package var ipBlocks: [String] = []
  /// Address ranges left out.
  package var notIpBlocks: [String] = []
  /// Ranges of the original client.
  package var remoteIpBlocks: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a source") else { return nil }
    reader.read("principals", into: &principals)
    reader.read("notPrincipals", into: &notPrincipals)
    reader.read("requestPrincipals", into: &requestPrincipals)
    reader.read("notRequestPrincipals", into: &notRequestPrincipals)
    reader.read("namespaces", into: &namespaces)
    reader.read("notNamespaces", into: &notNamespaces)
    reader.read("serviceAccounts", into: &serviceAccounts)
    reader.read("ipBlocks", into: &ipBlocks)
    reader.read("notIpBlocks", into: &notIpBlocks)
    reader.read("remoteIpBlocks", into: &remoteIpBlocks)
  }
}
