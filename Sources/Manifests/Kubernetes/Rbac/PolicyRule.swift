/// Verbs allowed on resources.
///
/// Source: Kubernetes rbac/v1 PolicyRule.
package struct PolicyRule: ManifestDecodable, Sendable {
  /// Verbs, `*` for all.
  package var verbs: [String] = []
  /// API groups, empty text for the core group.
  package var apiGroups: [String] = []
  /// Resources, `*` for all.
  package var resources: [String] = []
  /// Names that it is restricted to; all when empty.
  package var resourceNames: [String] = []
  /// URLs that are no resources.
  package var nonResourceURLs: [String] = []
  /// Where `verbs` was written; the enclosing object's place where it is absent.
  package var verbsSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rule") else { return nil }
    reader.read("verbs", into: &verbs)
    verbsSpan = reader.span(of: "verbs")
    reader.read("apiGroups", into: &apiGroups)
    reader.read("resources", into: &resources)
    reader.read("resourceNames", into: &resourceNames)
    reader.read("nonResourceURLs", into: &nonResourceURLs)
  }
}
