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
    default: true
    }
  }
}
