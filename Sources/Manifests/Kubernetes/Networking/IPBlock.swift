/// A range of addresses with exceptions.
///
/// Source: Kubernetes networking/v1 IPBlock.
package struct IPBlock: ManifestDecodable, Sendable {
  /// Range.
  package var cidr: String
  /// Ranges inside it that are left out.
  package var except: [String] = []
  /// Where `cidr` was written; the enclosing object's place where it is absent.
  package var cidrSpan: SourceSpan = .unknown
  /// Where `except` was written; the enclosing object's place where it is absent.
  package var exceptSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an ipBlock") else { return nil }
    let cidr: String? = reader.required("cidr")
    cidrSpan = reader.span(of: "cidr")
    reader.read("except", into: &except)
    exceptSpan = reader.span(of: "except")
    guard let cidr else { return nil }
    self.cidr = cidr
  }
}
