/// Changes of headers.
///
/// Source: istio.io networking/v1 Headers.HeaderOperations.
package struct HeaderOperations: ManifestDecodable, Sendable {
  /// Headers put in place.
  package var set: StringMap = StringMap()
  /// Headers added.
  package var add: StringMap = StringMap()
  /// Headers removed.
  package var remove: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "header operations") else {
      return nil
    }
    reader.read("set", into: &set)
    reader.read("add", into: &add)
    reader.read("remove", into: &remove)
  }
}
