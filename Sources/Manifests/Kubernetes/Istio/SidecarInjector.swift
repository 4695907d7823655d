extension ManifestSet {
  /// The webhook of Istio's chart that injects sidecars, where the manifests have istiod and no
  /// such webhook of their own; nil where they have one, no istiod, or nothing to inject.
  ///
  /// Source: istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml.
  package func assumedInjector(for meshed: MeshedNamespaces) -> AdmissionWebhook? {
    let istiod = services.first { service in
      service.metadata.name == "istiod"
        && deployments.contains {
          $0.metadata.home == service.metadata.home && !service.selector.isEmpty
            && service.selector.isSubset(of: $0.template.metadata.labels)
        }
    }
    guard let istiod, !hasInjector, !meshed.names.isEmpty else { return nil }
    var webhook = AdmissionWebhook(
      name: "namespace.sidecar-injector.istio.io",
      service: WebhookService(
        namespace: istiod.metadata.home, name: istiod.metadata.name, path: "/inject"),
      rules: [.podCreation])
    webhook.namespaceSelector.matchExpressions = [
      LabelSelector.Requirement(
        key: "kubernetes.io/metadata.name", comparison: .isIn, values: meshed.names)
    ]
    webhook.objectSelector.matchExpressions = [
      LabelSelector.Requirement(
        key: "sidecar.istio.io/inject", comparison: .isNotIn, values: ["false"])
    ]
    return webhook
  }

  /// Whether a webhook of the manifests injects sidecars, whatever its revision is called.
  private var hasInjector: Bool {
    mutatingWebhookConfigurations.flatMap(\.webhooks).contains {
      $0.name.hasSuffix("sidecar-injector.istio.io")
        || $0.clientConfig.service?.path.hasPrefix("/inject") ?? false
    }
  }
}
