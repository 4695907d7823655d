/// An extra line of the pod's hosts file.
///
/// Source: Kubernetes core/v1 HostAlias.
package struct HostAlias: ManifestDecodable, Sendable {
  /// Address.
  package var ip: String
  /// Names of the address.
  package var hostnames: [String] = []
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a host alias") else { return nil }
    spans = reader.spans
    let ip: String? = reader.required("ip")
    reader.read("hostnames", into: &hostnames)
    guard let ip else { return nil }
    self.ip = ip
  }
}
