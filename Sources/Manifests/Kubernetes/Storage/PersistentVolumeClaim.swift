/// A claim of storage by a pod.
///
/// Source: Kubernetes core/v1 PersistentVolumeClaim.
package struct PersistentVolumeClaim: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// What is claimed.
  package var spec: ClaimSpec
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PersistentVolumeClaim") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    let spec: ClaimSpec? = object.required("spec")
    guard let metadata, let spec else { return nil }
    self.metadata = metadata
    self.spec = spec
    if let name = metadata.annotations[StorageClass.classAnnotation] {
      self.spec.storageClassName = name
    }
    span = object.span
  }
}
