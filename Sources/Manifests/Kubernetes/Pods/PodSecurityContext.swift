/// Privileges of all containers of a pod.
///
/// Source: Kubernetes core/v1 PodSecurityContext.
package struct PodSecurityContext: ManifestDecodable, Sendable {
  /// User id.
  package var runAsUser: Int?
  /// Group id.
  package var runAsGroup: Int?
  /// Whether the kubelet refuses to start containers as user 0.
  package var runAsNonRoot: Bool?
  /// Group that owns the volumes.
  package var fsGroup: Int?
  /// `Always` or `OnRootMismatch`: a recursive ownership change delays the start of big volumes.
  package var fsGroupChangePolicy: String = "Always"
  /// Further groups of the processes.
  package var supplementalGroups: [Int] = []
  /// `Merge` or `Strict`: whether the groups of the image's user count too.
  ///
  /// Processes have no groups here, so that only the check by versions looks at it.
  package var supplementalGroupsPolicy: String?
  /// `Recursive` or `MountOption`: how volumes get the pod's SELinux label.
  ///
  /// No volume is relabelled here, so that only the check by versions looks at it.
  package var seLinuxChangePolicy: String?
  /// Seccomp profile.
  package var seccompProfile: SecurityProfile?
  /// AppArmor profile.
  package var appArmorProfile: SecurityProfile?
  /// SELinux label.
  package var seLinuxOptions: SELinuxOptions?
  /// Windows settings.
  package var windowsOptions: WindowsOptions?
  /// Kernel parameters.
  package var sysctls: [Sysctl] = []
  /// Where `supplementalGroups` was written; the enclosing object's place where it is absent.
  package var supplementalGroupsSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod security context") else {
      return nil
    }
    reader.readIdentity("runAsUser", into: &runAsUser, diagnostics)
    reader.readIdentity("runAsGroup", into: &runAsGroup, diagnostics)
    reader.read("runAsNonRoot", into: &runAsNonRoot)
    reader.readIdentity("fsGroup", into: &fsGroup, diagnostics)
    reader.readWord(
      "fsGroupChangePolicy", of: ["Always", "OnRootMismatch"], into: &fsGroupChangePolicy,
      diagnostics)
    reader.read("supplementalGroups", into: &supplementalGroups)
    reader.read("supplementalGroupsPolicy", into: &supplementalGroupsPolicy)
    reader.read("seLinuxChangePolicy", into: &seLinuxChangePolicy)
    spans = reader.spans
    supplementalGroupsSpan = reader.span(of: "supplementalGroups")
    reader.read("seccompProfile", into: &seccompProfile)
    reader.read("appArmorProfile", into: &appArmorProfile)
    reader.read("seLinuxOptions", into: &seLinuxOptions)
    reader.read("windowsOptions", into: &windowsOptions)
    reader.read("sysctls", into: &sysctls)
  }
}
