import Manifests

/// What quotas and limit ranges refuse of the manifests: their objects come in one after the other,
/// as kubectl applies them, and those beyond a bound stay out.
///
/// Quotas are there first, as those who deliver order it (Helm's InstallOrder, kustomize, Argo CD).
extension ClusterSpec {
  /// An object that the API does not let in.
  struct Refusal: Sendable {
    let object: QuotaObject
    /// `deployments.apps "web" is forbidden: exceeded quota: …`.
    let problem: String

    var note: String { "\(object.kind) \(object.name) is not created: \(problem)" }
  }

  /// Takes out what they refuse: what a later change may still create lies dormant, the rest
  /// goes.
  mutating func withholdRefused() -> [Refusal] {
    guard !quotas.isEmpty || !limitRanges.isEmpty else { return [] }
    var admitted: [QuotaObject] = []
    var refused: [Refusal] = []
    // Those that are withheld go from the list.
    let asked = claims
    let places = NameIndex(asked.map { "\($0.namespace)/\($0.name)" })
    for object in objects {
      let problem =
        object.isMade
        ? nil : rangeProblem(of: object, asked, places) ?? quotaProblem(of: object, after: admitted)
      if let problem {
        refused.append(Refusal(object: object, problem: object.refusal(problem)))
        withhold(object)
      } else {
        admitted.append(object)
      }
    }
    objects = admitted
    return refused
  }

  private func quotaProblem(of object: QuotaObject, after admitted: [QuotaObject]) -> String? {
    quotas.problem(of: object.charges, object.scoping, in: object.namespace) { quota in
      var used = quota.nothing
      for other in admitted
      where other.namespace == quota.namespace && quota.counts(other.scoping) {
        quota.add(other.charges, to: &used)
      }
      return used
    }
  }

  /// What limit ranges, which are there first too, have against a claim, of which all places are
  /// known.
  private func rangeProblem(
    of object: QuotaObject, _ asked: [ClaimSpecification], _ places: NameIndex
  ) -> String? {
    guard object.resource == "persistentvolumeclaims",
      let place = places.first("\(object.namespace)/\(object.name)")
    else { return nil }
    return limitRanges.problem(with: asked[place])
  }

  private mutating func withhold(_ object: QuotaObject) {
    for index in workloads.indices where object.isObject(workloads[index]) {
      workloads[index].isDormant = true
    }
    for index in services.indices where object.isObject("Service", services[index]) {
      services[index].isDormant = true
    }
    for index in budgets.indices
    where object.isObject("PodDisruptionBudget", budgets[index].namespace, budgets[index].name) {
      budgets[index].isDormant = true
    }
    for index in autoscalers.indices
    where object.isObject(
      "HorizontalPodAutoscaler", autoscalers[index].namespace, autoscalers[index].name)
    {
      autoscalers[index].isDormant = true
    }
    claims.removeAll { object.isObject("PersistentVolumeClaim", $0.namespace, $0.name) }
    configurations.removeAll {
      object.isObject($0.kind == .secret ? "Secret" : "ConfigMap", $0.namespace, $0.name)
    }
    networkPolicies.removeAll {
      object.isObject("NetworkPolicy", $0.metadata.namespace ?? "default", $0.metadata.name)
    }
    limitRanges.removeAll { object.isObject("LimitRange", $0.namespace, $0.name) }
    quotas.removeAll { object.isObject("ResourceQuota", $0.namespace, $0.name) }
    _ = access.remove(kind: object.kind, namespace: object.namespace, name: object.name)
  }
}

extension QuotaObject {
  /// The API server's words about an object that a quota refuses.
  func refusal(_ problem: String) -> String { "\(resource) \"\(name)\" is forbidden: \(problem)" }

  /// Whether it is what a user wrote of a workload.
  func isObject(_ workload: WorkloadSpec) -> Bool {
    workload.name == name && workload.namespace == namespace && workload.userKind == kind
  }

  fileprivate func isObject(_ kind: String, _ service: ServiceSpec) -> Bool {
    isObject(kind, service.namespace, service.name)
  }
}
