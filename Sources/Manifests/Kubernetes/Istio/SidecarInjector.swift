extension ManifestSet {
  /// The webhooks of Istio's chart that inject sidecars, where the manifests have istiod and none
  /// of their own.
  ///
  /// One is asked about the pods of meshed namespaces, the other about those elsewhere that want a
  /// sidecar by their label.
  ///
  /// Source: istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml.
  package func assumedInjectors(for meshed: MeshedNamespaces) -> [AdmissionWebhook] {
    let istiod = services.first { service in
      service.metadata.name == "istiod"
        && deployments.contains {
          $0.metadata.home == service.metadata.home && !service.selector.isEmpty
            && service.selector.isSubset(of: $0.template.metadata.labels)
        }
    }
    guard let istiod, !hasInjector, !meshed.isOff else { return [] }
    let service = WebhookService(
      namespace: istiod.metadata.home, name: istiod.metadata.name, path: "/inject")
    let name = "kubernetes.io/metadata.name"
    let labelled = Self.injector(
      "object", of: service,
      namespaces: [
        .init(key: name, comparison: .isNotIn, values: meshed.names),
        .init(key: "istio-injection", comparison: .doesNotExist),
        .init(key: "istio.io/rev", comparison: .doesNotExist),
      ], choice: .isIn, "true")
    guard !meshed.names.isEmpty else { return [labelled] }
    let spread = Self.injector(
      "namespace", of: service,
      namespaces: [.init(key: name, comparison: .isIn, values: meshed.names)],
      choice: .isNotIn, "false")
    return [spread, labelled]
  }

  private static func injector(
    _ name: String, of service: WebhookService, namespaces: [LabelSelector.Requirement],
    choice: LabelSelector.Requirement.Operator, _ value: String
  ) -> AdmissionWebhook {
    var webhook = AdmissionWebhook(
      name: name + ".sidecar-injector.istio.io", service: service, rules: [.podCreation])
    webhook.namespaceSelector.matchExpressions = namespaces
    webhook.objectSelector.matchExpressions = [
      .init(key: "sidecar.istio.io/inject", comparison: choice, values: [value])
    ]
    return webhook
  }

  /// Whether a webhook of the manifests injects sidecars, whatever its revision is called.
  private var hasInjector: Bool {
    webhookConfigurations.filter(\.isMutating).flatMap(\.webhooks).contains { webhook in
      let path = webhook.clientConfig.service?.path ?? ""
      return webhook.name.hasSuffix("sidecar-injector.istio.io") || path == "/inject"
        || path.hasPrefix("/inject/")
    }
  }
}
