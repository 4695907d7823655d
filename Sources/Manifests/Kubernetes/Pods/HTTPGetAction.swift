/// An HTTP GET of a probe or hook; a status of 200 to 399 passes.
///
/// Source: Kubernetes core/v1 HTTPGetAction.
package struct HTTPGetAction: ManifestDecodable, Sendable {
  /// Path asked for.
  package var path: String = "/"
  /// Port by number or container port name.
  package var port: PortReference
  /// Host; the pod's address when nil.
  package var host: String?
  /// `HTTP` or `HTTPS`.
  package var scheme: String = "HTTP"
  /// Headers sent.
  package var httpHeaders: [HTTPHeader] = []
  /// Where `port` was written; the enclosing object's place where it is absent.
  package var portSpan: SourceSpan = .unknown
  /// Where `scheme` was written; the enclosing object's place where it is absent.
  package var schemeSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "httpGet") else { return nil }
    reader.read("path", into: &path)
    let port: PortReference? = reader.required("port")
    portSpan = reader.span(of: "port")
    reader.read("host", into: &host)
    reader.read("scheme", into: &scheme)
    // Empty text is the same as no field (SetDefaults_HTTPGetAction).
    if path.isEmpty { path = "/" }
    if host?.isEmpty ?? false { host = nil }
    if scheme.isEmpty { scheme = "HTTP" }
    schemeSpan = reader.span(of: "scheme")
    reader.read("httpHeaders", into: &httpHeaders)
    guard let port else { return nil }
    self.port = port
  }
}
