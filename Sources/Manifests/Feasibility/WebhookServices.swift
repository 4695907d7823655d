/// Webhooks that refuse what they can not be asked about, and that nobody can ask: their Service is
/// missing, or its pods can not come back once all of them are lost.
package enum WebhookServices: PlatformCheck {
  /// Reports them at their Service.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let webhooks = platform.manifests.webhookConfigurations.flatMap(\.webhooks)
    for webhook in webhooks where webhook.failurePolicy == .fail {
      guard let service = webhook.clientConfig.service else { continue }
      check(webhook, behind: service, platform, diagnostics)
    }
  }

  private static func check(
    _ webhook: AdmissionWebhook, behind reference: WebhookService, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    let (name, home) = (reference.name, reference.namespace)
    // Also the injector's Service has to be in the manifests, though installers bring it.
    let isThere = platform.software.services.services.contains {
      $0.name == name && $0.namespace == home
    }
    guard isThere else {
      if platform.manifests.mayBeOperated(name, in: home) { return }
      diagnostics.warning(
        "the webhook \(webhook.name) is asked at the Service \"\(name)\", which no manifest "
          + "defines in the namespace \"\(home)\": what it is asked about is refused",
        at: reference.spans["name"], code: "unknown-service",
        help: platform.services.help(for: name, in: home))
      return
    }
    guard let service = platform.service(name, in: home) else { return }
    guard service.ports.contains(where: { $0.port == reference.port }) else {
      diagnostics.warning(
        "the webhook \(webhook.name) is asked at the port \(reference.port), which the Service "
          + "\(name) does not have: what it is asked about is refused",
        at: reference.spans["port"], code: "closed-port", help: service.portAdvice,
        labels: [(service.span.start, "the Service")])
      return
    }
    let makers = platform.pods(of: service)
    guard !makers.isEmpty, makers.allSatisfy({ webhook.isAsked(aboutPodsOf: $0, platform) }) else {
      return
    }
    diagnostics.warning(
      "the webhook \(webhook.name) is asked about the pods that answer it: once all of "
        + "\(makers[0].subject) are lost, none comes back", at: webhook.span.start,
      code: "webhook-deadlock",
      help: "leave the namespace \"\(home)\" out by the webhook's namespaceSelector",
      labels: [(makers[0].span.start, "the pods")])
  }
}

extension AdmissionWebhook {
  /// Whether it is called for the creation of something's pods.
  fileprivate func isAsked(aboutPodsOf maker: PodMaker, _ platform: CheckedPlatform) -> Bool {
    var request = WebhookRequest(
      "CREATE", group: "", version: "v1", resource: "pods", namespace: maker.namespace)
    let home = platform.manifests.namespaces.first { $0.metadata.name == maker.namespace }
    request.namespaceLabels = home?.metadata.labels ?? StringMap()
    request.namespaceLabels["kubernetes.io/metadata.name"] = maker.namespace
    request.labels = maker.labels
    return isCalled(for: request)
  }
}
