/// A path of an Ingress rule.
///
/// Source: Kubernetes networking/v1 HTTPIngressPath.
package struct IngressPath: ManifestDecodable, Sendable {
  /// Path or prefix.
  package var path: String = "/"
  /// `Exact`, `Prefix` or `ImplementationSpecific`.
  package var pathType: String = "ImplementationSpecific"
  /// What is behind it.
  package var backend: IngressBackend
  /// Where `path` was written; the enclosing object's place where it is absent.
  package var pathSpan: SourceSpan = .unknown
  /// Where `pathType` was written; the enclosing object's place where it is absent.
  package var pathTypeSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a path") else { return nil }
    reader.read("path", into: &path)
    pathSpan = reader.span(of: "path")
    let type: String? = reader.required("pathType")
    pathTypeSpan = reader.span(of: "pathType")
    let backend: IngressBackend? = reader.required("backend")
    guard let backend else { return nil }
    if let type { pathType = type }
    self.backend = backend
  }
}
