/// A volume of the cluster.
///
/// Source: Kubernetes core/v1 PersistentVolume; defaults pkg/apis/core/v1/defaults.go.
package struct PersistentVolume: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Size.
  package var capacity: ResourceList = ResourceList()
  /// Who may mount it.
  package var accessModes: [AccessMode] = []
  /// Class.
  package var storageClassName: String = ""
  /// Class of its attributes (from 1.34).
  package var volumeAttributesClassName: String?
  /// What happens when its claim goes.
  package var persistentVolumeReclaimPolicy: ReclaimPolicy = .retain
  /// Directory or device.
  package var volumeMode: VolumeMode = .filesystem
  /// Claim that it is kept for.
  package var claimRef: TargetReference?
  /// Nodes that reach it.
  package var nodeAffinity: VolumeNodeAffinity?
  /// A disk of one node.
  package var local: LocalVolumeSource?
  /// A directory of a node.
  package var hostPath: HostPathVolumeSource?
  /// A volume of a CSI driver.
  package var csi: CSIPersistentVolumeSource?
  /// An NFS export.
  package var nfs: NFSVolumeSource?
  /// How many sources are written, known ones and others.
  package var sourceCount: Int = 0
  /// Mount options.
  package var mountOptions: [String] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// The fields of which one says where the volume is (core/v1 PersistentVolumeSource).
  private static let sources = [
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume",
    "flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs",
    "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos",
    "vsphereVolume",
  ]
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PersistentVolume") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spans = spec.spans
    spec.read("capacity", into: &capacity)
    spec.read("accessModes", into: &accessModes)
    spec.read("storageClassName", into: &storageClassName)
    spec.read("volumeAttributesClassName", into: &volumeAttributesClassName)
    spec.read("persistentVolumeReclaimPolicy", into: &persistentVolumeReclaimPolicy)
    spec.read("volumeMode", into: &volumeMode)
    spec.read("claimRef", into: &claimRef)
    spec.read("nodeAffinity", into: &nodeAffinity)
    spec.read("local", into: &local)
    spec.read("hostPath", into: &hostPath)
    spec.read("csi", into: &csi)
    spec.read("nfs", into: &nfs)
    spec.read("mountOptions", into: &mountOptions)
    sourceCount = Self.sources.count { spec.has($0) }
    guard let metadata else { return nil }
    self.metadata = metadata
    if let written = node["spec"] {
      WrittenVolumeSource.check(written, of: metadata.name, isPersistent: true, diagnostics)
    }
    if let name = metadata.annotations[StorageClass.classAnnotation] { storageClassName = name }
    span = object.span
  }
}
