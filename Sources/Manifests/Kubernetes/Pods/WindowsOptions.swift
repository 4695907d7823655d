/// Windows settings that Pod Security admission looks at.
///
/// Source: Kubernetes core/v1 WindowsSecurityContextOptions.
package struct WindowsOptions: ManifestDecodable, Sendable {
  /// Whether the container runs as a host process.
  package var hostProcess: Bool = false
  /// Windows user.
  package var runAsUserName: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "Windows options") else { return nil }
    spans = reader.spans
    reader.read("hostProcess", into: &hostProcess)
    reader.read("runAsUserName", into: &runAsUserName)
  }
}
