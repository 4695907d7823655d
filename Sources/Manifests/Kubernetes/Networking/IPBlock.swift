/// A range of addresses with exceptions.
///
/// Source: Kubernetes networking/v1 IPBlock.
package struct IPBlock: ManifestDecodable, Sendable {
  /// Range.
  package var cidr: String
  /// Ranges inside it that are left out.
  package var except: [String] = []

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an ipBlock") else { return nil }
    let cidr: String? = reader.required("cidr")
    reader.read("except", into: &except)
    guard let cidr else { return nil }
    self.cidr = cidr
  }
}
