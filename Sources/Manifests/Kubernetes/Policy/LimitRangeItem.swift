/// Bounds and defaults of one kind of thing in a namespace.
///
/// Source: Kubernetes core/v1 LimitRangeItem; defaults pkg/apis/core/v1/defaults.go
/// SetDefaults_LimitRangeItem.
package struct LimitRangeItem: ManifestDecodable, Sendable {
  /// `Container`, `Pod` or `PersistentVolumeClaim`.
  package var type: String
  /// Greatest limit.
  package var max: ResourceList = ResourceList()
  /// Least request.
  package var min: ResourceList = ResourceList()
  /// Limit of containers that state none.
  package var `default`: ResourceList = ResourceList()
  /// Request of containers that state none.
  package var defaultRequest: ResourceList = ResourceList()
  /// Greatest quotient of limit and request.
  package var maxLimitRequestRatio: ResourceList = ResourceList()
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a limit") else { return nil }
    let type: String? = reader.required("type")
    reader.read("max", into: &max)
    reader.read("min", into: &min)
    reader.read("default", into: &`default`)
    reader.read("defaultRequest", into: &defaultRequest)
    reader.read("maxLimitRequestRatio", into: &maxLimitRequestRatio)
    span = reader.span
    guard let type else { return nil }
    self.type = type
    if type == "Container" {
      `default`.fill(from: max)
      defaultRequest.fill(from: `default`)
      defaultRequest.fill(from: min)
    }
  }
}
