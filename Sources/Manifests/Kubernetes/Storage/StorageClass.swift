/// A kind of storage that claims can ask for.
///
/// Source: Kubernetes storage/v1 StorageClass; defaults pkg/apis/storage/v1/defaults.go.
package struct StorageClass: ManifestResource {
  /// The annotation that named a claim's or a volume's class before there was a field; it still
  /// comes before the field (component-helpers storage/volume/helpers.go).
  static let classAnnotation = "volume.beta.kubernetes.io/storage-class"
  /// The annotations that make a class the default, the newer one first (pkg/volume/util/
  /// storageclass.go).
  private static let defaultAnnotations = [
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
  ]

  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Driver that makes the volumes.
  package var provisioner: String
  /// Settings of the driver.
  package var parameters: StringMap = StringMap()
  /// What happens with its volumes when claims go.
  package var reclaimPolicy: ReclaimPolicy = .delete
  /// When claims are bound.
  package var volumeBindingMode: VolumeBindingMode = .immediate
  /// Whether claims may grow.
  package var allowVolumeExpansion: Bool = false
  /// Where volumes may be made.
  package var allowedTopologies: [TopologyTerm] = []
  /// Mount options.
  package var mountOptions: [String] = []
  /// Where `provisioner` was written; the enclosing object's place where it is absent.
  package var provisionerSpan: SourceSpan
  /// Where `reclaimPolicy` was written; the enclosing object's place where it is absent.
  package var reclaimPolicySpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Whether claims without a class get this one.
  package var isDefault: Bool {
    Self.defaultAnnotations.contains { metadata.annotations[$0] == "true" }
  }

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a StorageClass") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let provisioner: String? = object.required("provisioner")
    object.read("parameters", into: &parameters)
    object.read("reclaimPolicy", into: &reclaimPolicy)
    object.read("volumeBindingMode", into: &volumeBindingMode)
    object.read("allowVolumeExpansion", into: &allowVolumeExpansion)
    object.read("allowedTopologies", into: &allowedTopologies)
    object.read("mountOptions", into: &mountOptions)
    provisionerSpan = object.span(of: "provisioner")
    reclaimPolicySpan = object.span(of: "reclaimPolicy")
    guard let metadata, let provisioner else { return nil }
    self.metadata = metadata
    self.provisioner = provisioner
    span = object.span
  }
}
