/// How much room a driver has for volumes of a class in a part of the cluster.
///
/// Source: Kubernetes storage/v1 CSIStorageCapacity.
package struct CSIStorageCapacity: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// The class.
  package var storageClassName: String
  /// The nodes that reach these volumes; none where it is absent.
  package var nodeTopology: LabelSelector?
  /// Bytes that are free; nil where the driver does not say.
  package var capacity: Quantity?
  /// Bytes of the largest volume that can be made; nil where the driver does not say.
  package var maximumVolumeSize: Quantity?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a CSIStorageCapacity") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    let storageClassName: String? = object.required("storageClassName")
    object.read("nodeTopology", into: &nodeTopology)
    object.read("capacity", into: &capacity)
    object.read("maximumVolumeSize", into: &maximumVolumeSize)
    guard let metadata, let storageClassName else { return nil }
    self.metadata = metadata
    self.storageClassName = storageClassName
    span = object.span
  }
}
