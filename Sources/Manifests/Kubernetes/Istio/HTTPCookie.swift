package import SimulationKernel

/// Cookie that is hashed.
///
/// Source: istio.io networking/v1 ConsistentHashLB.HTTPCookie.
package struct HTTPCookie: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Path.
  package var path: String?
  /// Lifetime.
  package var ttl: SimDuration?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a cookie") else { return nil }
    let name: String? = reader.required("name")
    reader.read("path", into: &path)
    reader.read("ttl", into: &ttl)
    guard let name else { return nil }
    self.name = name
  }
}
