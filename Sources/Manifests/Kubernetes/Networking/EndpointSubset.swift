/// Addresses that share ports.
///
/// Source: Kubernetes core/v1 EndpointSubset.
package struct EndpointSubset: ManifestDecodable, Sendable {
  /// Ready addresses.
  package var addresses: [EndpointAddress] = []
  /// Addresses that aren't ready.
  package var notReadyAddresses: [EndpointAddress] = []
  /// Ports.
  package var ports: [EndpointPort] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an endpoint subset") else {
      return nil
    }
    span = reader.span
    reader.read("addresses", into: &addresses)
    reader.read("notReadyAddresses", into: &notReadyAddresses)
    reader.read("ports", into: &ports)
  }
}
