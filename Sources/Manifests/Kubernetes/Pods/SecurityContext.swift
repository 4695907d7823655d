/// Privileges of a container; they win over the pod's.
///
/// Source: Kubernetes core/v1 SecurityContext.
package struct SecurityContext: ManifestDecodable, Sendable {
  /// User id.
  package var runAsUser: Int?
  /// Group id.
  package var runAsGroup: Int?
  /// Whether the kubelet refuses to start the container as user 0.
  package var runAsNonRoot: Bool?
  /// Whether the container has the node's privileges.
  package var privileged: Bool = false
  /// Whether a process may gain more privileges than its parent.
  package var allowPrivilegeEscalation: Bool?
  /// Whether the root file system is read-only.
  package var readOnlyRootFilesystem: Bool = false
  /// Linux capabilities.
  package var capabilities: Capabilities?
  /// Seccomp profile.
  package var seccompProfile: SecurityProfile?
  /// AppArmor profile.
  package var appArmorProfile: SecurityProfile?
  /// SELinux label.
  package var seLinuxOptions: SELinuxOptions?
  /// Windows settings.
  package var windowsOptions: WindowsOptions?
  /// `Default` or `Unmasked`.
  package var procMount: String?
  /// Where `allowPrivilegeEscalation` was written; the enclosing object's place where it is absent.
  package var allowPrivilegeEscalationSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a security context") else {
      return nil
    }
    spans = reader.spans
    reader.readIdentity("runAsUser", into: &runAsUser, diagnostics)
    reader.readIdentity("runAsGroup", into: &runAsGroup, diagnostics)
    reader.read("runAsNonRoot", into: &runAsNonRoot)
    reader.read("privileged", into: &privileged)
    reader.read("allowPrivilegeEscalation", into: &allowPrivilegeEscalation)
    allowPrivilegeEscalationSpan = reader.span(of: "allowPrivilegeEscalation")
    reader.read("readOnlyRootFilesystem", into: &readOnlyRootFilesystem)
    reader.read("capabilities", into: &capabilities)
    reader.read("seccompProfile", into: &seccompProfile)
    reader.read("appArmorProfile", into: &appArmorProfile)
    reader.read("seLinuxOptions", into: &seLinuxOptions)
    reader.read("windowsOptions", into: &windowsOptions)
    reader.readWord(
      "procMount", of: ["Default", "Unmasked"], into: &procMount, diagnostics)
  }
}
