/// A VirtualService whose weights are written.
///
/// Source: argoproj.io/v1alpha1 IstioVirtualService.
package struct IstioVirtualServiceReference: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Routes; the only one when empty.
  package var routes: [String] = []

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a virtual service") else {
      return nil
    }
    let name: String? = reader.required("name")
    reader.read("routes", into: &routes)
    guard let name else { return nil }
    self.name = name
  }
}
