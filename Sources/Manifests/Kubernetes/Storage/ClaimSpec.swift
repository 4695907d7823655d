/// Storage that a pod asks for.
///
/// Source: Kubernetes core/v1 PersistentVolumeClaimSpec.
package struct ClaimSpec: ManifestDecodable, Sendable {
  /// Who must be able to mount it.
  package var accessModes: [AccessMode] = []
  /// Class; the default class when nil, none when empty.
  package var storageClassName: String?
  /// Class of the volume's attributes (from 1.34).
  package var volumeAttributesClassName: String?
  /// Size.
  package var resources: ClaimResources = ClaimResources()
  /// Directory or device.
  package var volumeMode: VolumeMode = .filesystem
  /// Volume that it is bound to.
  package var volumeName: String?
  /// Labels of volumes that it may be bound to.
  package var selector: LabelSelector?
  /// Snapshot or claim that the volume is filled from.
  package var dataSource: TargetReference?
  /// Where `resources` was written; the enclosing object's place where it is absent.
  package var resourcesSpan: SourceSpan = .unknown
  /// Where `storageClassName` was written; the enclosing object's place where it is absent.
  package var storageClassNameSpan: SourceSpan = .unknown
  /// Where `volumeAttributesClassName` was written; the enclosing object's place if absent.
  package var volumeAttributesClassNameSpan: SourceSpan = .unknown
  /// Whether access modes are written, readable or not.
  package var statesModes = false
  /// Whether a size is written, readable or not.
  package var statesSize = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a claim spec") else { return nil }
    reader.read("accessModes", into: &accessModes)
    reader.read("storageClassName", into: &storageClassName)
    reader.read("volumeAttributesClassName", into: &volumeAttributesClassName)
    reader.read("resources", into: &resources)
    reader.read("volumeMode", into: &volumeMode)
    reader.read("volumeName", into: &volumeName)
    reader.read("selector", into: &selector)
    if node["dataSource"]?["name"] != nil || node["dataSource"]?.pairs == nil {
      reader.read("dataSource", into: &dataSource)
    }
    ClaimSources.check(node, diagnostics)
    statesModes = node["accessModes"]?.elements.map { !$0.isEmpty } ?? false
    statesSize = node["resources"]?["requests"]?["storage"] != nil
    resourcesSpan = reader.span(of: "resources")
    storageClassNameSpan = reader.span(of: "storageClassName")
    volumeAttributesClassNameSpan = reader.span(of: "volumeAttributesClassName")
  }
}
