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
      checkPriority(of: spec, group, manifests, diagnostics)
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

  /// Reports a priority that is written and differs from what admission computes from the class.
  private static func checkPriority(
    of spec: PodSpec, _ group: PodMaker, _ manifests: ManifestSet,
    _ diagnostics: DiagnosticCollector
  ) {
    guard let written = spec.priority else { return }
    let named = spec.priorityClassName.flatMap { $0.isEmpty ? nil : $0 }
    let classes = manifests.priorityClasses
    let computed =
      named.map { name in
        systemPriorities.first { $0.name == name }?.value
          ?? classes.first { $0.metadata.name == name }?.value
      } ?? classes.first(where: \.globalDefault)?.value ?? 0
    guard let computed, computed != written else { return }
    diagnostics.warning(
      "the pods of \(group.subject) have the priority \(written), and their class gives "
        + "\(computed): a cluster refuses them", at: spec.prioritySpan, code: "refused-priority",
      help: "remove priority: admission writes it")
  }

  /// The classes of every cluster (pkg/apis/scheduling/v1/helpers.go).
  private static let systemPriorities = [
    (name: "system-cluster-critical", value: 2_000_000_000),
    (name: "system-node-critical", value: 2_000_001_000),
  ]
}
