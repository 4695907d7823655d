/// A reference to another object by kind and name.
///
/// Source: Kubernetes core/v1 ObjectReference and autoscaling/v2 CrossVersionObjectReference.
package struct TargetReference: ManifestDecodable, Sendable {
  /// API version of the target.
  package var apiVersion: String?
  /// Kind of the target.
  package var kind: String?
  /// Name of the target.
  package var name: String
  /// Namespace of the target where it may differ.
  package var namespace: String?
  /// Where `apiVersion` was written; the start of the reference where it is absent.
  package var apiVersionSpan: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a reference") else { return nil }
    reader.read("apiVersion", into: &apiVersion)
    reader.read("kind", into: &kind)
    let name: String? = reader.required("name")
    reader.read("namespace", into: &namespace)
    apiVersionSpan = apiVersion == nil ? reader.span.start : reader.span(of: "apiVersion")
    guard let name else { return nil }
    self.name = name
  }
}
