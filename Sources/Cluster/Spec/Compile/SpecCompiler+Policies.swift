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

  /// The webhooks of the manifests, and the injectors of a mesh that has none among them.
  private mutating func addWebhooks() {
    var found = manifests.webhookConfigurations.map {
      WebhookConfigurationSpec(
        name: $0.metadata.name, isMutating: $0.isMutating, webhooks: $0.webhooks)
    }
    let meshed = MeshedNamespaces(manifests, document?.mesh)
    let injectors = manifests.assumedInjectors(for: meshed)
    if !injectors.isEmpty {
      found.append(
        WebhookConfigurationSpec(
          name: "istio-sidecar-injector", isMutating: true, webhooks: injectors))
    }
    found.sortByName()
    spec.webhookConfigurations = found
  }

  /// The version whose Pod Security Standards a namespace enforces
  /// (pod-security.kubernetes.io/enforce-version).
  func securityVersion(of namespace: String) -> ClusterVersion {
    let home = manifests.namespaces.first { $0.metadata.name == namespace }
    return home.map { securityVersion(for: "enforce", by: $0.metadata.labels) } ?? spec.version
  }

  /// The version that a mode of Pod Security has by a namespace's labels: the cluster's own, or an
  /// older one (pod-security-admission policy/registry.go).
  private func securityVersion(for mode: String, by labels: StringMap) -> ClusterVersion {
    guard let pin = labels["pod-security.kubernetes.io/\(mode)-version"],
      let minor = PodSecurityVersion(pin)?.minor
    else { return spec.version }
    return ClusterVersion(minor: min(minor, spec.version.minor))
  }

  /// The levels warn and audit let pods pass; they are said once a namespace, together where they
  /// want the same.
  mutating func addSecurityNotes() {
    let makers = hasPinnedNotes ? manifests.podMakers.filter { $0.spec != nil } : []
    for namespace in spec.namespaces {
      var wanted: [(modes: [String], level: PodSecurityLevel, version: ClusterVersion)] = []
      for mode in ["warn", "audit"] {
        let level = namespace.labels["pod-security.kubernetes.io/\(mode)"]
          .flatMap(PodSecurityLevel.init)
        guard let level else { continue }
        let version = securityVersion(for: mode, by: namespace.labels)
        if let index = wanted.firstIndex(where: { $0.level == level && $0.version == version }) {
          wanted[index].modes.append(mode)
        } else {
          wanted.append(([mode], level, version))
        }
      }
      for entry in wanted {
        let own = makers.filter { $0.namespace == namespace.name }
        addSecurityNote(of: namespace, entry.modes, entry.level, entry.version, own)
      }
    }
  }

  /// Whether a namespace has warn or audit by a version of their own.
  private var hasPinnedNotes: Bool {
    spec.namespaces.contains { namespace in
      ["warn", "audit"].contains {
        securityVersion(for: $0, by: namespace.labels)
          != securityVersion(for: "enforce", by: namespace.labels)
      }
    }
  }

  private mutating func addSecurityNote(
    of namespace: ClusterSpec.Namespace, _ modes: [String], _ level: PodSecurityLevel,
    _ version: ClusterVersion, _ makers: [PodMaker]
  ) {
    let names = spec.workloads.filter {
      $0.namespace == namespace.name
        && !findings(of: $0, by: version, makers).violations(of: level).isEmpty
    }.map(\.name)
    guard !names.isEmpty else { return }
    let listed = names.prefix(4).joined(separator: ", ")
    let rest = names.count > 4 ? " and \(names.count - 4) more" : ""
    spec.notes.append(
      "Namespace \(namespace.name) (\(modes.joined(separator: ", "))): would violate "
        + "PodSecurity \"\(level.rawValue)\": \(listed)\(rest)")
  }

  /// What a version's standards have against the pods of a workload; what operators make is judged
  /// by those that its namespace enforces.
  private func findings(
    of workload: WorkloadSpec, by version: ClusterVersion, _ makers: [PodMaker]
  ) -> PodSecurityFindings {
    guard version != securityVersion(of: workload.namespace) else {
      return workload.template.security
    }
    let maker = makers.first {
      $0.kind == workload.kind.rawValue && $0.name == workload.name
    }
    return maker?.spec.map { PodSecurityChecks(spec: $0, version: version).findings }
      ?? workload.template.security
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
