/// Holds a pod back from the scheduler until it is removed.
///
/// Source: Kubernetes core/v1 PodSchedulingGate.
package struct SchedulingGate: ManifestDecodable, Sendable {
  /// Name of the gate.
  package var name: String
  /// Where `name` was written.
  package var nameSpan: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scheduling gate") else {
      return nil
    }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    guard let name else { return nil }
    self.name = name
  }
}
