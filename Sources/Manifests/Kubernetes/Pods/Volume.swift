/// A volume of a pod; besides the name one field is set.
///
/// Source: Kubernetes core/v1 Volume and VolumeSource.
package struct Volume: ManifestDecodable, Sendable {
  /// Name that volume mounts refer to.
  package var name: String
  /// A ConfigMap as files.
  package var configMap: ConfigMapVolumeSource?
  /// A Secret as files.
  package var secret: SecretVolumeSource?
  /// Scratch space.
  package var emptyDir: EmptyDirVolumeSource?
  /// A claim.
  package var persistentVolumeClaim: ClaimVolumeSource?
  /// A claim made for the pod.
  package var ephemeral: EphemeralVolumeSource?
  /// A directory of the node.
  package var hostPath: HostPathVolumeSource?
  /// Several sources in one directory.
  package var projected: ProjectedVolumeSource?
  /// Fields of the pod.
  package var downwardAPI: DownwardAPIVolumeSource?
  /// A volume of a CSI driver.
  package var csi: CSIVolumeSource?
  /// An NFS export.
  package var nfs: NFSVolumeSource?
  /// An OCI image.
  package var image: ImageVolumeSource?
  /// The fields of the sources that are written, known ones and others; one in a valid volume.
  package var sources: [String]
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a volume") else { return nil }
    let name: String? = reader.required("name")
    reader.read("configMap", into: &configMap)
    reader.read("secret", into: &secret)
    reader.read("emptyDir", into: &emptyDir)
    reader.read("persistentVolumeClaim", into: &persistentVolumeClaim)
    reader.read("ephemeral", into: &ephemeral)
    reader.read("hostPath", into: &hostPath)
    reader.read("projected", into: &projected)
    reader.read("downwardAPI", into: &downwardAPI)
    reader.read("csi", into: &csi)
    reader.read("nfs", into: &nfs)
    reader.read("image", into: &image)
    span = reader.span
    sources = (node.pairs ?? []).filter { !$0.value.isNull }.compactMap(\.key.text).filter {
      $0 != "name"
    }
    guard let name else { return nil }
    self.name = name
    WrittenVolumeSource.check(node, of: name, isPersistent: false, diagnostics)
    if emptyDir == nil, node.entry("emptyDir") != nil { emptyDir = EmptyDirVolumeSource() }
  }
}
