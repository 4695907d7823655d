import Manifests

/// What admission and RBAC look at: quotas, limit ranges, Pod Security levels, roles, webhooks.
extension SpecCompiler {
  mutating func addPolicies() {
    spec.limitRanges = manifests.limitRanges.map {
      LimitRangeSpec(
        name: $0.metadata.name, namespace: $0.metadata.namespace ?? "default", items: $0.limits)
    }
    spec.quotas = manifests.resourceQuotas.map { quota in
      QuotaSpec(
        name: quota.metadata.name, namespace: quota.metadata.namespace ?? "default",
        hard: quota.hard.entries.map {
          QuotaAmount(name: $0.name, milli: $0.quantity.milli)
        },
        scopes: quota.scopes.map { QuotaScope(name: $0) }
          + (quota.scopeSelector?.matchExpressions ?? []).map(QuotaScope.init))
    }
    spec.access = AccessRules(manifests)
    spec.networkPolicies = manifests.networkPolicies
    addWebhooks()
    addQuotaObjects()
  }

  /// The webhooks of the manifests, and the injector of a mesh that has none among them.
  private mutating func addWebhooks() {
    var found =
      manifests.mutatingWebhookConfigurations.map {
        WebhookConfigurationSpec(name: $0.metadata.name, isMutating: true, webhooks: $0.webhooks)
      }
      + manifests.validatingWebhookConfigurations.map {
        WebhookConfigurationSpec(name: $0.metadata.name, isMutating: false, webhooks: $0.webhooks)
      }
    let meshed = MeshedNamespaces(manifests, document?.mesh)
    if let injector = manifests.assumedInjector(for: meshed) {
      found.append(
        WebhookConfigurationSpec(
          name: "istio-sidecar-injector", isMutating: true, webhooks: [injector]))
    }
    found.sortByName()
    spec.webhookConfigurations = found
  }

  /// The version whose Pod Security Standards a namespace enforces
  /// (pod-security.kubernetes.io/enforce-version): the cluster's own, or an older one
  /// (pod-security-admission policy/registry.go).
  func securityVersion(of namespace: String) -> ClusterVersion {
    let home = manifests.namespaces.first { $0.metadata.name == namespace }
    guard let pin = home?.metadata.labels["pod-security.kubernetes.io/enforce-version"],
      let minor = PodSecurityVersion(pin)?.minor
    else { return spec.version }
    return ClusterVersion(minor: min(minor, spec.version.minor))
  }

  /// The levels warn and audit let pods pass; they are said once a namespace.
  mutating func addSecurityNotes() {
    for namespace in spec.namespaces {
      let modes = ["warn", "audit"].compactMap { mode -> (mode: String, level: PodSecurityLevel)? in
        namespace.labels["pod-security.kubernetes.io/\(mode)"]
          .flatMap(PodSecurityLevel.init).map { (mode, $0) }
      }
      guard let first = modes.first else { continue }
      let names = spec.workloads.filter {
        $0.namespace == namespace.name && !$0.template.security.violations(of: first.level).isEmpty
      }.map(\.name)
      guard !names.isEmpty else { continue }
      let listed = names.prefix(4).joined(separator: ", ")
      let rest = names.count > 4 ? " and \(names.count - 4) more" : ""
      spec.notes.append(
        "Namespace \(namespace.name) (\(modes.map(\.mode).joined(separator: ", "))): would violate "
          + "PodSecurity \"\(first.level.rawValue)\": \(listed)\(rest)")
    }
  }
}

extension QuotaScope {
  init(_ requirement: ScopedSelectorRequirement) {
    let comparison: NodeRequirement.Comparison
    switch requirement.operator {
    case .in: comparison = .isIn
    case .notIn: comparison = .isNotIn
    case .exists: comparison = .exists
    case .doesNotExist: comparison = .doesNotExist
    default: comparison = .exists
    }
    self.init(name: requirement.scopeName, comparison: comparison, values: requirement.values)
  }
}
