import Manifests

/// A binding grants the role that it was created with (pkg/apis/rbac/validation
/// ValidateRoleBindingUpdate, ValidateClusterRoleBindingUpdate).
struct RoleReferenceUpdate: UpdateRule {
  var kinds: [String] { ["RoleBinding", "ClusterRoleBinding"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    let wanted = reference(of: new)
    guard wanted != reference(of: old) else { return nil }
    return "roleRef: Invalid value: rbac.RoleRef{\(wanted)}: cannot change roleRef"
  }

  /// The role as the API server prints it; without a group it is one of its own
  /// (pkg/apis/rbac/v1/defaults.go).
  private func reference(of binding: YAMLNode) -> String {
    let group = text("apiGroup", of: binding)
    return [
      ("APIGroup", group.isEmpty ? "rbac.authorization.k8s.io" : group),
      ("Kind", text("kind", of: binding)), ("Name", text("name", of: binding)),
    ].map { "\($0.0):\"\($0.1)\"" }.joined(separator: ", ")
  }

  private func text(_ key: String, of binding: YAMLNode) -> String {
    binding.value(at: ["roleRef", key])?.text ?? ""
  }
}
