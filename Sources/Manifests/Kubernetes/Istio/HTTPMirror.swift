/// A copy of the requests sent elsewhere.
///
/// Source: istio.io networking/v1 HTTPMirrorPolicy.
package struct HTTPMirror: ManifestDecodable, Sendable {
  /// Where the copies go.
  package var destination: Destination
  /// Share of the requests.
  package var percentage: PercentValue = .whole

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a mirror") else { return nil }
    let destination: Destination? = reader.required("destination")
    reader.read("percentage", into: &percentage)
    guard let destination else { return nil }
    self.destination = destination
  }
}
