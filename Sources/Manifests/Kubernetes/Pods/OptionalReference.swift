/// A reference to a ConfigMap or Secret that may be allowed to be missing.
///
/// Source: Kubernetes core/v1 ConfigMapEnvSource and SecretEnvSource.
package struct OptionalReference: ManifestDecodable, Sendable {
  /// Name of the target.
  package var name: String
  /// Whether a missing target is no error.
  package var optional: Bool = false
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a reference") else { return nil }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    reader.read("optional", into: &optional)
    guard let name else { return nil }
    self.name = name
  }
}
