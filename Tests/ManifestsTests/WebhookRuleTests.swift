import Manifests
import Testing

/// Which requests webhooks are asked about, and which configurations the API server refuses.
///
/// The rules are those of apiserver pkg/admission/plugin/webhook/predicates and of
/// pkg/apis/admissionregistration/validation.
@Suite("Rules of webhooks")
struct WebhookRuleTests {
  private static func configuration(
    _ fields: String, rules: String = "[]"
  ) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: guard}
    webhooks:
      - \(fields)
        rules: \(rules)

    """
  }

  private static func webhook(_ rules: String, _ more: String = "") throws -> AdmissionWebhook {
    let fields =
      "name: a.b.c\n    sideEffects: None\n    admissionReviewVersions: [v1]\n"
      + "    clientConfig: {url: \"https://a\"}" + (more.isEmpty ? "" : "\n    " + more)
    let platform = DecodedPlatform(configuration(fields, rules: rules))
    #expect(platform.items.isEmpty, "\(platform.items.map(\.message))")
    return try #require(platform.set.webhookConfigurations.first?.webhooks.first)
  }

  private static func rule(_ resources: String, group: String = "\"*\"") -> String {
    "[{operations: [UPDATE], apiGroups: [\(group)], apiVersions: [v1], resources: [\(resources)]}]"
  }

  @Test("only one of the two kinds may change what it is asked about", arguments: [true, false])
  func kinds(isMutating: Bool) throws {
    let kind = isMutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration"
    let text = Self.configuration("name: a.b.c")
      .replacing("ValidatingWebhookConfiguration", with: kind)
    let read = try #require(DecodedPlatform(text).set.webhookConfigurations.first)
    #expect(read.isMutating == isMutating && read.webhooks.map(\.name) == ["a.b.c"])
  }

  @Test(
    "a resource stands for its subresources only where it says so",
    arguments: [
      ("\"*\"", "", true), ("\"*\"", "scale", false), ("\"*/*\"", "", true),
      ("\"*/*\"", "scale", true), ("deployments", "scale", false),
      ("deployments/*", "", true), ("deployments/*", "scale", true),
      ("deployments/scale", "", false), ("\"*/scale\"", "scale", true), ("pods/*", "", false),
    ])
  func subresources(resources: String, subresource: String, isCalled: Bool) throws {
    let webhook = try Self.webhook(Self.rule(resources))
    var request = WebhookRequest(
      "UPDATE", group: "apps", version: "v1", resource: "deployments", namespace: "shop")
    request.subresource = subresource
    #expect(webhook.isCalled(for: request) == isCalled)
  }

  @Test("another version that is served is meant unless the policy is Exact")
  func versions() throws {
    let request = WebhookRequest(
      "UPDATE", group: "autoscaling", version: "v2", resource: "horizontalpodautoscalers",
      namespace: "shop")
    let rules = Self.rule("horizontalpodautoscalers", group: "autoscaling")
    #expect(try Self.webhook(rules).isCalled(for: request))
    #expect(try !Self.webhook(rules, "matchPolicy: Exact").isCalled(for: request))
  }

  @Test("nobody is asked about webhooks, nor about objects of the cluster by their namespaces")
  func exempt() throws {
    let webhook = try Self.webhook(
      Self.rule("\"*\""), "namespaceSelector: {matchLabels: {guarded: \"yes\"}}")
    let isCalled = { (group: String, resource: String) in
      webhook.isCalled(
        for: WebhookRequest(
          "UPDATE", group: group, version: "v1", resource: resource, namespace: nil))
    }
    #expect(isCalled("storage.k8s.io", "storageclasses"))
    #expect(!isCalled("", "namespaces"))
    #expect(!isCalled("admissionregistration.k8s.io", "mutatingwebhookconfigurations"))
  }

  private static func refused(
    _ what: String, _ webhooks: String, _ messages: String...
  ) -> RefusedManifest {
    RefusedManifest(
      testDescription: what,
      text: """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: guard}
        webhooks: [\(webhooks)]
        """, messages: messages)
  }

  private static let head = "name: a.b.c, sideEffects: None, admissionReviewVersions: [v1]"
  private static let client = "clientConfig: {url: \"https://a/b\"}"

  static let configurations: [RefusedManifest] = [
    refused("what is right", "{\(head), \(client)}"),
    refused(
      "nothing that is needed", "§{}", "missing-field", "missing-field 4:12",
      "missing-field 4:12", "missing-field 4:12"),
    refused(
      "words that are none",
      "{\(head), \(client), failurePolicy: §Deny, matchPolicy: §All, timeoutSeconds: §31}",
      "invalid-value", "invalid-value", "out-of-range"),
    refused(
      "effects that are not allowed, and versions that nobody speaks",
      "{name: a.b.c, sideEffects: §Some, admissionReviewVersions: §[v2], \(client)}",
      "invalid-value", "invalid-value"),
    refused(
      "a short name, and two clients",
      "{name: §a.b, sideEffects: None, admissionReviewVersions: [v1], "
        + "clientConfig: {url: §\"https://a\", service: {name: a, namespace: b}}}",
      "invalid-name", "conflicting-fields"),
    refused(
      "an open address", "{\(head), clientConfig: {url: §\"http://a\"}}", "invalid-value"),
    refused(
      "a service that can not be",
      "{\(head), clientConfig: {service: {name: a, namespace: b, port: §0, path: §c}}}",
      "out-of-range", "invalid-value"),
    refused(
      "rules about nothing and everything",
      "{\(head), \(client), rules: [{operations: §[CHANGE], apiGroups: §[\"*\", apps], "
        + "apiVersions: §[], resources: §[\"*\", pods]}]}",
      "invalid-value", "invalid-value", "missing-field", "invalid-value"),
    refused(
      "subresources behind what stands for them",
      "{\(head), \(client), rules: ["
        + "{operations: [UPDATE], apiGroups: [a], apiVersions: [v1], "
        + "resources: §[pods/*, pods/status]}, "
        + "{operations: [UPDATE], apiGroups: [a], apiVersions: [v1], "
        + "resources: §[\"*/scale\", deployments/scale]}, "
        + "{operations: [UPDATE], apiGroups: [a], apiVersions: [v1], "
        + "resources: [pods/status, pods/*, deployments/scale, \"*/scale\", jobs, \"*\"]}]}",
      "invalid-value", "invalid-value"),
    refused(
      "a name twice",
      "{\(head), \(client)}, {name: §a.b.c, sideEffects: None, "
        + "admissionReviewVersions: [v1], \(client)}", "duplicate-name"),
  ]

  @Test("a configuration is refused at its place", arguments: configurations)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    #expect(platform.places.sorted() == manifest.places.sorted(), "\(platform.items)")
  }

  @Test("conditions are told unless they always hold", arguments: ["true", "object.spec.x == 1"])
  func conditions(expression: String) throws {
    let text = Self.configuration(
      "name: a.b.c\n    matchConditions: [{name: c, expression: \"\(expression)\"}]")
    let read = ReadText(text)
    let told = UnmodelledUse.found(in: read.documents).map(\.kind)
    #expect(told == (expression == "true" ? [] : ["ValidatingWebhookConfiguration"]))
  }
}
