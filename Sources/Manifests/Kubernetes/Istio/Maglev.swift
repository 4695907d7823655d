/// Settings of a Maglev table.
///
/// Source: istio.io networking/v1 ConsistentHashLB.MagLev.
package struct Maglev: ManifestDecodable, Sendable {
  /// Entries, a prime.
  package var tableSize: Int = 65_537

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a maglev") else { return nil }
    reader.read("tableSize", into: &tableSize)
  }
}
