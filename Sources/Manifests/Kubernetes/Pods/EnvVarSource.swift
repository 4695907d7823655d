/// Where an environment variable takes its value from; one field is set.
///
/// Source: Kubernetes core/v1 EnvVarSource.
package struct EnvVarSource: ManifestDecodable, Sendable {
  /// A field of the pod itself.
  package var fieldRef: ObjectFieldSelector?
  /// A request or limit of a container.
  package var resourceFieldRef: ResourceFieldSelector?
  /// A key of a ConfigMap.
  package var configMapKeyRef: KeySelector?
  /// A key of a Secret.
  package var secretKeyRef: KeySelector?
  /// A variable of a file of the pod (from 1.35).
  package var fileKeyRef: FileKeySelector?

  /// Whether no source is written, known or not.
  package var isEmpty = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an environment variable source")
    else {
      return nil
    }
    isEmpty = (node.pairs ?? []).allSatisfy { $0.value.isNull }
    reader.read("fieldRef", into: &fieldRef)
    reader.read("resourceFieldRef", into: &resourceFieldRef)
    reader.read("configMapKeyRef", into: &configMapKeyRef)
    reader.read("secretKeyRef", into: &secretKeyRef)
    reader.read("fileKeyRef", into: &fileKeyRef)
  }
}
