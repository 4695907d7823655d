/// Certificate for hosts of an Ingress.
///
/// Source: Kubernetes networking/v1 IngressTLS.
package struct IngressTLS: ManifestDecodable, Sendable {
  /// Hosts.
  package var hosts: [String] = []
  /// Where `hosts` was written; the enclosing object's place where it is absent.
  package var hostsSpan: SourceSpan = .unknown
  /// Secret that holds the certificate.
  package var secretName: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "tls") else { return nil }
    spans = reader.spans
    reader.read("hosts", into: &hosts)
    hostsSpan = reader.span(of: "hosts")
    reader.read("secretName", into: &secretName)
  }
}
