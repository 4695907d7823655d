/// An address of an Endpoints object.
///
/// Source: Kubernetes core/v1 EndpointAddress.
package struct EndpointAddress: ManifestDecodable, Sendable {
  /// Address.
  package var ip: String
  /// Host name.
  package var hostname: String?
  /// Node of the address.
  package var nodeName: String?
  /// Pod behind it.
  package var targetRef: TargetReference?
  /// Where `ip` was written.
  package var ipSpan: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an endpoint address") else {
      return nil
    }
    let ip: String? = reader.required("ip")
    ipSpan = reader.span(of: "ip")
    reader.read("hostname", into: &hostname)
    reader.read("nodeName", into: &nodeName)
    reader.read("targetRef", into: &targetRef)
    guard let ip else { return nil }
    self.ip = ip
  }
}
