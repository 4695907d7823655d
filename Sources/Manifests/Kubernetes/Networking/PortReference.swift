/// A port by its number or by the name it has in the container.
///
/// Source: Kubernetes util/intstr IntOrString, as `targetPort` and probe ports use it.
package enum PortReference: Hashable, ManifestDecodable, Sendable {
  case number(Int)
  case name(String)

  /// Reads a whole number or a name.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if let name = node.string {
      self = .name(name)
    } else if case .integer? = node.scalar {
      guard let number = Int(from: node, diagnostics) else { return nil }
      self = .number(number)
    } else {
      diagnostics.wrongType("a port number or port name", node)
      return nil
    }
  }
}
