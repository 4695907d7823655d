/// ServiceAccounts and PriorityClasses that pods name and nobody defines: admission refuses the
/// pods (plugin/pkg/admission/serviceaccount, plugin/pkg/admission/priority).
package enum PodIdentities: PlatformCheck {
  /// Reports every such name.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let manifests = platform.manifests
    let accounts = NamedObjects(manifests.serviceAccounts.map(\.metadata))
    let classes = manifests.priorityClasses.map(\.metadata.name)
    for group in platform.pods {
      guard let spec = group.spec else { continue }
      let account = spec.serviceAccountName
      if account != "default", !account.isEmpty, !accounts.contains(account, in: group.namespace),
        !platform.manifests.mayBeOperated(account, in: group.namespace)
      {
        diagnostics.warning(
          "the pods of \(group.subject) run as the ServiceAccount \"\(account)\", which no manifest "
            + "defines: a cluster without it refuses them", at: spec.serviceAccountNameSpan,
          code: "unknown-service-account", help: accounts.help(for: account, in: group.namespace))
      }
      guard let priority = spec.priorityClassName, !priority.isEmpty,
        !priority.hasPrefix("system-"), !classes.contains(priority)
      else { continue }
      diagnostics.warning(
        "the pods of \(group.subject) have the PriorityClass \"\(priority)\", which no manifest "
          + "defines: a cluster without it refuses them", at: spec.priorityClassNameSpan,
        code: "unknown-priority-class",
        help: nearest(priority, in: classes).map { "did you mean \"\($0)\"?" })
    }
  }
}
