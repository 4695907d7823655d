/// SELinux label of a container or pod.
///
/// Source: Kubernetes core/v1 SELinuxOptions.
package struct SELinuxOptions: ManifestDecodable, Sendable {
  /// SELinux user.
  package var user: String?
  /// SELinux role.
  package var role: String?
  /// SELinux type.
  package var type: String?
  /// SELinux level.
  package var level: String?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "SELinux options") else { return nil }
    reader.read("user", into: &user)
    reader.read("role", into: &role)
    reader.read("type", into: &type)
    reader.read("level", into: &level)
  }
}
