/// A volume mounted into a container.
///
/// Source: Kubernetes core/v1 VolumeMount.
package struct VolumeMount: ManifestDecodable, Sendable {
  /// Name of the pod's volume.
  package var name: String
  /// Path inside the container.
  package var mountPath: String
  /// Path inside the volume; such mounts never see ConfigMap updates.
  package var subPath: String?
  /// Path inside the volume with variables.
  package var subPathExpr: String?
  /// Whether writes are refused.
  package var readOnly: Bool = false
  /// Where `mountPath` was written; the enclosing object's place where it is absent.
  package var mountPathSpan: SourceSpan = .unknown
  /// Where `subPath` was written; the enclosing object's place where it is absent.
  package var subPathSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan
  /// Whether mounts below it are seen on the other side; none are when nil.
  package var mountPropagation: String?
  /// Whether also what is mounted below it is read-only: `Disabled`, `IfPossible` or `Enabled`,
  /// whose words and company the check by versions looks at.
  package var recursiveReadOnly: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a volume mount") else { return nil }
    let name: String? = reader.required("name")
    let mountPath: String? = reader.required("mountPath")
    mountPathSpan = reader.span(of: "mountPath")
    reader.read("subPath", into: &subPath)
    subPathSpan = reader.span(of: "subPath")
    reader.read("subPathExpr", into: &subPathExpr)
    reader.read("readOnly", into: &readOnly)
    reader.readWord(
      "mountPropagation", of: ["None", "HostToContainer", "Bidirectional"],
      into: &mountPropagation, diagnostics)
    reader.read("recursiveReadOnly", into: &recursiveReadOnly)
    spans = reader.spans
    span = reader.span
    guard let name, let mountPath else { return nil }
    self.name = name
    self.mountPath = mountPath
  }
}
