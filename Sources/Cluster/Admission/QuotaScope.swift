/// A condition on the pods that a quota counts.
package struct QuotaScope: Hashable, Sendable {
  /// Name, as `BestEffort` or `PriorityClass`.
  package var name: String
  /// How `values` compare.
  package var comparison: NodeRequirement.Comparison
  /// Priority classes.
  package var values: [String]

  /// Makes a condition.
  package init(
    name: String, comparison: NodeRequirement.Comparison = .exists, values: [String] = []
  ) {
    self.name = name
    self.comparison = comparison
    self.values = values
  }

  /// Whether an object that is no pod meets it (persistent_volume_claims.go pvcMatchesScopeFunc,
  /// generic MatchesNoScopeFunc).
  func holds(for object: QuotaScoping) -> Bool {
    guard case .claim(let attributesClass) = object, name == "VolumeAttributesClass" else {
      return false
    }
    return NodeRequirement(key: "", comparison: comparison, values: values)
      .holds(for: attributesClass)
  }

  /// Whether a template's pods meet it.
  func holds(for template: PodTemplate) -> Bool {
    switch name {
    case "BestEffort": QualityOfService.of(template) == .bestEffort
    case "NotBestEffort": QualityOfService.of(template) != .bestEffort
    case "Terminating": template.deadline != nil
    case "NotTerminating": template.deadline == nil
    case "PriorityClass":
      NodeRequirement(key: "", comparison: comparison, values: values)
        .holds(for: template.priorityClass)
    case "CrossNamespacePodAffinity":
      (template.requiredAffinity + template.requiredAntiAffinity
        + template.preferredAffinity.map(\.term))
        .contains { !$0.namespaces.isEmpty || $0.namespaceSelector != nil }
    // Claims have such classes, and no pod.
    case "VolumeAttributesClass": false
    default: true
    }
  }
}

/// What scopes of quotas look at in an object that is no pod.
enum QuotaScoping: Hashable, Sendable {
  case object
  case claim(attributesClass: String?)
}
