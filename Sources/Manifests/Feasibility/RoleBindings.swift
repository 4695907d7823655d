/// Bindings of roles, or to accounts, that nobody defines: they allow nothing.
package enum RoleBindings: PlatformCheck {
  /// ClusterRoles that every API server has (plugin/pkg/auth/authorizer/rbac/bootstrappolicy).
  private static let builtIn = ["cluster-admin", "admin", "edit", "view"]
  /// A Role of kube-system that extension API servers are bound to.
  private static let builtInRole = "extension-apiserver-authentication-reader"

  /// Reports every such binding.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let manifests = platform.manifests
    let accounts = NamedObjects(manifests.serviceAccounts.map(\.metadata))
    let roles = KnownRoles(manifests)
    for binding in manifests.roleBindings {
      let home = binding.metadata.home
      check(binding.roleRef, at: binding.roleRefSpan, in: home, roles, diagnostics)
      for subject in binding.subjects {
        check(subject, in: subject.namespace ?? home, accounts, platform, diagnostics)
      }
    }
    for binding in manifests.clusterRoleBindings {
      check(binding.roleRef, at: binding.roleRefSpan, in: nil, roles, diagnostics)
      for subject in binding.subjects {
        check(subject, in: subject.namespace ?? "default", accounts, platform, diagnostics)
      }
    }
  }

  private static func check(
    _ role: RoleReference, at span: SourceSpan, in home: String?, _ roles: KnownRoles,
    _ diagnostics: DiagnosticCollector
  ) {
    let isKnown: Bool
    if role.kind == "Role", let home {
      if home == "kube-system", role.name == builtInRole || role.name.hasPrefix("system:") {
        return
      }
      isKnown = roles.ofNamespaces.contains(role.name, in: home)
    } else {
      if builtIn.contains(role.name) || role.name.hasPrefix("system:") { return }
      isKnown = roles.ofCluster.contains(role.name, in: "")
    }
    guard !isKnown else { return }
    let names =
      role.kind == "Role" && home != nil
      ? roles.ofNamespaces.names(in: home ?? "") : roles.ofCluster.names(in: "")
    diagnostics.warning(
      "the \(role.kind) \"\(role.name)\" is bound, and no manifest defines it",
      at: span.line == span.endLine ? span : span.start, code: "unknown-role",
      help: nearest(role.name, in: names).map { "did you mean \"\($0)\"?" })
  }

  /// Accounts of namespaces of which nothing is given may exist.
  private static func check(
    _ subject: Subject, in home: String, _ accounts: NamedObjects, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    guard subject.kind == "ServiceAccount", subject.name != "default",
      !accounts.contains(subject.name, in: home), !platform.pods(in: home).isEmpty,
      !platform.manifests.mayBeOperated(subject.name, in: home)
    else { return }
    diagnostics.warning(
      "a role is bound to the ServiceAccount \"\(subject.name)\", which no manifest defines in the "
        + "namespace \"\(home)\"", at: subject.nameSpan, code: "unknown-service-account",
      help: accounts.help(for: subject.name, in: home))
  }
}

/// The roles of a platform by name.
private struct KnownRoles {
  /// Roles by their namespace.
  let ofNamespaces: NamedObjects
  /// ClusterRoles, which are in none.
  let ofCluster: NamedObjects

  init(_ manifests: ManifestSet) {
    ofNamespaces = NamedObjects(manifests.roles.map(\.metadata))
    var cluster = NamedObjects()
    for role in manifests.clusterRoles { cluster.add(role.metadata.name, in: "") }
    ofCluster = cluster
  }
}
