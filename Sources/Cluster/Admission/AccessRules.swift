package import Manifests

/// Roles and bindings, and who is allowed what (plugin/pkg/auth/authorizer/rbac/rbac.go).
package struct AccessRules: Sendable {
  /// A role with its rules; without a namespace a ClusterRole.
  struct Role: Sendable {
    var name: String
    var namespace: String?
    var labels: StringMap
    var rules: [PolicyRule]
    /// The ClusterRoles whose rules it has instead of its own; nil for a role of its own rules.
    var aggregates: [LabelSelector]?
  }

  /// A binding; without a namespace a ClusterRoleBinding.
  struct Binding: Sendable {
    var name: String
    var namespace: String?
    var role: RoleReference
    var subjects: [Subject]
  }

  private(set) var roles: [Role] = []
  private(set) var bindings: [Binding] = []
  /// The given ClusterRoles, then those that every API server brings and none of these replaces.
  private var clusterRoles: [Role] = []

  /// Makes rules of a platform's objects.
  package init(_ manifests: ManifestSet = ManifestSet()) {
    for role in manifests.clusterRoles {
      roles.append(
        Role(
          name: role.metadata.name, namespace: nil, labels: role.metadata.labels,
          rules: role.rules, aggregates: role.aggregationRule?.clusterRoleSelectors))
    }
    for role in manifests.roles {
      roles.append(
        Role(
          name: role.metadata.name, namespace: role.metadata.namespace ?? "default",
          labels: role.metadata.labels, rules: role.rules, aggregates: nil))
    }
    for binding in manifests.clusterRoleBindings {
      bindings.append(
        Binding(
          name: binding.metadata.name, namespace: nil, role: binding.roleRef,
          subjects: binding.subjects))
    }
    for binding in manifests.roleBindings {
      bindings.append(
        Binding(
          name: binding.metadata.name, namespace: binding.metadata.namespace ?? "default",
          role: binding.roleRef, subjects: binding.subjects))
    }
    listClusterRoles()
  }

  private mutating func listClusterRoles() {
    let given = roles.filter { $0.namespace == nil }
    clusterRoles =
      given + Self.builtIn.filter { role in !given.contains { $0.name == role.name } }
  }

  /// Whether there are any rules; a platform without them leaves access open.
  var isGiven: Bool { !bindings.isEmpty }

  /// The roles and bindings of a file: those that are new or differ, and those that the file holds.
  func written(
    since before: AccessRules,
    isInFile: (_ kind: String, _ namespace: String?, _ name: String) -> Bool
  ) -> AccessRules {
    var written = AccessRules()
    written.roles = roles.filter { role in
      isInFile(role.namespace == nil ? "ClusterRole" : "Role", role.namespace, role.name)
        || !before.roles.contains {
          $0.name == role.name && $0.namespace == role.namespace && "\($0)" == "\(role)"
        }
    }
    written.bindings = bindings.filter { binding in
      let kind = binding.namespace == nil ? "ClusterRoleBinding" : "RoleBinding"
      return isInFile(kind, binding.namespace, binding.name)
        || !before.bindings.contains {
          $0.name == binding.name && $0.namespace == binding.namespace
            && "\($0)" == "\(binding)"
        }
    }
    return written
  }

  /// Writes a file's roles and bindings over those that are there.
  mutating func apply(_ written: AccessRules) {
    for role in written.roles {
      roles.removeAll { $0.name == role.name && $0.namespace == role.namespace }
      roles.append(role)
    }
    for binding in written.bindings {
      bindings.removeAll { $0.name == binding.name && $0.namespace == binding.namespace }
      bindings.append(binding)
    }
    listClusterRoles()
  }

  /// Deletes a role or binding; whether there was one.
  @discardableResult
  mutating func remove(kind: String, namespace: String?, name: String) -> Bool {
    let before = roles.count + bindings.count
    switch kind {
    case "Role", "ClusterRole":
      roles.removeAll { $0.name == name && $0.namespace == (kind == "Role" ? namespace : nil) }
      listClusterRoles()
    default:
      let home = kind == "RoleBinding" ? namespace : nil
      bindings.removeAll { $0.name == name && $0.namespace == home }
    }
    return roles.count + bindings.count < before
  }

  /// Deletes the roles and bindings of a namespace that nothing keeps.
  mutating func removeAll(
    in namespace: String, unless isKept: (_ kind: String, _ name: String) -> Bool
  ) {
    roles.removeAll { $0.namespace == namespace && !isKept("Role", $0.name) }
    bindings.removeAll { $0.namespace == namespace && !isKept("RoleBinding", $0.name) }
  }

  /// Whether a service account may do something: if any rule of any role bound to it says so.
  package func allows(
    _ request: APIRequest, account: String, namespace: String
  ) -> Bool {
    bindings.contains { binding in
      isMeant(binding, request, account: account, namespace: namespace)
        && rules(of: binding).contains { $0.allows(request) }
    }
  }

  /// What the authorizer says beside a refusal: which of the account's bindings grant roles that
  /// are not there, those of the whole cluster first (pkg/registry/rbac/validation rule.go
  /// VisitRulesFor); nil where there are none.
  func reason(against request: APIRequest, account: String, namespace: String) -> String? {
    let meant = bindings.filter {
      !hasRole($0) && isMeant($0, request, account: account, namespace: namespace)
    }
    var problems: [String] = []
    for binding in meant.filter({ $0.namespace == nil }) + meant.filter({ $0.namespace != nil }) {
      let kind = binding.role.kind.lowercased() + ".rbac.authorization.k8s.io"
      let problem = "\(kind) \"\(binding.role.name)\" not found"
      if !problems.contains(problem) { problems.append(problem) }
    }
    guard problems.count > 1 else { return problems.first }
    return "[\(problems.joined(separator: ", "))]"
  }

  /// Whether a binding is about an account and a request.
  private func isMeant(
    _ binding: Binding, _ request: APIRequest, account: String, namespace: String
  ) -> Bool {
    // A RoleBinding grants inside its namespace only, also what a ClusterRole allows.
    (binding.namespace == nil || binding.namespace == request.namespace)
      && binding.subjects.contains {
        $0.isMeant(account: account, namespace: namespace, in: binding.namespace)
      }
  }

  private func role(of binding: Binding) -> Role? {
    roles.first { $0.name == binding.role.name && $0.namespace == binding.namespace }
  }

  /// Whether the role is there that a binding grants; every API server has roles of its own
  /// (bootstrappolicy policy.go and namespace_policy.go).
  private func hasRole(_ binding: Binding) -> Bool {
    let name = binding.role.name
    if name.hasPrefix("system:") || name == "extension-apiserver-authentication-reader" {
      return true
    }
    guard binding.role.kind == "Role" else {
      return clusterRoles.contains { $0.name == name }
    }
    return role(of: binding) != nil
  }

  private func rules(of binding: Binding) -> [PolicyRule] {
    guard binding.role.kind == "Role" else {
      return clusterRules(of: binding.role.name, within: [])
    }
    return role(of: binding)?.rules ?? []
  }

  /// The rules of a ClusterRole: its own, or those of all others that it aggregates, which the
  /// controller manager writes over its own
  /// (pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go).
  private func clusterRules(of name: String, within outer: [String]) -> [PolicyRule] {
    guard let role = clusterRoles.first(where: { $0.name == name }) else { return [] }
    guard let selectors = role.aggregates else { return role.rules }
    let names = outer + [name]
    return clusterRoles.filter { other in
      !names.contains(other.name) && selectors.contains { $0.matches(other.labels) }
    }.flatMap { clusterRules(of: $0.name, within: names) }
  }
}

extension Subject {
  /// Whether a binding's subject is a service account, by name, user name or group.
  fileprivate func isMeant(account: String, namespace home: String, in binding: String?) -> Bool {
    switch kind {
    case "ServiceAccount": return name == account && (namespace ?? binding) == home
    case "User": return name == "system:serviceaccount:\(home):\(account)"
    case "Group":
      return [
        "system:serviceaccounts", "system:serviceaccounts:\(home)", "system:authenticated",
      ].contains(name)
    default: return false
    }
  }
}

extension PolicyRule {
  /// Whether a rule allows a request; one with names never allows what names no object, and may
  /// mean one whose name is not known.
  fileprivate func allows(_ request: APIRequest) -> Bool {
    let subresource = request.resource.split(separator: "/").dropFirst().first
    let isResource =
      resources.contains("*") || resources.contains(request.resource)
      || (subresource.map { resources.contains("*/\($0)") } ?? false)
    let isNamed =
      resourceNames.isEmpty
      || (request.name.map(resourceNames.contains) ?? request.hasUnknownName)
    return isResource && isNamed && (verbs.contains("*") || verbs.contains(request.verb))
      && (apiGroups.contains("*") || apiGroups.contains(request.group))
  }
}
