/// A request to the API server as webhooks' rules and selectors see it.
///
/// Source: Kubernetes apiserver pkg/admission/plugin/webhook/predicates.
package struct WebhookRequest: Sendable {
  /// `CREATE`, `UPDATE` or `DELETE`.
  package var operation: String
  /// API group; empty for the core group.
  package var group: String
  /// Version of the group.
  package var version: String
  /// Resource, as `deployments`.
  package var resource: String
  /// Subresource, as `scale`; empty for the object itself.
  package var subresource: String = ""
  /// Namespace; nil for objects of the whole cluster.
  package var namespace: String?
  /// Labels of the namespace, or of the object where that is a namespace.
  package var namespaceLabels = StringMap()
  /// Labels of the object.
  package var labels = StringMap()

  /// Makes a request about an object itself, without labels.
  package init(
    _ operation: String, group: String, version: String, resource: String, namespace: String?
  ) {
    self.operation = operation
    self.group = group
    self.version = version
    self.resource = resource
    self.namespace = namespace
  }

  /// Whether no webhook is asked about it: by these objects the administrator gets rid of a webhook
  /// that fails (predicates/rules IsExemptAdmissionConfigurationResource).
  package var isExempt: Bool {
    group == "admissionregistration.k8s.io"
      && [
        "validatingwebhookconfigurations", "mutatingwebhookconfigurations",
        "validatingadmissionpolicies", "validatingadmissionpolicybindings",
        "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
      ].contains(resource)
  }

  /// Whether the selector of namespaces lets it through: of the objects that are in none it does
  /// all but namespaces (predicates/namespace MatchNamespaceSelector).
  fileprivate func matches(namespaces selector: LabelSelector) -> Bool {
    guard namespace != nil || group.isEmpty && resource == "namespaces" else { return true }
    return selector.matches(namespaceLabels)
  }
}

extension AdmissionWebhook {
  /// Whether the API server calls it about a request.
  ///
  /// CEL is not evaluated: every request is taken to meet `matchConditions`.
  package func isCalled(for request: WebhookRequest) -> Bool {
    !request.isExempt && rules.contains { $0.matches(request, matchPolicy) }
      && request.matches(namespaces: namespaceSelector)
      && objectSelector.matches(request.labels)
  }
}

extension WebhookRule {
  /// Whether a rule means a request (predicates/rules Matcher).
  fileprivate func matches(_ request: WebhookRequest, _ policy: WebhookMatchPolicy) -> Bool {
    (operations.contains("*") || operations.contains(request.operation))
      && (apiGroups.contains("*") || apiGroups.contains(request.group))
      && versions(match: request, policy)
      && resources.contains { Self.names($0, request) } && scopeMatches(request)
  }

  /// With the policy `Equivalent` a rule about another version that is served means the request
  /// too; but for autoscalers Kubernetes' own groups have one version of what the twin makes, and
  /// custom resources may have any.
  private func versions(match request: WebhookRequest, _ policy: WebhookMatchPolicy) -> Bool {
    if apiVersions.contains("*") || apiVersions.contains(request.version) { return true }
    guard policy == .equivalent else { return false }
    if request.group == "autoscaling" { return apiVersions.contains { ["v1", "v2"].contains($0) } }
    return request.group.contains(".") && !request.group.hasSuffix(".k8s.io")
  }

  private func scopeMatches(_ request: WebhookRequest) -> Bool {
    switch scope {
    case "Namespaced": request.namespace != nil
    case "Cluster": request.namespace == nil
    default: true
    }
  }

  private static func names(_ written: String, _ request: WebhookRequest) -> Bool {
    let parts = written.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let (resource, subresource) = (parts[0], parts.count > 1 ? parts[1] : "")
    return (resource == "*" || resource == request.resource)
      && (subresource == "*" || subresource == request.subresource)
  }
}
