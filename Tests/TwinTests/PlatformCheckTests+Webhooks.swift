import Manifests
import Testing
import Twin

/// Webhooks that fail closed and that nobody can answer.
extension PlatformCheckTests {
  private static func webhook(
    _ service: String, port: String = "80", policy: String = "Fail", selector: String = "{}"
  ) -> String {
    """
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata: {name: guard}
    webhooks:
      - §{name: check.guard.example, sideEffects: None, admissionReviewVersions: [v1],
         failurePolicy: \(policy),
         clientConfig: {service: {name: \(service), namespace: default, port: \(port)}},
         namespaceSelector: \(selector), rules: [{operations: [CREATE], apiGroups: [""],
         apiVersions: [v1], resources: [pods]}]}

    """
  }

  private static let elsewhere =
    "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [default]}]}"

  static let webhooks: [HopelessManifest] = [
    .init(
      "a webhook's Service that nobody defines", "unknown-service",
      text: webhook("§webb", selector: elsewhere).replacing("- §{", with: "- {")),
    .init(
      "a webhook's port that its Service does not have", "closed-port",
      text: Case.pods() + service
        + webhook("web", port: "§8080", selector: elsewhere).replacing("- §{", with: "- {")),
    .init(
      "a webhook that is asked about its own pods", "webhook-deadlock",
      text: Case.pods() + service + webhook("web")),
    .init(
      "webhooks that are not asked about their own pods, and that nobody has to ask",
      text: Case.pods() + service
        + webhook("web", selector: elsewhere).replacing("§", with: "")
        + webhook("webb", policy: "Ignore").replacing("§", with: "")
        .replacing("name: guard}", with: "name: other}")),
  ]
}
