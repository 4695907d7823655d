/// An environment variable of a container.
///
/// Source: Kubernetes core/v1 EnvVar.
package struct EnvVar: ManifestDecodable, Sendable {
  /// Name of the variable.
  package var name: String
  /// Literal value; `$(NAME)` refers to variables before it.
  package var value: String?
  /// Where the value comes from when it is no literal.
  package var valueFrom: EnvVarSource?
  /// Where `value` was written; the enclosing object's place where it is absent.
  package var valueSpan: SourceSpan = .unknown
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an environment variable") else {
      return nil
    }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    reader.read("value", into: &value)
    valueSpan = reader.span(of: "value")
    reader.read("valueFrom", into: &valueFrom)
    span = reader.span
    guard let name else { return nil }
    self.name = name
  }
}
